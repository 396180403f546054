//! Reads of a team's users.

use diesel::dsl::count_star;
use diesel::prelude::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, QueryableByName,
    SelectableHelper as _,
};
use diesel::sql_types::BigInt;
use kith_domain::client_user::{
    ClientUser, ClientUserId, ClientUserPage, ConnectedSource, ListRequest, TeamMetrics,
};
use kith_domain::provider_connection::ProviderSlug;
use kith_domain::{StoreError, Timestamp, UserId, UserReference};
use uuid::Uuid;

use super::super::Dsl as _;
use super::ReadConn;
use crate::client_user::row::{ClientUserRow, OtherFace};
use crate::columns::{InstantValue, UuidValue};
use crate::error::Failure;
use crate::schema::{client_users, provider_connections, team, users};
use crate::user::row::{count, user_id};

pub(super) async fn team_id(conn: &mut ReadConn<'_>) -> Result<Uuid, Failure> {
    let UuidValue(id) = team::table.select(team::id).first(conn).await?;
    Ok(id)
}

type Found = (ClientUserRow, OtherFace);

#[diesel::dsl::auto_type(no_type_alias)]
fn live_users() -> _ {
    client_users::table.inner_join(users::table).filter(client_users::live)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    let row: diesel::dsl::AsSelect<ClientUserRow, super::super::Db> = ClientUserRow::as_select();
    (row, (users::uuid, users::username, users::date_joined))
}

pub(super) async fn by_reference(
    conn: &mut ReadConn<'_>,
    user: UserReference,
) -> Result<Option<ClientUser>, Failure> {
    let found: Option<Found> = match user {
        UserReference::Id(id) => {
            let query = live_users().filter(users::id.eq(id.get()));
            query.select(columns()).first(conn).await
        }
        UserReference::Uuid(uuid) => {
            let query = live_users().filter(users::uuid.eq(UuidValue(uuid)));
            query.select(columns()).first(conn).await
        }
    }
    .optional()?;
    Ok(with_sources(conn, found.into_iter().collect()).await?.pop())
}

pub(super) async fn by_client_user_id(
    conn: &mut ReadConn<'_>,
    client_user_id: &ClientUserId,
) -> Result<Option<ClientUser>, Failure> {
    let found: Option<Found> = live_users()
        .filter(client_users::client_user_id.eq(client_user_id.as_str()))
        .select(columns())
        .first(conn)
        .await
        .optional()?;
    Ok(with_sources(conn, found.into_iter().collect()).await?.pop())
}

pub(super) async fn list(
    conn: &mut ReadConn<'_>,
    request: ListRequest,
) -> Result<ClientUserPage, Failure> {
    let total: i64 =
        client_users::table.filter(client_users::live).select(count_star()).first(conn).await?;
    // The ids alone first: what comes before the page is not read.
    let ids: Vec<i64> = client_users::table
        .filter(client_users::live)
        .order(client_users::user_id.desc())
        .offset(i64::try_from(request.offset).unwrap_or(i64::MAX))
        .limit(request.limit.into())
        .select(client_users::user_id)
        .load(conn)
        .await?;
    let found: Vec<Found> = live_users()
        .filter(client_users::user_id.eq_any(ids))
        .order(client_users::user_id.desc())
        .select(columns())
        .load(conn)
        .await?;
    Ok(ClientUserPage { users: with_sources(conn, found).await?, total: count(total)? })
}

/// The users with what they are connected with.
async fn with_sources(
    conn: &mut ReadConn<'_>,
    found: Vec<Found>,
) -> Result<Vec<ClientUser>, Failure> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = found.iter().map(|(row, _)| row.user_id()).collect();
    let connections: Vec<(i64, String, InstantValue)> = provider_connections::table
        .filter(provider_connections::user_id.eq_any(ids))
        .order((provider_connections::created_on, provider_connections::provider))
        .select((
            provider_connections::user_id,
            provider_connections::provider,
            provider_connections::created_on,
        ))
        .load(conn)
        .await?;
    let mut sources = std::collections::HashMap::<i64, Vec<ConnectedSource>>::new();
    for (user, provider, InstantValue(created_on)) in connections {
        let provider = ProviderSlug::stored(provider);
        sources.entry(user).or_default().push(ConnectedSource { provider, created_on });
    }
    let users = found.into_iter().map(|(row, other_face)| {
        let connected = sources.remove(&row.user_id()).unwrap_or_default();
        row.into_client_user(other_face, connected)
    });
    Ok(users.collect::<Result<_, _>>()?)
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    users: i64,
    #[diesel(sql_type = BigInt)]
    connections: i64,
    #[diesel(sql_type = BigInt)]
    errored: i64,
}

pub(super) async fn metrics(conn: &mut ReadConn<'_>) -> Result<TeamMetrics, Failure> {
    let counts: Counts = diesel::sql_query(
        "select (select count(*) from client_users where live) as users, \
         (select count(*) from provider_connections) as connections, \
         (select count(*) from provider_connections where status = 'error') as errored",
    )
    .get_result(conn)
    .await?;
    Ok(TeamMetrics {
        users: count(counts.users)?,
        connected_sources: count(counts.connections)?,
        errored_connected_sources: count(counts.errored)?,
    })
}

pub(super) async fn due(
    conn: &mut ReadConn<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<UserId>, Failure> {
    let ids: Vec<i64> = client_users::table
        .filter(client_users::erase_at.le(InstantValue(now)))
        .order((client_users::erase_at, client_users::user_id))
        .limit(limit.into())
        .select(client_users::user_id)
        .load(conn)
        .await?;
    Ok(ids.into_iter().map(user_id).collect::<Result<_, StoreError>>()?)
}
