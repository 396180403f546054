//! Running pgbench.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail, ensure};

use super::progress::Progress;
use super::script::Script;
use crate::load::THREADS;
use crate::postgres::Postgres;
use crate::process::{Running, answer};

/// The longest that one round may take until it is warm and measured, in seconds.
const PATIENCE: u32 = 120;

/// How long to run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    /// So many seconds, after at least so many that do not count.
    Seconds { warm_up: u32, length: u32 },
    /// So many runs of the script by each client: just to see that it works.
    Runs(u32),
}

/// Runs of the script in a second, by so many clients; fails if a single statement does.
pub(crate) fn run(
    server: &Postgres,
    database: &str,
    folder: &Path,
    script: &Script,
    clients: usize,
    length: Length,
) -> anyhow::Result<f64> {
    let file = folder.join("pgbench.sql");
    fs::write(&file, &script.text)?;
    let pgbench = || {
        let mut pgbench = server.program("pgbench", database);
        pgbench.args(["-n", "-M", "prepared", "-D", &format!("clients={clients}")]);
        pgbench.args(["-c", &clients.to_string(), "-j", &THREADS.min(clients).to_string()]);
        for (name, value) in &script.constants {
            pgbench.args(["-D", &format!("{name}={value}")]);
        }
        pgbench.arg("-f").arg(&file);
        pgbench
    };
    match length {
        Length::Seconds { warm_up, length } => {
            let progress = || Progress::new(clients, warm_up, length);
            if !script.changes {
                let (rate, told) = watched(&mut pgbench(), PATIENCE, progress(), true)?;
                return rate.with_context(|| format!("pgbench has not become warm:\n{told}"));
            }
            // It must end by itself, so that what it changes is changed back. Connecting counts, and of the
            // last second it often tells nothing. Where that was too short to become warm, it is longer.
            let connecting = u32::try_from(clients / 32).unwrap_or(0) + 2;
            let mut seconds = connecting + warm_up + length + 1;
            loop {
                let (rate, told) = watched(&mut pgbench(), seconds, progress(), false)?;
                if let Some(rate) = rate {
                    return Ok(rate);
                }
                seconds *= 2;
                ensure!(seconds <= PATIENCE, "pgbench has not become warm:\n{told}");
            }
        }
        Length::Runs(runs) => {
            let printed = answer(pgbench().args(["-t", &runs.to_string()]))?;
            let (done, rate) = total(&printed)
                .with_context(|| format!("pgbench has not told a rate:\n{printed}"))?;
            let expected = u64::from(runs) * clients as u64;
            ensure!(done == expected, "pgbench has done {done} of {expected}");
            Ok(rate)
        }
    }
}

/// Runs for so many seconds, or until the rate is known if it may be ended then. Gives the rate, if it has
/// become warm, and what it has told.
fn watched(
    pgbench: &mut Command,
    seconds: u32,
    mut progress: Progress,
    may_be_ended: bool,
) -> anyhow::Result<(Option<f64>, String)> {
    pgbench.args(["-P", "1", "-T", &seconds.to_string()]);
    let mut running = Running::start(pgbench.stdout(Stdio::null()).stderr(Stdio::piped()))?;
    let remarks = running.stderr().context("pgbench tells nothing")?;
    let mut told = String::new();
    for line in BufReader::new(remarks).lines() {
        let line = line?;
        progress.hear(&line);
        told.push_str(&line);
        told.push('\n');
        if may_be_ended && progress.rate().is_some() {
            break;
        }
    }
    if told.contains("error:") || !(may_be_ended || running.wait()?.success()) {
        bail!("pgbench failed:\n{told}");
    }
    Ok((progress.rate(), told))
}

/// How many transactions it has done, and how many in a second.
fn total(printed: &str) -> Option<(u64, f64)> {
    let value = |name: &str| printed.lines().find_map(|line| line.strip_prefix(name));
    let done = value("number of transactions actually processed: ")?.split('/').next()?;
    let rate = value("tps = ")?.split(' ').next()?;
    Some((done.parse().ok()?, rate.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_a_number_of_runs_is_told_at_the_end() {
        let printed = "number of transactions actually processed: 12/12\n\
            number of failed transactions: 0 (0.000%)\n\
            tps = 1206.5 (without initial connection time)\n";
        assert_eq!(total(printed), Some((12, 1206.5)));
        assert_eq!(total("tps = 1"), None);
    }
}
