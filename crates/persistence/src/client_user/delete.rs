//! Delete a team's users, take that back, and erase them, each inside one transaction.

use diesel::prelude::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _};
use diesel::result::{DatabaseErrorKind, Error};
use kith_domain::client_user::{Deleted, Forgotten, Restored};
use kith_domain::user::{Deletion, Status};
use kith_domain::{Timestamp, UserId};
use uuid::Uuid;

use super::super::tie::dormancy::{lock_all, wake};
use super::super::user::write::{remove, retire};
use super::super::{Dsl as _, lock_status};
use super::WriteConn;
use super::write::id_of;
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::{client_users, users};
use crate::user::row::user_id;

pub(super) async fn delete(
    conn: &mut WriteConn,
    user: Uuid,
    at: Timestamp,
    erase_at: Timestamp,
) -> Result<Ending<Deleted>, Failure> {
    let Some(id) = id_of(conn, user.into()).await? else {
        return Ok(Ending::Rollback(Deleted::NoSuchUser));
    };
    lock_all(conn, id).await?;
    let status = lock_status(conn, id).await?;
    let Some(status) = status.filter(|status| status != Status::Deleted.as_str()) else {
        return Ok(Ending::Rollback(Deleted::NoSuchUser));
    };
    retire(conn, id).await?;
    remove(conn, id, Deletion::Soft, at).await?;
    diesel::update(client_users::table.filter(client_users::user_id.eq(id.get())))
        .set((
            client_users::erase_at.eq(InstantValue(erase_at)),
            client_users::status_before.eq(status),
        ))
        .execute(conn)
        .await?;
    Ok(Ending::Commit(Deleted::Deleted))
}

pub(super) async fn undo(
    conn: &mut WriteConn,
    forgotten: &Forgotten,
    now: Timestamp,
) -> Result<Ending<Restored>, Failure> {
    let Some(id) = forgotten_id(conn, forgotten, now).await? else {
        return Ok(Ending::Rollback(Restored::NoSuchUser));
    };
    lock_all(conn, id).await?;
    let row = client_users::table.filter(client_users::user_id.eq(id.get()));
    let before: Option<Option<String>> = row
        .filter(client_users::erase_at.gt(InstantValue(now)))
        .select(client_users::status_before)
        .first(conn)
        .await
        .optional()?;
    let Some(status) = before.flatten() else {
        return Ok(Ending::Rollback(Restored::NoSuchUser));
    };
    let returned = diesel::update(row)
        .set((
            client_users::live.eq(true),
            client_users::erase_at.eq(None::<InstantValue>),
            client_users::status_before.eq(None::<String>),
        ))
        .execute(conn)
        .await;
    match returned {
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            return Ok(Ending::Rollback(Restored::Taken));
        }
        returned => returned?,
    };
    diesel::update(users::table.filter(users::id.eq(id.get())))
        .set((users::status.eq(status), users::deleted_at.eq(None::<InstantValue>)))
        .execute(conn)
        .await?;
    wake(conn, id).await?;
    Ok(Ending::Commit(Restored::Restored))
}

/// Who is meant, as it looks before anybody is locked.
async fn forgotten_id(
    conn: &mut WriteConn,
    forgotten: &Forgotten,
    now: Timestamp,
) -> Result<Option<UserId>, Failure> {
    let reference = match forgotten {
        Forgotten::Uuid(uuid) => return id_of(conn, (*uuid).into()).await,
        Forgotten::ClientUserId(reference) => reference,
    };
    let latest: Option<i64> = client_users::table
        .filter(client_users::client_user_id.eq(reference.as_str()))
        .filter(client_users::erase_at.gt(InstantValue(now)))
        .order((client_users::erase_at.desc(), client_users::user_id.desc()))
        .select(client_users::user_id)
        .first(conn)
        .await
        .optional()?;
    Ok(latest.map(user_id).transpose()?)
}

pub(super) async fn erase(
    conn: &mut WriteConn,
    user: UserId,
    now: Timestamp,
) -> Result<Ending<bool>, Failure> {
    lock_all(conn, user).await?;
    let due: Option<i64> = client_users::table
        .filter(client_users::user_id.eq(user.get()))
        .filter(client_users::erase_at.le(InstantValue(now)))
        .select(client_users::user_id)
        .first(conn)
        .await
        .optional()?;
    if due.is_none() {
        return Ok(Ending::Rollback(false));
    }
    // The ties sleep, so nobody's counter knows of them.
    remove(conn, user, Deletion::Hard, now).await?;
    Ok(Ending::Commit(true))
}
