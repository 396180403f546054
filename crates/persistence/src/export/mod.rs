//! Everything in a database, or everything about one user, in a form that other programs can read.
//!
//! What is given is one moment, and does not depend on which database it comes from: the same rows give the
//! same bytes. No secret is in it: keys of backends as hashes, tokens of providers as they are sealed.

mod person;
mod postgres;
mod sink;
mod sqlite;

use std::io::{self, Write};

use kith_domain::UserReference;

pub use self::person::{Held, PersonExport};
use self::sink::Sink;
use crate::options::{Address, DatabaseOptions};
use crate::snapshot::SnapshotError;

/// Why there is no whole export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database could not be read.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// A stored document is none.
    #[error("a stored JSON document cannot be read: run kith check, and mend the row")]
    Damaged(#[source] serde_json::Error),
    /// The lines could not be written.
    #[error("cannot write the export")]
    Write(#[source] io::Error),
}

impl From<diesel::result::Error> for ExportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Snapshot(error.into())
    }
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// Lines that are written...
    pub lines: u64,
    /// ... of how many.
    pub total: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// How many lines, the first and the last included.
    pub lines: u64,
}

/// Writes everything, as `docs/data.md` describes it. Some thousand rows are held at a time, however many
/// there are.
pub async fn export(
    options: &DatabaseOptions,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(ExportProgress),
) -> Result<Exported, ExportError> {
    let mut sink = Sink::new(out, progress);
    match options.url.address() {
        Address::Sqlite(path) => sqlite::export(path, options, &mut sink).await,
        Address::Postgres(url) => postgres::export(url, options, &mut sink).await,
    }
}

/// Everything about one user, live or softly deleted; `None` without such a user. Of others it names ids
/// alone, and nothing that they keep to themselves: not who hides the user, not what became of requests that
/// the user sent.
pub async fn export_user(
    options: &DatabaseOptions,
    user: UserReference,
) -> Result<Option<PersonExport>, ExportError> {
    match options.url.address() {
        Address::Sqlite(path) => sqlite::export_user(path, options, user).await,
        Address::Postgres(url) => postgres::export_user(url, options, user).await,
    }
}
