//! One moment of a database, for whoever reads all of it: on a connection of its own that only reads, in
//! one transaction and without a limit of time. Servers go on meanwhile.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::error::OpenError;
use crate::options::{Address, DatabaseOptions};

/// Why a database could not be read as a whole.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// There is no connection.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The schema is not the one that this binary knows.
    #[error("the database schema is older than this binary: run kith migrate first")]
    NotMigrated,
    /// An import was broken off, so a part is missing.
    #[error(
        "an import into this database is not finished, {lines} lines of its file are in: run kith import \
         again with the same file, or begin again with an empty database"
    )]
    ImportUnfinished {
        /// How many lines of the file are in the tables.
        lines: i64,
    },
    /// A question got no answer.
    #[error("cannot read the database")]
    Read(#[from] diesel::result::Error),
}

/// Refuses a database that is not migrated, or that an unfinished import has left without a part of its rows.
pub async fn expect_whole(options: &DatabaseOptions) -> Result<(), SnapshotError> {
    match options.url.address() {
        Address::Sqlite(path) => sqlite::open(path, options).await.map(drop),
        Address::Postgres(url) => postgres::open(url, options).await.map(drop),
    }
}
