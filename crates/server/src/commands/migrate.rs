//! `kith migrate`

use std::io::Write;

use clap::Args;

use crate::application::database_options;
use crate::settings::Settings;

/// Bring the database schema up to date
///
/// `kith serve` does so too; this is for those who want to do it before. Several instances may do it
/// at once. A schema that is newer than this program is left alone, and is an error.
#[derive(Debug, Args)]
pub(super) struct Migrate {}

impl Migrate {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let options = database_options(settings)?;
        let applied = kith_persistence::migrate(&options).await?;
        for migration in &applied {
            writeln!(out, "applied {migration}")?;
        }
        if applied.is_empty() {
            writeln!(out, "the schema is up to date")?;
        }
        Ok(())
    }
}
