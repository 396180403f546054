//! The check on PostgreSQL: on a connection of its own, without a limit of time.

#[path = "ask.rs"]
mod ask;

use diesel_async::AsyncPgConnection as Conn;
use diesel_async::RunQueryDsl as Dsl;
use diesel_async::SimpleAsyncConnection as _;

use super::{CheckError, Report};
use crate::options::DatabaseOptions;
use crate::postgres::connect_alone;

/// How much an instant may be off, in SQL.
const LEEWAY: &str = "interval '60 seconds'";

/// Whether the index is there that refuses duplicate connections, in SQL.
const DUPLICATES_REFUSED: &str = "to_regclass('provider_connections_one_account') is not null";

pub(super) async fn check(url: &str, options: &DatabaseOptions) -> Result<Report, CheckError> {
    let mut conn = connect_alone(url, options).await?;
    // It ends with the connection.
    conn.batch_execute("begin isolation level repeatable read, read only").await?;
    ask::everything(&mut conn, options).await
}
