//! `kith export`

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kith_domain::UserReference;
use kith_persistence::{DatabaseOptions, ExportProgress};

use crate::application::database_options;
use crate::new_file::NewFile;
use crate::settings::Settings;

/// Write everything, or everything about one user, as text that other programs can read
///
/// Everything is a line of JSON for each row, which kith import reads into an empty database of either kind:
/// docs/data.md describes it. Servers may go on meanwhile: it is one moment. With --user it is one JSON
/// document, for the user to have. Tokens of providers are in the former as they are sealed, and keys as
/// hashes.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// A new file; - for standard output
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,

    /// Only what is kept about this user: an integer id or a UUID
    #[arg(long, value_name = "USER")]
    user: Option<UserReference>,
}

impl Export {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let options = database_options(settings)?;
        if self.file == Path::new("-") {
            let mut out = BufWriter::with_capacity(1024 * 1024, out);
            self.write(&options, &mut out).await?;
            out.flush()?;
            return Ok(());
        }
        let file = NewFile::begin(&self.file)?;
        let mut lines = BufWriter::with_capacity(1024 * 1024, file.as_file());
        let what = self.write(&options, &mut lines).await?;
        lines.flush()?;
        drop(lines);
        file.finish()?;
        writeln!(out, "{}: {what}", self.file.display())?;
        Ok(())
    }

    /// Writes it, and says in words how much it was.
    async fn write(
        &self,
        options: &DatabaseOptions,
        out: &mut dyn Write,
    ) -> anyhow::Result<String> {
        if let Some(user) = self.user {
            let Some(person) = kith_persistence::export_user(options, user).await? else {
                bail!("there is no user {user}");
            };
            writeln!(out, "{}", person.document)?;
            return Ok(format!("user {}", person.id));
        }
        let bar = ProgressBar::new(1).with_style(
            ProgressStyle::with_template(
                "{bar:32} {human_pos:>11}/{human_len} lines  {elapsed_precise}",
            )
            .context("the progress bar")?,
        );
        let mut progress = |progress: ExportProgress| {
            bar.set_length(progress.total);
            bar.set_position(progress.lines);
        };
        let exported = kith_persistence::export(options, out, &mut progress).await;
        bar.finish_and_clear();
        Ok(format!("{} lines", exported?.lines))
    }
}
