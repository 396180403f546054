//! How much is done.

use std::time::Duration;

/// The counts of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// How often a promise is tried of which nothing was broken but a bound on time.
    pub(crate) tries: u32,
    /// Whether PostgreSQL waits for the disk.
    pub(crate) durable: bool,
    /// kill -9 under load, on each database.
    pub(crate) kills: u64,
    /// How often PostgreSQL is stopped and started.
    pub(crate) stops: u64,
    /// How often all connections with PostgreSQL are cut.
    pub(crate) cuts: u64,
    /// How often PostgreSQL is frozen, and for how long.
    pub(crate) freezes: u64,
    pub(crate) frozen: Duration,
    /// How often the disk is full, and how often it fails in each way.
    pub(crate) disks: u64,
    /// How often the pool is exhausted, and how often the queue is full.
    pub(crate) jams: u64,
    /// How often the clock is moved each way.
    pub(crate) clocks: u64,
    /// How often instances start at once on an empty database, and how many.
    pub(crate) starts: u64,
    pub(crate) instances: usize,
    /// How often each earlier schema is upgraded.
    pub(crate) upgrades: u64,
    /// How often it is shut down under load.
    pub(crate) shutdowns: u64,
    /// How long capacity is measured, and how long the overload lasts.
    pub(crate) measured: Duration,
    pub(crate) overload: Duration,
}

impl Form {
    /// For an operator: tens of minutes.
    pub(crate) const FULL: Self = Self {
        tries: 1,
        durable: true,
        kills: 500,
        stops: 20,
        cuts: 100,
        freezes: 5,
        frozen: Duration::from_secs(10),
        disks: 20,
        jams: 20,
        clocks: 5,
        starts: 20,
        instances: 6,
        upgrades: 5,
        shutdowns: 50,
        measured: Duration::from_secs(10),
        overload: Duration::from_secs(30),
    };

    /// For every change, on any machine: less than three minutes on a quiet one. Nothing that is done to
    /// PostgreSQL loses what the system has, so that nothing is forgiven if it does not wait for the disk.
    pub(crate) const QUICK: Self = Self {
        tries: 3,
        durable: false,
        kills: 20,
        stops: 2,
        cuts: 10,
        freezes: 1,
        frozen: Duration::from_secs(4),
        disks: 1,
        jams: 1,
        clocks: 1,
        starts: 1,
        instances: 4,
        upgrades: 1,
        shutdowns: 2,
        measured: Duration::from_secs(2),
        overload: Duration::from_secs(3),
    };
}
