//! Running pgbench.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};

use super::script::Script;
use crate::load::THREADS;
use crate::postgres::Postgres;
use crate::process::answer;

/// How long to run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    /// So many seconds, after others that do not count: PostgreSQL prepares and plans each statement
    /// for each client first.
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
    let mut pgbench = server.program("pgbench", database);
    pgbench.args(["-n", "-M", "prepared", "-D", &format!("clients={clients}")]);
    pgbench.args(["-c", &clients.to_string(), "-j", &THREADS.min(clients).to_string()]);
    for (name, value) in &script.constants {
        pgbench.args(["-D", &format!("{name}={value}")]);
    }
    pgbench.arg("-f").arg(&file);
    match length {
        Length::Seconds { warm_up, length } => {
            // One second more than is wanted: what it tells of the last one is often wrong or missing.
            pgbench.args(["-P", "1", "-T", &(warm_up + length + 1).to_string()]);
            let printed = answer(&mut pgbench)?;
            between(&printed.err, warm_up, length).with_context(|| {
                format!("pgbench has not told how it goes on:\n{}\n{}", printed.out, printed.err)
            })
        }
        Length::Runs(runs) => {
            let printed = answer(pgbench.args(["-t", &runs.to_string()]))?;
            let (done, rate) = total(&printed.out)
                .with_context(|| format!("pgbench has not told a rate:\n{}", printed.out))?;
            let expected = u64::from(runs) * clients as u64;
            ensure!(done == expected, "pgbench has done {done} of {expected}");
            Ok(rate)
        }
    }
}

/// The mean of the rates that it tells each second, of so many seconds after the first ones; none if it
/// has not told them all.
fn between(remarks: &str, warm_up: u32, length: u32) -> Option<f64> {
    let told = remarks.lines().filter_map(|line| line.strip_prefix("progress: "));
    let rates =
        told.map(|line| line.split_once(" s, ")?.1.split_once(" tps")?.0.parse::<f64>().ok());
    let rates: Option<Vec<f64>> = rates.collect();
    let (from, to) = (warm_up as usize, (warm_up + length) as usize);
    Some(rates?.get(from..to)?.iter().sum::<f64>() / f64::from(length))
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
    fn only_whole_seconds_after_the_first_count() {
        let remarks = "pgbench (15.18)\n\
            progress: 1.0 s, 100.0 tps, lat 7.003 ms stddev 1.2, 0 failed\n\
            progress: 2.0 s, 300.5 tps, lat 7.003 ms stddev 1.2, 0 failed\n\
            progress: 3.0 s, 100.5 tps, lat 7.003 ms stddev 1.2, 0 failed\n\
            progress: 3.0 s, 4.0 tps, lat 7.003 ms stddev 1.2, 0 failed\n";
        assert_eq!(between(remarks, 1, 2), Some(200.5));
        assert_eq!(between(remarks, 2, 1), Some(100.5));
        assert_eq!(between(remarks, 3, 2), None);
        assert_eq!(between("progress: 1.0 s", 0, 1), None);
    }

    #[test]
    fn the_rate_of_a_number_of_runs_is_told_at_the_end() {
        let printed = "number of transactions actually processed: 12/12\n\
            number of failed transactions: 0 (0.000%)\n\
            tps = 1206.5 (without initial connection time)\n";
        assert_eq!(total(printed), Some((12, 1206.5)));
        assert_eq!(total("tps = 1"), None);
    }
}
