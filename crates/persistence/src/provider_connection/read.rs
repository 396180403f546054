//! Users' connections, in one statement.

use diesel::prelude::{
    ExpressionMethods as _, JoinOnDsl as _, QueryDsl as _, SelectableHelper as _,
};
use kith_domain::provider_connection::ConnectedProvider;
use kith_domain::user::Status;
use kith_domain::{StoreError, UserId};
use uuid::Uuid;

use super::super::Dsl as _;
use super::super::look_ups::{Found, lists};
use super::ReadConn;
use crate::columns::UuidValue;
use crate::error::Failure;
use crate::provider_connection::row::ConnectionRow;
use crate::schema::{provider_connections, users};

/// A live user without any gives one row of nulls.
#[diesel::dsl::auto_type(no_type_alias)]
fn live_users() -> _ {
    let deleted: &'static str = Status::Deleted.as_str();
    users::table
        .left_join(provider_connections::table.on(provider_connections::user_id.eq(users::id)))
        .filter(users::status.ne(deleted))
        .order((provider_connections::created_on.asc(), provider_connections::provider.asc()))
}

/// The connections of the user, if they are live.
pub(super) async fn by_id(
    conn: &mut ReadConn<'_>,
    id: UserId,
) -> Result<Option<Vec<ConnectedProvider>>, Failure> {
    let query = live_users().filter(users::id.eq(id.get()));
    let columns = (users::id, Option::<ConnectionRow>::as_select());
    let rows: Vec<(i64, _)> = query.select(columns).load(conn).await?;
    Ok(lists(rows).remove(&id.get()).map(connections).transpose()?)
}

/// The connections of each of the users who is live.
pub(in super::super) async fn by_uuid(
    conn: &mut ReadConn<'_>,
    asked: &[(Uuid, ())],
) -> Result<Found<Option<Vec<ConnectedProvider>>>, Failure> {
    let columns = (users::uuid, Option::<ConnectionRow>::as_select());
    let rows: Vec<(UuidValue, Option<ConnectionRow>)> = if let [(uuid, ())] = asked {
        let query = live_users().filter(users::uuid.eq(UuidValue(*uuid)));
        query.select(columns).load(conn).await?
    } else {
        let uuids: Vec<_> = asked.iter().map(|(uuid, ())| UuidValue(*uuid)).collect();
        live_users().filter(users::uuid.eq_any(uuids)).select(columns).load(conn).await?
    };
    let mut rows = lists(rows.into_iter().map(|(UuidValue(uuid), row)| (uuid, row)));
    Ok(asked.iter().map(|(uuid, ())| rows.remove(uuid).map(connections).transpose()).collect())
}

fn connections(rows: Vec<ConnectionRow>) -> Result<Vec<ConnectedProvider>, StoreError> {
    rows.into_iter().map(ConnectionRow::into_connection).collect()
}
