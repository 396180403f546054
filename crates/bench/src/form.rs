//! How much is measured.

use std::time::Duration;

use crate::load::Effort;
use crate::sql::Length;

/// Clients at which targets are judged.
pub(crate) const JUDGED: usize = 32;
/// Data and times of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) name: &'static str,
    /// Users of the data sets, rising; the comparison is made with the last.
    pub(crate) users: &'static [u64],
    /// Clients of the comparison.
    pub(crate) clients: &'static [usize],
    /// Rounds of the comparison.
    pub(crate) rounds: usize,
    warm_up: Duration,
    length: Duration,
    pub(crate) pgbench: Length,
    /// Rounds of what shows how the cost grows, and how long each is.
    pub(crate) growth_rounds: usize,
    growth_length: Duration,
    /// Connections that are held to see what memory they take.
    pub(crate) held: &'static [usize],
    /// Clients that write.
    pub(crate) writers: &'static [usize],
    /// How often it is started.
    pub(crate) starts: usize,
    /// Settings of Kith that are not the defaults.
    pub(crate) settings: &'static [(&'static str, &'static str)],
}

impl Form {
    pub(crate) const FULL: Self = Self {
        name: "full",
        users: &[10_000, 100_000, 1_000_000],
        clients: &[4, JUDGED, 256],
        rounds: 3,
        warm_up: Duration::from_secs(1),
        length: Duration::from_secs(2),
        pgbench: Length::Seconds { warm_up: 1, length: 2 },
        growth_rounds: 3,
        growth_length: Duration::from_secs(1),
        held: &[1, 64, 256, 1_024, 4_096],
        writers: &[1, 4, 16, 64, 256],
        starts: 9,
        settings: &[],
    };

    pub(crate) const QUICK: Self = Self {
        name: "quick",
        users: &[10_000, 100_000],
        clients: &[4, JUDGED, 256],
        rounds: 3,
        warm_up: Duration::from_millis(500),
        length: Duration::from_millis(1_500),
        pgbench: Length::Seconds { warm_up: 1, length: 1 },
        growth_rounds: 3,
        growth_length: Duration::from_millis(500),
        held: &[1, 64, 256, 1_024],
        writers: &[1, 4, 16, 64, 256],
        starts: 5,
        settings: &[],
    };

    pub(crate) const SMOKE: Self = Self {
        name: "smoke",
        users: &[10_000],
        clients: &[4, JUDGED],
        rounds: 1,
        warm_up: Duration::from_millis(20),
        length: Duration::from_millis(250),
        pgbench: Length::Runs(1),
        growth_rounds: 1,
        growth_length: Duration::from_millis(100),
        held: &[1, 16],
        writers: &[1, 16],
        starts: 1,
        // Nothing is timed: a machine that is busy with other things is no fault.
        settings: &[
            ("KITH__DATABASE__CONNECT_TIMEOUT", "60s"),
            ("KITH__DATABASE__STATEMENT_TIMEOUT", "60s"),
        ],
    };

    /// A round of the comparison.
    pub(crate) fn effort(&self, connections: usize) -> Effort {
        Effort { connections, warm_up: self.warm_up, length: self.length }
    }

    /// A round of what shows how the cost grows.
    pub(crate) fn growth_effort(&self, connections: usize) -> Effort {
        Effort { connections, warm_up: self.warm_up / 2, length: self.growth_length }
    }

    /// Users of the data set that is compared.
    pub(crate) fn most_users(&self) -> u64 {
        self.users.last().copied().unwrap_or_default()
    }
}
