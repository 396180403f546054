//! A copy of a SQLite file that servers write to meanwhile.

use std::path::Path;

use diesel::prelude::RunQueryDsl as _;
use diesel::sql_query;
use diesel::sql_types::Text;

use crate::error::OpenError;
use crate::options::{Address, DatabaseOptions};
use crate::snapshot::sqlite::open_existing;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no connection.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// PostgreSQL has programs for that.
    #[error("PostgreSQL has programs of its own for backups")]
    IsPostgres,
    /// SQLite takes no such name.
    #[error("the path of the copy is not UTF-8")]
    Path,
    /// SQLite could not copy; what it has written is worth nothing.
    #[error("the database could not be copied")]
    Copy(#[from] diesel::result::Error),
}

/// Copies the database, as it is at one moment, into an empty file. Whether that is on the disk is for the
/// caller to see to.
pub fn backup(options: &DatabaseOptions, to: &Path) -> Result<(), BackupError> {
    let from = match options.url.address() {
        Address::Sqlite(path) => path,
        Address::Postgres(_) => return Err(BackupError::IsPostgres),
    };
    let mut conn = open_existing(from, options)?.0;
    // A name that looks like a URI is still the name of a file.
    let to = Path::new(".").join(to);
    let to = to.to_str().ok_or(BackupError::Path)?;
    sql_query("vacuum into ?").bind::<Text, _>(to).execute(&mut conn)?;
    Ok(())
}
