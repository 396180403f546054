//! The check on PostgreSQL.

#[path = "ask.rs"]
pub(crate) mod ask;

use diesel_async::AsyncPgConnection as Conn;
use diesel_async::RunQueryDsl as Dsl;

use super::Report;
use crate::options::DatabaseOptions;
use crate::snapshot::{self, SnapshotError};

/// How much an instant may be off, in SQL.
const LEEWAY: &str = "interval '60 seconds'";

/// Whether the index is there that refuses duplicate connections, in SQL.
const DUPLICATES_REFUSED: &str = "to_regclass('provider_connections_one_account') is not null";

pub(super) async fn check(url: &str, options: &DatabaseOptions) -> Result<Report, SnapshotError> {
    let mut conn = snapshot::postgres::open(url, options).await?;
    Ok(ask::everything(&mut conn, options).await?)
}
