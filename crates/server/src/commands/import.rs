//! `kith import`

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kith_persistence::{DatabaseOptions, ImportError, ImportProgress, SnapshotError};

use super::check::print_text;
use crate::application::database_options;
use crate::settings::Settings;

/// Read what kith export has written into an empty database
///
/// Everything is as it was: ids, dates, keys of backends, sealed tokens. If it is broken off, run it again
/// with the same file: it goes on behind what is in. Until it is finished, no other command uses the
/// database. A line that is wrong is named; mend it and run it again. No server should run meanwhile.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file; - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
}

impl Import {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut options = database_options(settings)?;
        // The checks at the end ask as kith check does.
        if settings.providers.reject_duplicate_connection {
            options.reject_duplicate_connection = Some(true);
        }
        let (mut input, bar) = self.open()?;
        kith_persistence::migrate(&database_options(settings)?).await?;
        let mut progress = |progress: ImportProgress| {
            bar.set_position(progress.bytes);
            bar.set_message(progress.what);
        };
        let imported = kith_persistence::import(&options, &mut *input, &mut progress).await;
        bar.finish_and_clear();
        let imported = match imported {
            Ok(imported) => imported,
            Err(error) => {
                if let ImportError::Damaged(report) = &error {
                    print_text(out, report)?;
                }
                return Err(with_what_to_do(error, &options).await);
            }
        };
        // The first line is in as soon as an import has begun.
        if imported.before > 1 {
            writeln!(out, "{} lines, of which {} were in before", imported.lines, imported.before)?;
        } else {
            writeln!(out, "{} lines", imported.lines)?;
        }
        Ok(())
    }

    /// The lines, and a bar as long as the file, where that is known.
    fn open(&self) -> anyhow::Result<(Box<dyn BufRead>, ProgressBar)> {
        if self.file == Path::new("-") {
            let input = BufReader::with_capacity(1024 * 1024, io::stdin());
            let style = ProgressStyle::with_template("{bytes:>11}  {elapsed_precise}  {msg}");
            let bar = ProgressBar::no_length().with_style(style.context("the progress bar")?);
            return Ok((Box::new(input), bar));
        }
        let context = || self.file.display().to_string();
        let file = File::open(&self.file).with_context(context)?;
        let length = file.metadata().with_context(context)?.len();
        let style = ProgressStyle::with_template(
            "{bar:32} {bytes:>11}/{total_bytes}  {elapsed_precise}  {msg}",
        );
        let bar = ProgressBar::new(length).with_style(style.context("the progress bar")?);
        Ok((Box::new(BufReader::with_capacity(1024 * 1024, file)), bar))
    }
}

/// The error, and how far the import is, if it has begun.
async fn with_what_to_do(error: ImportError, options: &DatabaseOptions) -> anyhow::Error {
    // A file that contradicts itself is not mended behind what is in, and others do what they do.
    let says_all = matches!(
        error,
        ImportError::Damaged(_) | ImportError::AnotherFile { .. } | ImportError::Concurrent
    );
    if says_all {
        return error.into();
    }
    match kith_persistence::expect_whole(options).await {
        Err(SnapshotError::ImportUnfinished { lines }) => {
            let error = format!("{:#}", anyhow::Error::from(error));
            anyhow::anyhow!(
                "{error}\nlines 1 to {lines} are in; what comes behind them may be mended: run kith import \
                 again to go on, or begin again with an empty database"
            )
        }
        Ok(()) | Err(_) => error.into(),
    }
}
