//! One round of load on Kith, with what it has cost.

use crate::load::{Effort, Outcome, Requests, run};
use crate::process::usage::cpu;
use crate::site::{Bench, Site};

/// Seconds of processor time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cpu {
    pub(super) kith: f64,
    pub(super) database: f64,
    pub(super) generator: f64,
}

impl Cpu {
    fn now(bench: &Bench<'_>, site: &Site) -> anyhow::Result<Self> {
        Ok(Self {
            kith: site.server.cpu()?,
            database: site.database_cpu(bench)?,
            generator: cpu(std::process::id())?,
        })
    }

    fn since(self, earlier: Self) -> Self {
        Self {
            kith: self.kith - earlier.kith,
            database: self.database - earlier.database,
            generator: self.generator - earlier.generator,
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.kith += other.kith;
        self.database += other.database;
        self.generator += other.generator;
    }
}

/// What came of a round.
pub(super) struct Round {
    pub(super) outcome: Outcome,
    /// Turns in a second.
    pub(super) rate: f64,
    pub(super) cpu: Cpu,
}

/// Loads Kith for one round.
pub(super) fn round(
    bench: &Bench<'_>,
    site: &Site,
    requests: &Requests,
    effort: Effort,
) -> anyhow::Result<Round> {
    site.server.empty_log()?;
    let (outcome, before, after) =
        run(site.server.address, requests, effort, || Cpu::now(bench, site))?;
    let rate = outcome.turns as f64 / effort.length.as_secs_f64();
    Ok(Round { outcome, rate, cpu: after.since(before) })
}
