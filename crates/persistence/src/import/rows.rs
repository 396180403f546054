//! Lines as rows; mounted for each database.

use std::collections::HashMap;

use diesel::QueryResult;
use diesel::prelude::{ExpressionMethods as _, QueryDsl as _};

use super::{Conn, Dsl as _};
use crate::record::{ConnectionRecord, Line};
use crate::schema::{
    api_keys, associations, bulk_operations, client_users, connection_requests, connections,
    follows, hides, provider_connections, provider_credentials, users,
};

/// Inserts the lines of one kind, in one statement, if there are any.
macro_rules! insert {
    ($conn:ident, $lines:ident, $table:ident, $variant:ident($record:ident) => $row:expr) => {
        let rows: Vec<_> = $lines
            .iter()
            .filter_map(|line| if let Line::$variant($record) = line { Some($row) } else { None })
            .collect();
        if !rows.is_empty() {
            diesel::insert_into($table::table).values(rows).execute($conn).await?;
        }
    };
}

/// Inserts these lines, a statement for each kind, in the order in which they refer to each other.
pub(super) async fn insert(conn: &mut Conn, lines: &[Line]) -> QueryResult<()> {
    insert!(conn, lines, users, User(user) => user.row());
    let statuses = statuses(conn, lines).await?;
    insert!(conn, lines, client_users, ClientUser(user) => {
        // Where there is no such user, the foreign key says so.
        let status = statuses.get(&user.user_id).map_or("", String::as_str);
        user.row(status)
    });
    insert!(conn, lines, associations, Association(association) => association);
    let ends: Vec<_> = lines
        .iter()
        .filter_map(|line| if let Line::Connection(both) = line { Some(both) } else { None })
        .flat_map(ConnectionRecord::ends)
        .collect();
    if !ends.is_empty() {
        diesel::insert_into(connections::table).values(ends).execute(conn).await?;
    }
    insert!(conn, lines, connection_requests, ConnectionRequest(request) => request);
    insert!(conn, lines, follows, Follow(follow) => follow);
    insert!(conn, lines, hides, Hide(hide) => hide);
    insert!(conn, lines, provider_connections, ProviderConnection(connection) => &**connection);
    insert!(conn, lines, provider_credentials, ProviderCredentials(credentials) => credentials);
    insert!(conn, lines, bulk_operations, BulkOperation(operation) => operation);
    insert!(conn, lines, api_keys, ApiKey(key) => key);
    Ok(())
}

/// The statuses of those whose other face is among the lines.
async fn statuses(conn: &mut Conn, lines: &[Line]) -> QueryResult<HashMap<i64, String>> {
    let ids: Vec<i64> = lines
        .iter()
        .filter_map(
            |line| if let Line::ClientUser(user) = line { Some(user.user_id) } else { None },
        )
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let of_these = users::table.filter(users::id.eq_any(ids));
    let statuses: Vec<(i64, String)> =
        of_these.select((users::id, users::status)).load(conn).await?;
    Ok(statuses.into_iter().collect())
}
