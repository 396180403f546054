//! One moment of PostgreSQL.

#[path = "whole.rs"]
mod whole;

use diesel_async::AsyncPgConnection as Conn;
use diesel_async::RunQueryDsl as Dsl;
use diesel_async::SimpleAsyncConnection as _;

use super::SnapshotError;
use crate::options::DatabaseOptions;
use crate::postgres::connect_alone;

/// Opens it; it ends with the connection.
pub(crate) async fn open(url: &str, options: &DatabaseOptions) -> Result<Conn, SnapshotError> {
    let mut conn = connect_alone(url, options).await?;
    conn.batch_execute("begin isolation level repeatable read, read only").await?;
    whole::expect(&mut conn).await?;
    Ok(conn)
}
