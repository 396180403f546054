//! `kith seed`

use std::io::Write;
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kith_persistence::{FEWEST_USERS, SeedPlan, seed};

use crate::application::database_options;
use crate::settings::Settings;

/// Fill an empty database with many users, always the same ones, to measure on
///
/// Each has five accounts elsewhere and two connections with providers; each of the first tenth has a
/// hundred friends among these, and the last one has 5,000. User 1 is an admin. No server should run
/// meanwhile.
#[derive(Debug, Args)]
pub(super) struct Seed {
    /// How many users; 10000 at least
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    users: u64,
}

impl Seed {
    pub(super) async fn run(self, settings: &Settings, out: &mut dyn Write) -> anyhow::Result<()> {
        let plan = SeedPlan::of(self.users)
            .with_context(|| format!("--users: it must be {FEWEST_USERS} to 100000000"))?;
        let options = database_options(settings)?;
        kith_persistence::migrate(&options).await?;
        let begun = Instant::now();
        let bar = ProgressBar::new(1).with_style(
            ProgressStyle::with_template("{bar:32} {pos:>4}/{len}  {elapsed_precise}  {msg}")
                .context("the progress bar")?,
        );
        let seeded = seed(&options, plan, |progress| {
            bar.set_length(progress.steps as u64);
            bar.set_position(progress.done as u64);
            bar.set_message(progress.what);
        });
        seeded.await?;
        bar.finish_and_clear();
        let seconds = begun.elapsed().as_secs();
        writeln!(
            out,
            "{} users in {seconds} s; users 1 to {} have 100 friends each, user {} has 5,000",
            self.users,
            plan.friendly(),
            plan.hub(),
        )?;
        Ok(())
    }
}
