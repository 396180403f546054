//! A SQLite file, as somebody else than Kith sees it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Text;
// The SQLite that Kith has in it, too: an older one of the machine's would find other faults.
use libsqlite3_sys as _;

/// A connection with a database's file.
pub(crate) struct SqliteSession(SqliteConnection);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    value: String,
}

impl SqliteSession {
    pub(crate) fn open(file: &Path) -> anyhow::Result<Self> {
        let mut connection = SqliteConnection::establish(&file.display().to_string())?;
        connection.batch_execute("pragma busy_timeout = 30000")?;
        Ok(Self(connection))
    }

    pub(crate) fn execute(&mut self, sql: &str) -> anyhow::Result<()> {
        self.0.batch_execute(sql).with_context(|| sql.to_owned())
    }

    /// The first column of all rows, which must be named `value`.
    pub(crate) fn ask(&mut self, sql: &str) -> anyhow::Result<Vec<String>> {
        let rows = diesel::sql_query(sql).load::<Row>(&mut self.0);
        let rows = rows.with_context(|| sql.to_owned())?;
        Ok(rows.into_iter().map(|row| row.value).collect())
    }
}

/// Fails if SQLite finds that the file is damaged.
pub(crate) fn check_integrity(file: &Path) -> anyhow::Result<()> {
    let question = "select integrity_check as value from pragma_integrity_check";
    let findings = SqliteSession::open(file)?.ask(question)?;
    if findings != ["ok"] {
        bail!("pragma integrity_check: {}", findings.join("; "));
    }
    let wrong = SqliteSession::open(file)?
        .ask("select \"table\" as value from pragma_foreign_key_check")?;
    ensure!(wrong.is_empty(), "pragma foreign_key_check: {}", wrong.join(", "));
    Ok(())
}

/// The file of a database in this folder.
pub(crate) fn file_in(folder: &Path) -> PathBuf {
    folder.join("kith.db")
}
