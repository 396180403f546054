//! Make and change a team's users, each inside one transaction.

use diesel::prelude::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _};
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::BigInt;
use kith_domain::client_user::{
    ClientUserEdit, Created, Edited, Holder, IngestionBounds, NewClientUser,
};
use kith_domain::user::{NewUser, Profile, Status};
use kith_domain::{StoreError, Timestamp, UserId, UserReference};
use uuid::Uuid;

use super::super::{Dsl as _, RANDOM_TEXT, lock_status, reading};
use super::{WriteConn, read};
use crate::client_user::row::{ClientUserChanges, NewClientUserRow, bounds};
use crate::columns::{InstantValue, UuidValue};
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::{client_users, users};
use crate::user::row::{NewUserRow, user_id};

pub(super) async fn create(
    conn: &mut WriteConn,
    new: &NewClientUser,
) -> Result<Ending<Created>, Failure> {
    let user = NewUser {
        uuid: new.uuid,
        username: new.username.clone(),
        email: None,
        role: None,
        ext_id: None,
        profile: Profile::default(),
        date_joined: new.created_on,
    };
    let id: i64 = diesel::insert_into(users::table)
        .values(NewUserRow::from(&user))
        .returning(users::id)
        .get_result(conn)
        .await?;
    let id = user_id(id)?;
    let entered = diesel::insert_into(client_users::table)
        .values(NewClientUserRow::of(id, new))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if entered == 0 {
        let holder: Option<(UuidValue, InstantValue)> = client_users::table
            .inner_join(users::table)
            .filter(client_users::live)
            .filter(client_users::client_user_id.eq(new.client_user_id.as_str()))
            .select((users::uuid, users::date_joined))
            .first(conn)
            .await
            .optional()?;
        return match holder {
            Some((UuidValue(uuid), InstantValue(created_on))) => {
                Ok(Ending::Rollback(Created::Taken(Holder { uuid, created_on })))
            }
            // Let go of in this very moment: the next attempt finds it free.
            None => Err(Error::DatabaseError(
                DatabaseErrorKind::SerializationFailure,
                Box::new("the holder of a reference has just left".to_owned()),
            )
            .into()),
        };
    }
    let created = read::by_reference(&mut reading(conn), id.into()).await?;
    let created =
        created.ok_or_else(|| StoreError::inconsistent("a user is gone within a transaction"))?;
    Ok(Ending::Commit(Created::Created(Box::new(created))))
}

/// Gives a user the other face.
pub(in super::super) async fn enter(
    conn: &mut WriteConn,
    row: NewClientUserRow<'_>,
) -> Result<(), Failure> {
    diesel::insert_into(client_users::table).values(row).execute(conn).await?;
    Ok(())
}

/// What the team's face loses when the user is deleted: the reference is free, and the connections with
/// providers end.
pub(in super::super) async fn leave(conn: &mut WriteConn, user: UserId) -> Result<(), Failure> {
    run(conn, user, "update client_users set live = false where user_id = $1").await?;
    run(conn, user, "delete from provider_connections where user_id = $1").await
}

/// Makes the team's face live again; if the reference was taken meanwhile, the UUID stands for it, and if
/// that was taken too, something that nobody has.
pub(in super::super) async fn return_as_before(
    conn: &mut WriteConn,
    user: UserId,
) -> Result<(), Failure> {
    let taken = "exists (select 1 from client_users as other \
        where other.live and other.client_user_id = client_users.client_user_id)";
    let uuid = "(select cast(uuid as text) from users where id = client_users.user_id)";
    for instead in [uuid, RANDOM_TEXT] {
        let statement = format!(
            "update client_users set client_user_id = {instead} where user_id = $1 and {taken}"
        );
        run(conn, user, &statement).await?;
    }
    let statement = "update client_users set live = true, erase_at = null, status_before = null \
        where user_id = $1";
    run(conn, user, statement).await
}

async fn run(conn: &mut WriteConn, user: UserId, statement: &str) -> Result<(), Failure> {
    diesel::sql_query(statement).bind::<BigInt, _>(user.get()).execute(conn).await?;
    Ok(())
}

pub(super) async fn edit(
    conn: &mut WriteConn,
    user: Uuid,
    edit: &ClientUserEdit,
    at: Timestamp,
) -> Result<Ending<Edited>, Failure> {
    let Some((id, status)) = lock(conn, user.into()).await? else {
        return Ok(Ending::Rollback(Edited::NoSuchUser));
    };
    if status == Status::Deleted {
        return Ok(Ending::Rollback(Edited::NoSuchUser));
    }
    let row = client_users::table.filter(client_users::user_id.eq(id.get()));
    let (start, end): (Option<String>, Option<String>) = row
        .select((client_users::ingestion_start, client_users::ingestion_end))
        .first(conn)
        .await?;
    let before = bounds(start.as_deref(), end.as_deref())?;
    let start = edit.ingestion_start.unwrap_or(before.start());
    if IngestionBounds::new(start, edit.ingestion_end.unwrap_or(before.end())).is_err() {
        return Ok(Ending::Rollback(Edited::BoundsReversed));
    }
    // A statement that sets nothing is no SQL.
    if *edit == ClientUserEdit::default() {
        return Ok(Ending::Commit(Edited::Edited));
    }
    let updated = diesel::update(row).set(ClientUserChanges::of(edit, at)).execute(conn).await;
    match updated {
        // The reference is the only thing in an edit that must be unique.
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Ok(Ending::Rollback(Edited::Taken))
        }
        updated => {
            updated?;
            Ok(Ending::Commit(Edited::Edited))
        }
    }
}

/// The id and status of a user, kept from changing until the transaction ends.
pub(in super::super) async fn lock(
    conn: &mut WriteConn,
    user: UserReference,
) -> Result<Option<(UserId, Status)>, Failure> {
    let Some(id) = id_of(conn, user).await? else { return Ok(None) };
    let Some(status) = lock_status(conn, id).await? else { return Ok(None) };
    Ok(Some((id, status.parse().map_err(StoreError::inconsistent)?)))
}

/// A user's integer id; it never changes.
pub(in super::super) async fn id_of(
    conn: &mut WriteConn,
    user: UserReference,
) -> Result<Option<UserId>, Failure> {
    let uuid = match user {
        UserReference::Id(id) => return Ok(Some(id)),
        UserReference::Uuid(uuid) => uuid,
    };
    let by_uuid = users::table.filter(users::uuid.eq(UuidValue(uuid)));
    let id: Option<i64> = by_uuid.select(users::id).first(conn).await.optional()?;
    Ok(id.map(user_id).transpose()?)
}
