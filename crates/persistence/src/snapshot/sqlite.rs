//! One moment of a SQLite file.

#[path = "whole.rs"]
mod whole;

use std::path::Path;

use diesel::connection::SimpleConnection as _;

use super::SnapshotError;
use crate::error::OpenError;
use crate::options::DatabaseOptions;
use crate::sqlite::{Conn, Dsl};

/// Opens it; it ends with the connection. What it shows is fixed by the first question.
pub(crate) async fn open(path: &Path, options: &DatabaseOptions) -> Result<Conn, SnapshotError> {
    let mut conn = open_existing(path, options)?;
    conn.0.batch_execute("pragma query_only = on; begin")?;
    whole::expect(&mut conn).await?;
    Ok(conn)
}

/// A connection to a file that is there: opening would make it, and an empty one is in perfect order.
pub(crate) fn open_existing(path: &Path, options: &DatabaseOptions) -> Result<Conn, OpenError> {
    if !path.exists() {
        let missing = format!("{}: there is no such file", path.display());
        return Err(OpenError::Connect(missing.into()));
    }
    crate::sqlite::open(path, options.statement_timeout)
}
