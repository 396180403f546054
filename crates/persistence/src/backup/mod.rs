//! A copy of a SQLite file that servers write to meanwhile.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use diesel::prelude::RunQueryDsl as _;
use diesel::sql_query;
use diesel::sql_types::Text;

use crate::error::OpenError;
use crate::options::{Address, DatabaseOptions};
use crate::snapshot::sqlite::open_existing;

/// Why there is no copy. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no connection.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// PostgreSQL has programs for that.
    #[error("PostgreSQL has backups of its own")]
    IsPostgres,
    /// There is something already.
    #[error("{}: it exists already", .0.display())]
    Exists(PathBuf),
    /// The copy cannot be written.
    #[error("{}: cannot write the copy", .path.display())]
    Write {
        /// Where it should have been.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// SQLite could not copy.
    #[error("the database could not be copied")]
    Copy(#[from] diesel::result::Error),
}

/// Copies the database, as it is at one moment, into a new file that nobody else may read. The name is taken
/// only once the copy is whole and on the disk; something that has that name is never touched.
pub async fn backup(options: &DatabaseOptions, to: &Path) -> Result<(), BackupError> {
    let from = match options.url.address() {
        Address::Sqlite(path) => path,
        Address::Postgres(_) => return Err(BackupError::IsPostgres),
    };
    let write = |source| BackupError::Write { path: to.to_owned(), source };
    if to.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let mut conn = open_existing(from, options)?.0;
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let copy =
        tempfile::Builder::new().prefix(".kith-backup-").tempfile_in(folder).map_err(write)?;
    // A name that looks like a URI is still the name of a file, also to SQLite.
    let name = Path::new(".").join(copy.path());
    let not_utf8 = || write(io::Error::new(io::ErrorKind::InvalidInput, "the path is not UTF-8"));
    let name = name.to_str().ok_or_else(not_utf8)?;
    sql_query("vacuum into ?").bind::<Text, _>(name).execute(&mut conn)?;
    File::open(copy.path()).and_then(|file| file.sync_all()).map_err(write)?;
    match copy.persist_noclobber(to) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(BackupError::Exists(to.to_owned()));
        }
        persisted => persisted.map_err(|error| write(error.error))?,
    };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(write)
}
