//! Reads of users, one statement each.

use diesel::prelude::{
    ExpressionMethods as _, NullableExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    SelectableHelper as _,
};
use kith_domain::user::{Lookup, Person, Status, User};
use kith_domain::visibility::Member;
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::super::look_ups::Found;
use super::super::tie::{TiesRow, ties, ties_columns, viewer_id};
use super::ReadConn;
use crate::error::Failure;
use crate::schema::{associations, users};
use crate::sql::External;
use crate::user::row::{self, UserRow};

/// A user's `ext_id`: that of the oldest association with `external`.
#[diesel::dsl::auto_type(no_type_alias)]
pub(in super::super) fn ext_id() -> _ {
    let external: External = External;
    associations::table
        .filter(associations::user_id.eq(users::id))
        .filter(associations::provider.eq(external))
        .order(associations::id.asc())
        .select(associations::ext_id)
        .limit(1_i64)
        .single_value()
}

type Row = (UserRow, Option<String>);

fn user((row, ext_id): Row) -> Result<User, StoreError> {
    row.into_user(ext_id)
}

pub(super) async fn by_id(conn: &mut ReadConn<'_>, id: UserId) -> Result<Option<User>, Failure> {
    let query = users::table.filter(users::id.eq(id.get()));
    let found: Option<Row> =
        query.select((UserRow::as_select(), ext_id())).first(conn).await.optional()?;
    Ok(found.map(user).transpose()?)
}

pub(super) async fn person(
    conn: &mut ReadConn<'_>,
    id: UserId,
    viewer: Option<UserId>,
) -> Result<Option<Person>, Failure> {
    let found: Option<(UserRow, Option<String>, TiesRow)> = users::table
        .filter(users::id.eq(id.get()))
        .select((UserRow::as_select(), ext_id(), ties_columns(viewer_id(viewer))))
        .first(conn)
        .await
        .optional()?;
    let Some((row, ext_id, seen)) = found else { return Ok(None) };
    Ok(Some(Person { user: row.into_user(ext_id)?, ties: ties(seen) }))
}

/// Each of the users who is not deleted, as one who asks.
pub(in super::super) async fn members(
    conn: &mut ReadConn<'_>,
    asked: &[(UserId, ())],
) -> Result<Found<Option<Member>>, Failure> {
    let members = users::table.filter(users::status.ne(Status::Deleted.as_str())).select((
        users::id,
        users::role,
        users::status,
    ));
    let rows: Vec<(i64, Option<String>, String)> = if let [(id, ())] = asked {
        members.filter(users::id.eq(id.get())).load(conn).await?
    } else {
        let ids: Vec<_> = asked.iter().map(|(id, ())| id.get()).collect();
        members.filter(users::id.eq_any(ids)).load(conn).await?
    };
    let found = asked.iter().map(|(id, ())| {
        let row = rows.iter().find(|(found, ..)| *found == id.get());
        row.map(row::member).transpose()
    });
    Ok(found.collect())
}

pub(super) async fn find(
    conn: &mut ReadConn<'_>,
    lookup: &Lookup,
) -> Result<Option<User>, Failure> {
    let select = (UserRow::as_select(), ext_id());
    let found: Option<Row> = match lookup {
        Lookup::Username(username) => {
            let query = users::table.filter(users::username_key.eq(username.key()));
            query.select(select).first(conn).await
        }
        Lookup::Email(email) => {
            let query = users::table.filter(users::email_key.eq(email.key()));
            query.select(select).first(conn).await
        }
        Lookup::Account(account) => {
            let holder = associations::table
                .filter(associations::provider.eq(account.provider.as_str()))
                .filter(associations::ext_id.eq(account.ext_id.as_str()))
                .select(associations::user_id)
                .single_value();
            let query = users::table.filter(users::id.nullable().eq(holder));
            query.select(select).first(conn).await
        }
    }
    .optional()?;
    Ok(found.map(user).transpose()?)
}

pub(super) async fn list(
    conn: &mut ReadConn<'_>,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<User>, Failure> {
    let found: Vec<Row> = users::table
        .filter(users::id.gt(after.map_or(0, UserId::get)))
        .order(users::id.asc())
        .limit(limit.into())
        .select((UserRow::as_select(), ext_id()))
        .load(conn)
        .await?;
    Ok(found.into_iter().map(user).collect::<Result<_, _>>()?)
}
