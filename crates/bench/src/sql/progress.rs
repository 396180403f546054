//! What pgbench tells each second.

/// PostgreSQL plans a prepared statement anew for its first five executions by a client, and chooses a
/// plan for good with the sixth; the seventh is like all that follow.
const RUNS_UNTIL_WARM: f64 = 7.0;

/// The seconds that count are the first whole ones after the warm-up, and after each client has run the
/// script often enough for its plans to stay.
#[derive(Debug)]
pub(super) struct Progress {
    warm_up: usize,
    length: usize,
    runs_until_warm: f64,
    /// Seconds told of, and runs in them.
    told: usize,
    runs: f64,
    last: f64,
    counted: Vec<f64>,
}

impl Progress {
    pub(super) fn new(clients: usize, warm_up: u32, length: u32) -> Self {
        Self {
            warm_up: warm_up as usize,
            length: length as usize,
            runs_until_warm: RUNS_UNTIL_WARM * clients as f64,
            told: 0,
            runs: 0.0,
            last: 0.0,
            counted: Vec::new(),
        }
    }

    /// Takes a line, if it is one that tells how it goes.
    pub(super) fn hear(&mut self, line: &str) {
        let Some((at, rate)) = parse(line) else { return };
        let is_warm = self.told >= self.warm_up && self.runs >= self.runs_until_warm;
        // What is told at the end may be about a moment only.
        let is_whole = at - self.last > 0.5;
        if is_warm && is_whole && self.counted.len() < self.length {
            self.counted.push(rate);
        }
        self.told += 1;
        self.runs += rate * (at - self.last);
        self.last = at;
    }

    /// Runs in a second, once there are enough seconds that count.
    pub(super) fn rate(&self) -> Option<f64> {
        let seconds = self.counted.len();
        (seconds == self.length).then(|| self.counted.iter().sum::<f64>() / seconds as f64)
    }
}

/// `progress: 1.0 s, 100.0 tps, …`
fn parse(line: &str) -> Option<(f64, f64)> {
    let (at, rest) = line.strip_prefix("progress: ")?.split_once(" s, ")?;
    let (rate, _) = rest.split_once(" tps")?;
    Some((at.parse().ok()?, rate.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(clients: usize, warm_up: u32, length: u32, told: &[(f64, f64)]) -> Option<f64> {
        let mut progress = Progress::new(clients, warm_up, length);
        progress.hear("pgbench (15.18)");
        for (at, rate) in told {
            progress.hear(&format!("progress: {at:.1} s, {rate:.1} tps, lat 7.0 ms, 0 failed"));
        }
        progress.rate()
    }

    #[test]
    fn the_first_seconds_do_not_count() {
        let told = [(1.0, 100.0), (2.0, 300.0), (3.0, 100.0), (4.0, 999.0)];
        assert_eq!(rate(1, 1, 2, &told), Some(200.0));
        assert_eq!(rate(1, 2, 1, &told), Some(100.0));
        assert_eq!(rate(1, 3, 2, &told), None);
    }

    #[test]
    fn nothing_counts_before_every_client_has_its_plans() {
        let told = [(3.0, 10.0), (4.0, 39.0), (5.0, 1.0), (6.0, 80.0)];
        assert_eq!(rate(10, 0, 1, &told), Some(80.0));
    }

    #[test]
    fn a_moment_at_the_end_does_not_count() {
        let told = [(1.0, 100.0), (2.0, 300.0), (2.1, 4.0)];
        assert_eq!(rate(1, 1, 2, &told), None);
    }
}
