//! `kith backup`

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use kith_persistence::BackupError;

use crate::application::database_options;
use crate::new_file::NewFile;
use crate::settings::Settings;

/// Copy a SQLite database into a new file
///
/// Servers may go on meanwhile: the copy is one moment. It has its name only once it is whole and on the
/// disk, and overwrites nothing. To restore it, put it in the place of the database while no server runs;
/// kith check tells whether it is sound.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// Where the copy will be
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let copy = NewFile::begin(&self.file)?;
        match kith_persistence::backup(&database_options(settings)?, copy.path()) {
            Err(BackupError::IsPostgres) => bail!(
                "this copies SQLite; PostgreSQL has a program for that:\n    pg_dump --format=custom \
                 --file='{}' \"$KITH__DATABASE__URL\"",
                self.file.display()
            ),
            copied => copied?,
        }
        copy.finish()?;
        writeln!(out, "{}", self.file.display())?;
        Ok(())
    }
}
