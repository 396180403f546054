//! A user's connections, in one statement.

use diesel::prelude::{
    ExpressionMethods as _, JoinOnDsl as _, QueryDsl as _, SelectableHelper as _,
};
use kith_domain::UserReference;
use kith_domain::provider_connection::ConnectedProvider;
use kith_domain::user::Status;

use super::super::Dsl as _;
use super::ReadConn;
use crate::columns::UuidValue;
use crate::error::Failure;
use crate::provider_connection::row::ConnectionRow;
use crate::schema::{provider_connections, users};

#[diesel::dsl::auto_type(no_type_alias)]
fn live_users() -> _ {
    let deleted: &'static str = Status::Deleted.as_str();
    users::table
        .left_join(provider_connections::table.on(provider_connections::user_id.eq(users::id)))
        .filter(users::status.ne(deleted))
        .order((provider_connections::created_on.asc(), provider_connections::provider.asc()))
}

/// A live user without any gives one row of nulls.
pub(super) async fn of(
    conn: &mut ReadConn<'_>,
    user: UserReference,
) -> Result<Option<Vec<ConnectedProvider>>, Failure> {
    let columns = Option::<ConnectionRow>::as_select();
    let rows: Vec<Option<ConnectionRow>> = match user {
        UserReference::Id(id) => {
            let query = live_users().filter(users::id.eq(id.get()));
            query.select(columns).load(conn).await?
        }
        UserReference::Uuid(uuid) => {
            let query = live_users().filter(users::uuid.eq(UuidValue(uuid)));
            query.select(columns).load(conn).await?
        }
    };
    if rows.is_empty() {
        return Ok(None);
    }
    let connections = rows.into_iter().flatten().map(ConnectionRow::into_connection);
    Ok(Some(connections.collect::<Result<_, _>>()?))
}
