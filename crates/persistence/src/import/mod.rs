//! Everything from an export into an empty database.
//!
//! A thousand lines at a time are stored in one transaction, together with how far the file is in. So
//! whatever ends an import, the next one goes on behind the last transaction, if the file begins with
//! what was stored: the digest of the lines tells. What follows from the rows is made at the end: counters,
//! dormant ties, the next ids. Then everything is checked as `kith check` does, and only if nothing is wrong
//! is the import finished. Until then the database says that it is not whole.

mod batch;
mod derived;
mod postgres;
mod reader;
mod sqlite;

use std::io::{self, BufRead};

use self::reader::Reader;
use crate::check::Report;
use crate::error::OpenError;
use crate::options::{Address, DatabaseOptions};
use crate::record::Line;

/// Why a file is not in, or not whole. What is stored stays, and the next import goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is no connection.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The file cannot be read.
    #[error("cannot read the file")]
    Read(#[source] io::Error),
    /// A line is not what it must be. Nothing of it is stored.
    #[error("line {line}: {why}")]
    Line {
        /// Which one, from 1 on.
        line: i64,
        /// What is wrong with it.
        why: String,
    },
    /// The last line is missing.
    #[error("the file ends after line {lines} and has no last line: it was cut off")]
    CutOff {
        /// How many lines it has.
        lines: i64,
    },
    /// There is something that no unfinished import has stored.
    #[error("there are rows in this database already; import into an empty one")]
    NotEmpty,
    /// An import of something else is not finished.
    #[error(
        "an import is not finished in this database, and this file does not begin with the {lines} lines \
         that are in: import the same file, or begin again with an empty database"
    )]
    AnotherFile {
        /// How many lines are in.
        lines: i64,
    },
    /// Somebody else imports into the same database.
    #[error("somebody else imports into this database")]
    Concurrent,
    /// All lines are in, and together they are not what Kith promises.
    #[error("the lines contradict each other; the import stays unfinished")]
    Damaged(Box<Report>),
    /// The database failed.
    #[error("the database refused a statement")]
    Database(#[from] diesel::result::Error),
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportProgress {
    /// What is being done.
    pub what: &'static str,
    /// Bytes of the file that are read.
    pub bytes: u64,
}

/// What was imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// How many lines the file has, the first and the last included.
    pub lines: i64,
    /// How many of them an earlier import had stored.
    pub before: i64,
}

/// Imports a file into a migrated database that is empty, or in which an import of the same file was broken
/// off. No server should run meanwhile. A thousand lines are held at a time, however many there are.
pub async fn import(
    options: &DatabaseOptions,
    input: &mut dyn BufRead,
    progress: &mut dyn FnMut(ImportProgress),
) -> Result<Imported, ImportError> {
    let mut reader = Reader::new(input);
    match options.url.address() {
        Address::Sqlite(path) => sqlite::import(path, options, &mut reader, progress).await,
        Address::Postgres(url) => postgres::import(url, options, &mut reader, progress).await,
    }
}

/// Whether that could be a line of a file, by itself, or what is wrong with it: for those who make such
/// files, or try to break what reads them.
pub fn check_line(line: &[u8]) -> Result<(), String> {
    Line::read(line).map(drop)
}
