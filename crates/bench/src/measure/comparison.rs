//! Kith against a reference, in turns.

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::median;
use super::probe::{Cpu, round};
use super::statements::Recorded;
use crate::bare::Bare;
use crate::form::{Form, JUDGED};
use crate::load::{Latencies, Requests};
use crate::site::{Bench, Engine, Site};
use crate::sql::{Script, run};
use crate::work::Work;

/// What was measured of a work, with so many clients.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) work: &'static str,
    pub(crate) engine: Engine,
    pub(crate) clients: usize,
    /// Medians in a second: requests, or cycles where a work is a cycle.
    pub(crate) kith: f64,
    pub(crate) reference: f64,
    /// Of the medians.
    pub(crate) ratio: f64,
    /// The lowest and the highest ratio of a round of Kith to the round of the reference after it.
    pub(crate) spread: (f64, f64),
    /// None where the ratio is only reported. It is judged with [`JUDGED`] clients.
    pub(crate) target: Option<f64>,
    pub(crate) errors: u64,
    /// Milliseconds of a request; none if none was answered in time.
    pub(crate) p50: Option<f64>,
    pub(crate) p99: Option<f64>,
    /// Microseconds of processor time of a request.
    pub(crate) kith_cpu: f64,
    pub(crate) database_cpu: f64,
    pub(crate) generator_cpu: f64,
    /// Kith's memory, in megabytes.
    pub(crate) peak_memory: f64,
}

impl Row {
    pub(crate) fn is_judged(&self) -> bool {
        self.clients == JUDGED
    }

    /// Whether the ratio is below the target, judged or not.
    pub(crate) fn is_below(&self) -> bool {
        self.target.is_some_and(|target| self.ratio < target)
    }

    /// Whether there is a target that was missed.
    pub(crate) fn is_short(&self) -> bool {
        self.is_judged() && self.is_below()
    }

    /// What the reference is.
    pub(crate) fn reference_name(engine: Engine) -> &'static str {
        match engine {
            Engine::Postgres => "pgbench",
            Engine::Sqlite => "bare JSON endpoint",
        }
    }

    pub(crate) fn json(&self) -> Value {
        json!({
            "work": self.work,
            "database": self.engine.to_string(),
            "concurrency": self.clients,
            "ratio": self.ratio,
            "ratio_min": self.spread.0,
            "ratio_max": self.spread.1,
            "target": self.target,
            "judged": self.is_judged(),
            "errors": self.errors,
            "reference": Self::reference_name(self.engine),
            "kith_per_second": self.kith,
            "reference_per_second": self.reference,
            "p50_ms": self.p50,
            "p99_ms": self.p99,
            "kith_cpu_us": self.kith_cpu,
            "database_cpu_us": self.database_cpu,
            "generator_cpu_us": self.generator_cpu,
            "peak_memory_mb": self.peak_memory,
        })
    }
}

enum Reference<'a> {
    Pgbench(&'a Script),
    Bare(Bare, Requests),
}

/// Every work of a site with each number of clients; what makes errors is not measured any further. On PostgreSQL the reference is what was recorded of
/// each work, sent by pgbench.
pub(crate) fn compare(
    bench: &Bench<'_>,
    site: &Site,
    form: &Form,
    recorded: &[Recorded],
) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (place, work) in site.works.iter().enumerate() {
        let answer = work.check(&|request| site.server.body(request))?;
        let reference = match site.engine {
            Engine::Postgres => {
                let recorded = recorded.get(place).context("nothing was recorded")?;
                Reference::Pgbench(&recorded.script)
            }
            Engine::Sqlite => bare(bench, work, &answer)?,
        };
        for clients in form.clients {
            let row = rounds(bench, site, form, work, &reference, *clients)?;
            eprintln!(
                "{:<10}  {:>3} clients  {:<72}  {:>6.0}/s  {:.2} of {:.0}/s{}",
                site.engine.to_string(),
                clients,
                row.work,
                row.kith,
                row.ratio,
                row.reference,
                if row.is_short() { "  below the target" } else { "" }
            );
            // A change that failed half-way is in the way of whoever comes next.
            let is_spoilt = row.errors > 0 && work.requests.is_exclusive();
            rows.push(row);
            if is_spoilt {
                break;
            }
        }
    }
    Ok(rows)
}

/// An endpoint that gives the same answer to everything.
fn bare(bench: &Bench<'_>, work: &Work, answer: &[u8]) -> anyhow::Result<Reference<'static>> {
    let cores = std::thread::available_parallelism()?.get();
    let bare = Bare::start(bench.folder, answer, cores)?;
    let mut requests = Requests::single();
    requests.push(work.requests.request(work.sample.turn, 0));
    Ok(Reference::Bare(bare, requests))
}

fn rounds(
    bench: &Bench<'_>,
    site: &Site,
    form: &Form,
    work: &Work,
    reference: &Reference<'_>,
    clients: usize,
) -> anyhow::Result<Row> {
    let (mut kith, mut other) = (Vec::new(), Vec::new());
    let (mut latencies, mut errors, mut cpu) = (Latencies::default(), 0, Cpu::default());
    site.server.forget_peak()?;
    for _ in 0..form.rounds {
        let round = round(bench, site, &work.requests, form.effort(clients))?;
        kith.push(round.rate);
        latencies.append(round.outcome.latencies);
        errors += round.outcome.errors;
        cpu.add(round.cpu);
        if errors > 0 {
            break;
        }
        other.push(match reference {
            Reference::Pgbench(script) => {
                run(&bench.postgres, &site.name, bench.folder, script, clients, form.pgbench)?
            }
            Reference::Bare(bare, requests) => {
                let effort = form.effort(clients);
                let (outcome, (), ()) =
                    crate::load::run(bare.address, requests, effort, || Ok(()))?;
                ensure!(outcome.errors == 0, "the bare endpoint made errors");
                // What Kith does in a turn is so many requests.
                outcome.turns as f64 / effort.length.as_secs_f64() / work.requests.steps() as f64
            }
        });
    }
    let ratios = kith.iter().zip(&other).map(|(kith, other)| kith / other);
    let spread =
        ratios.fold((f64::MAX, 0.0_f64), |(low, high), ratio| (low.min(ratio), high.max(ratio)));
    let requests = latencies.len() as f64;
    let (kith, reference) = (median(&kith).unwrap_or(0.0), median(&other).unwrap_or(f64::NAN));
    let target = match site.engine {
        Engine::Postgres => work.targets.postgres,
        Engine::Sqlite => work.targets.sqlite,
    };
    Ok(Row {
        work: work.name,
        engine: site.engine,
        clients,
        kith,
        reference,
        ratio: kith / reference,
        spread,
        target,
        errors,
        p50: latencies.percentile(50),
        p99: latencies.percentile(99),
        kith_cpu: cpu.kith / requests * 1e6,
        database_cpu: cpu.database / requests * 1e6,
        generator_cpu: cpu.generator / requests * 1e6,
        peak_memory: site.server.memory()?.peak,
    })
}
