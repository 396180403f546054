//! The check on SQLite.

#[path = "ask.rs"]
pub(crate) mod ask;

use std::path::Path;

use super::Report;
use crate::options::DatabaseOptions;
use crate::snapshot::{self, SnapshotError};
use crate::sqlite::{Conn, Dsl};

/// How much an instant may be off, in SQL: microseconds.
const LEEWAY: &str = "60000000";

/// Whether the index is there that refuses duplicate connections, in SQL.
const DUPLICATES_REFUSED: &str =
    "exists (select 1 from sqlite_schema where name = 'provider_connections_one_account')";

pub(super) async fn check(path: &Path, options: &DatabaseOptions) -> Result<Report, SnapshotError> {
    let mut conn = snapshot::sqlite::open(path, options).await?;
    Ok(ask::everything(&mut conn, options).await?)
}
