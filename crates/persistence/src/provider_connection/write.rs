//! What becomes of a connection, inside one transaction. Whoever changes a user's connections has locked
//! the user first.

use diesel::dsl::exists;
use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, JoinOnDsl as _, OptionalExtension as _,
    QueryDsl as _, SelectableHelper as _,
};
use diesel::result::{DatabaseErrorKind, Error};
use kith_domain::provider_connection::{
    Acted, Action, HealthStatus, ProviderConnection, ProviderSlug, Sealed, decide,
};
use kith_domain::user::Status;
use kith_domain::{Timestamp, UserId, UserReference};

use super::super::client_user::write::lock;
use super::super::{Dsl as _, lock_statuses};
use super::WriteConn;
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::provider_connection::row::{ConnectionRow, ConnectionValues};
use crate::schema::{client_users, provider_connections, provider_credentials};

pub(super) async fn act(
    conn: &mut WriteConn,
    user: UserReference,
    provider: &ProviderSlug,
    action: &Action,
    credentials: Option<&Sealed>,
    at: Timestamp,
) -> Result<Ending<Acted>, Failure> {
    let id = match lock(conn, user).await? {
        Some((id, status)) if status != Status::Deleted => id,
        _ => return Ok(Ending::Rollback(Acted::NoSuchUser)),
    };
    let row = provider_connections::table.find((id.get(), provider.as_str()));
    let current: Option<ConnectionRow> =
        row.select(ConnectionRow::as_select()).first(conn).await.optional()?;
    let current = current.map(ConnectionRow::into_connection).transpose()?;
    let current = current.map(|connected| connected.connection);
    let then = match decide(current.as_ref(), action.clone(), at) {
        Ok(then) => then,
        Err(refusal) => return Ok(Ending::Rollback(Acted::Refused(refusal))),
    };
    match put(conn, id, provider, current.is_some(), then.as_ref()).await {
        // The rest of what is unique is the user's own, and the user is locked.
        Err(Failure::Database(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _))) => {
            return Ok(Ending::Rollback(Acted::Duplicate));
        }
        put => put?,
    }
    if action.grant().is_some() {
        put_credentials(conn, id, provider, credentials).await?;
    }
    Ok(Ending::Commit(Acted::Done(then)))
}

async fn put(
    conn: &mut WriteConn,
    user: UserId,
    provider: &ProviderSlug,
    is_there: bool,
    then: Option<&ProviderConnection>,
) -> Result<(), Failure> {
    let row = provider_connections::table.find((user.get(), provider.as_str()));
    match then.map(ConnectionValues::from) {
        // The credentials go with the row: the foreign key says so.
        None => diesel::delete(row).execute(conn).await?,
        Some(values) if is_there => diesel::update(row).set(values).execute(conn).await?,
        Some(values) => {
            let place = (
                provider_connections::user_id.eq(user.get()),
                provider_connections::provider.eq(provider.as_str()),
            );
            diesel::insert_into(provider_connections::table)
                .values((place, values))
                .execute(conn)
                .await?
        }
    };
    Ok(())
}

async fn put_credentials(
    conn: &mut WriteConn,
    user: UserId,
    provider: &ProviderSlug,
    credentials: Option<&Sealed>,
) -> Result<(), Failure> {
    let row = provider_credentials::table.find((user.get(), provider.as_str()));
    diesel::delete(row).execute(conn).await?;
    if let Some(sealed) = credentials {
        diesel::insert_into(provider_credentials::table)
            .values((
                provider_credentials::user_id.eq(user.get()),
                provider_credentials::provider.eq(provider.as_str()),
                provider_credentials::sealing_key.eq(sealed.key.as_str()),
                provider_credentials::sealed.eq(&sealed.bytes),
            ))
            .execute(conn)
            .await?;
    }
    Ok(())
}

pub(super) async fn pause_ended(
    conn: &mut WriteConn,
    before: chrono::NaiveDate,
    limit: u32,
) -> Result<Ending<u32>, Failure> {
    let before = before.to_string();
    let paused = HealthStatus::Paused.as_str();
    let ended = client_users::ingestion_end.lt(&before);
    // Not in order, or the database would walk through all connections to have them so.
    let mut found: Vec<(i64, String)> = client_users::table
        .inner_join(
            provider_connections::table.on(provider_connections::user_id.eq(client_users::user_id)),
        )
        .filter(ended.and(provider_connections::status.ne(paused)))
        .limit(limit.into())
        .select((provider_connections::user_id, provider_connections::provider))
        .load(conn)
        .await?;
    found.sort_unstable();
    let mut users: Vec<i64> = found.iter().map(|(user, _)| *user).collect();
    users.dedup();
    lock_statuses(conn, &users).await?;
    let mut count = 0;
    for (user, provider) in &found {
        // Looked at once more, now that nobody else changes it.
        let still_ended = client_users::table
            .filter(client_users::user_id.eq(provider_connections::user_id))
            .filter(client_users::ingestion_end.lt(&before));
        let still = provider_connections::user_id
            .eq(user)
            .and(provider_connections::provider.eq(provider))
            .and(provider_connections::status.ne(paused))
            .and(exists(still_ended));
        let changed = diesel::update(provider_connections::table.filter(still))
            .set((
                provider_connections::status.eq(paused),
                provider_connections::error_type.eq(None::<String>),
                provider_connections::error_message.eq(None::<String>),
                provider_connections::errored_at.eq(None::<InstantValue>),
            ))
            .execute(conn)
            .await?;
        count += u32::try_from(changed).unwrap_or(u32::MAX);
    }
    Ok(Ending::Commit(count))
}
