//! The check on SQLite: on a connection of its own, beside those of servers.

#[path = "ask.rs"]
mod ask;

use std::path::Path;

use diesel::connection::SimpleConnection as _;

use super::{CheckError, Report};
use crate::error::OpenError;
use crate::options::DatabaseOptions;
use crate::sqlite::{Conn, Dsl, open};

/// How much an instant may be off, in SQL: microseconds.
const LEEWAY: &str = "60000000";

/// Whether the index is there that refuses duplicate connections, in SQL.
const DUPLICATES_REFUSED: &str =
    "exists (select 1 from sqlite_schema where name = 'provider_connections_one_account')";

pub(super) async fn check(path: &Path, options: &DatabaseOptions) -> Result<Report, CheckError> {
    // Opening would make the file, and an empty one is in perfect order.
    if !path.exists() {
        let missing = format!("{}: there is no such file", path.display());
        return Err(OpenError::Connect(missing.into()).into());
    }
    let mut conn = open(path, options.statement_timeout)?;
    // It ends with the connection; what it sees is fixed by the first question.
    conn.0.batch_execute("pragma query_only = on; begin")?;
    ask::everything(&mut conn, options).await
}
