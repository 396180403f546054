//! Reads of hides, one statement each.

use diesel::dsl::exists;
use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _, OptionalExtension as _,
    QueryDsl as _,
};
use kith_domain::hide::Hiding;
use kith_domain::user::Status;
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::ReadConn;
use crate::error::Failure;
use crate::schema::{hides, users};
use crate::user::row::user_id;

pub(super) async fn between(
    conn: &mut ReadConn<'_>,
    who: UserId,
    other: UserId,
) -> Result<Option<Hiding>, Failure> {
    let hides = |user: UserId, hidden: UserId| {
        let hide = hides::user_id.eq(user.get()).and(hides::hidden_id.eq(hidden.get()));
        exists(hides::table.filter(hide))
    };
    let found: Option<(bool, bool)> = users::table
        .filter(users::id.eq(other.get()).and(users::status.ne(Status::Deleted.as_str())))
        .select((hides(who, other), hides(other, who)))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(hides, hidden_by)| Hiding { hides, hidden_by }))
}

pub(super) async fn hidden_by(
    conn: &mut ReadConn<'_>,
    who: UserId,
) -> Result<Vec<UserId>, Failure> {
    let ids: Vec<i64> = hides::table
        .inner_join(users::table.on(users::id.eq(hides::hidden_id)))
        .filter(hides::user_id.eq(who.get()).and(users::status.ne(Status::Deleted.as_str())))
        .order(hides::hidden_id.asc())
        .select(hides::hidden_id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(user_id).collect::<Result<_, StoreError>>()?)
}
