//! Every row, table by table, in the order of the keys; mounted for each database.

use diesel::dsl::sql;
use diesel::prelude::{ExpressionMethods as _, QueryDsl as _, SelectableHelper as _};
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::{QueryResult, QueryableByName, sql_query};

use super::super::{ExportError, Exported, Sink};
use super::{Conn, Dsl as _, LAST_ID};
use crate::columns::UuidValue;
use crate::record::{
    ApiKeyRecord, AssociationRecord, BulkOperationRecord, ClientUserRecord, ConnectionRecord,
    CredentialsRecord, FollowRecord, Header, HideRecord, LastIds, Line, ProviderConnectionRecord,
    RequestRecord, UserRecord, VERSION,
};
use crate::schema::{
    api_keys, associations, bulk_operations, client_users, connection_requests, connections,
    follows, hides, provider_connections, provider_credentials, team, users,
};

/// How many rows are read at a time.
const PAGE: i64 = 2_000;

/// How many lines the rows make.
const HOW_MANY: &str = "select (select count(*) from users) + (select count(*) from client_users) \
    + (select count(*) from associations) + (select count(*) from connections) / 2 \
    + (select count(*) from connection_requests) + (select count(*) from follows) \
    + (select count(*) from hides) + (select count(*) from provider_connections) \
    + (select count(*) from provider_credentials) + (select count(*) from bulk_operations) \
    + (select count(*) from api_keys) as number";

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// Writes a table whose key is a number.
macro_rules! by_id {
    ($conn:ident, $sink:ident, $table:ident.$key:ident, $record:ident => $line:expr) => {
        let mut after = 0_i64;
        loop {
            let page: Vec<$record> = $table::table
                .filter($table::$key.gt(after))
                .order($table::$key.asc())
                .limit(PAGE)
                .select($record::as_select())
                .load($conn)
                .await?;
            let Some(last) = page.last() else { break };
            after = last.$key;
            $sink.write_all(page.into_iter().map($line))?;
        }
    };
}

/// Writes a table whose key is two values; `$rows` narrows it to some rows.
macro_rules! by_two {
    (
        $conn:ident, $sink:ident, $table:ident.($one:ident, $other:ident: $type:ident = $least:expr),
        $behind:literal, $record:ident => $line:expr
    ) => {
        let mut after = (0_i64, $least);
        loop {
            // The pair as such: what is before it is then not even looked at in the index.
            let behind = sql::<Bool>($behind)
                .bind::<BigInt, _>(after.0)
                .sql(", ")
                .bind::<$type, _>(after.1.clone())
                .sql(")");
            let page: Vec<$record> = $table::table
                .filter(behind)
                .order(($table::$one.asc(), $table::$other.asc()))
                .limit(PAGE)
                .select($record::as_select())
                .load($conn)
                .await?;
            let Some(last) = page.last() else { break };
            after = (last.$one, last.$other.clone());
            $sink.write_all(page.into_iter().map($line))?;
        }
    };
}

pub(super) async fn write(conn: &mut Conn, sink: &mut Sink<'_>) -> Result<Exported, ExportError> {
    let how_many: Number = sql_query(HOW_MANY).get_result(conn).await?;
    sink.expect(how_many.number);
    let header = header(conn).await?;
    sink.write(&Line::KithExport(header))?;
    by_id!(conn, sink, users.id, UserRecord => |user| Line::User(Box::new(user)));
    by_id!(conn, sink, client_users.user_id, ClientUserRecord => |user| {
        Line::ClientUser(Box::new(user))
    });
    by_id!(conn, sink, associations.id, AssociationRecord => Line::Association);
    by_two!(
        conn, sink, connections.(user_id, other_id: BigInt = 0_i64),
        "user_id < other_id and (user_id, other_id) > (", ConnectionRecord => Line::Connection
    );
    by_id!(conn, sink, connection_requests.id, RequestRecord => Line::ConnectionRequest);
    by_two!(
        conn, sink, follows.(follower_id, followed_id: BigInt = 0_i64),
        "(follower_id, followed_id) > (", FollowRecord => Line::Follow
    );
    by_two!(
        conn, sink, hides.(user_id, hidden_id: BigInt = 0_i64),
        "(user_id, hidden_id) > (", HideRecord => Line::Hide
    );
    by_two!(
        conn, sink, provider_connections.(user_id, provider: Text = String::new()),
        "(user_id, provider) > (", ProviderConnectionRecord => |connection| {
            Line::ProviderConnection(Box::new(connection))
        }
    );
    by_two!(
        conn, sink, provider_credentials.(user_id, provider: Text = String::new()),
        "(user_id, provider) > (", CredentialsRecord => Line::ProviderCredentials
    );
    by_id!(conn, sink, bulk_operations.id, BulkOperationRecord => Line::BulkOperation);
    by_id!(conn, sink, api_keys.id, ApiKeyRecord => Line::ApiKey);
    sink.end()
}

async fn header(conn: &mut Conn) -> QueryResult<Header> {
    let team_id: UuidValue = team::table.select(team::id).first(conn).await?;
    let last_ids = LastIds {
        users: last_id(conn, "users").await?,
        associations: last_id(conn, "associations").await?,
        connection_requests: last_id(conn, "connection_requests").await?,
        bulk_operations: last_id(conn, "bulk_operations").await?,
        api_keys: last_id(conn, "api_keys").await?,
    };
    Ok(Header { version: VERSION, team_id, last_ids })
}

/// The highest id that was given, and not lower than what is there.
async fn last_id(conn: &mut Conn, table: &'static str) -> QueryResult<i64> {
    let given = LAST_ID.replace("{table}", table);
    let given: Number = sql_query(format!("select {given} as number")).get_result(conn).await?;
    let used = format!("select coalesce(max(id), 0) as number from {table}");
    let used: Number = sql_query(used).get_result(conn).await?;
    Ok(given.number.max(used.number))
}
