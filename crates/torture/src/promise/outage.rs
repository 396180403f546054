//! PostgreSQL goes away in three ways, and comes back.

use std::time::{Duration, Instant};

use super::Setting;
use super::aftermath::{AFTER, Aftermath};
use super::machine::Machine;
use super::site::Site;
use crate::database::Database;
use crate::http::{Probe, Sample, Samples};
use crate::report::Finding;

/// Within which a refusal must come, and within which everything must be well again.
const BOUND: Duration = Duration::from_secs(2);
/// How many writes go well before a fault, and after it.
const WRITES: u64 = 40;
/// The longest that PostgreSQL is stopped.
const LONGEST_STOP: Duration = Duration::from_secs(3);
/// How many cuts follow each other before everything is looked at.
const CUTS_IN_A_ROW: u64 = 5;

/// From when to when the database was away. Between the first two and between the last two nobody knows.
struct Outage {
    going: Instant,
    gone: Instant,
    coming: Instant,
    back: Instant,
}

/// What was measured over all outages.
#[derive(Default)]
struct Measured {
    refused: usize,
    slowest_refusal: Duration,
    slowest_recovery: Duration,
    aftermath: Aftermath,
}

/// Stopped as by a crash, and started again.
pub(super) async fn stop(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let cluster = setting.cluster;
    let mut lengths = setting.chance.clone();
    let times = setting.form.stops;
    outages(setting, times, async |_| {
        let going = Instant::now();
        cluster.stop_immediately().await?;
        let gone = Instant::now();
        // How long it is away is what is tried; nothing is waited for.
        tokio::time::sleep(LONGEST_STOP.mul_f64(lengths.f64().max(0.2))).await;
        let coming = Instant::now();
        cluster.start().await?;
        Ok(Outage { going, gone, coming, back: Instant::now() })
    })
    .await
}

/// All its processes stand still: connections stay open, and nobody answers.
pub(super) async fn freeze(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let (cluster, times, length) = (setting.cluster, setting.form.freezes, setting.form.frozen);
    outages(setting, times, async |_| {
        let going = Instant::now();
        let frozen = cluster.freeze()?;
        let gone = Instant::now();
        // How long it says nothing is what is tried.
        tokio::time::sleep(length).await;
        let coming = Instant::now();
        drop(frozen);
        Ok(Outage { going, gone, coming, back: Instant::now() })
    })
    .await
}

/// Every connection is cut, several times in a row.
pub(super) async fn cut(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let cluster = setting.cluster;
    let times = setting.form.cuts.div_ceil(CUTS_IN_A_ROW);
    let mut finding = outages(setting, times, async |site| {
        let Database::Postgres { name, .. } = &site.database else {
            anyhow::bail!("no PostgreSQL")
        };
        let session = cluster.session(name).await?;
        let going = Instant::now();
        for _ in 0..CUTS_IN_A_ROW {
            session
                .execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity \
                     where datname = current_database() and pid <> pg_backend_pid()",
                )
                .await?;
            // Some connections are made again before they are cut again, others are being made.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        // It was never away as a whole, so it was gone for no time.
        let back = Instant::now();
        Ok(Outage { going, gone: back, coming: back, back })
    })
    .await?;
    finding.attempts *= CUTS_IN_A_ROW;
    Ok(finding)
}

/// Lets people write and read, brings an outage about, and looks at every answer and at what is there.
async fn outages(
    setting: &mut Setting<'_>,
    times: u64,
    mut bring_about: impl AsyncFnMut(&Site<'_>) -> anyhow::Result<Outage>,
) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let kith = setting.kith.clone();
    let mut site = Site::open(setting, kith).await?;
    let mut measured = Measured::default();
    let machine = Machine::watch()?;
    for _ in 0..times {
        let probe = Probe::start(site.server.address, site.crowd()?.stranger.read());
        let load = site.write()?;
        load.more(WRITES).await?;
        let bound = BOUND + load.slowest();
        let outage = bring_about(&site).await?;
        // Longer than the bound, so that there is something to judge after it.
        machine.work(bound + AFTER).await;
        load.more(WRITES).await?;
        let mut samples = site.end(load, &mut finding).await?;
        samples.0.extend(probe.end(&mut finding).await?.0);
        judge(&samples, &outage, bound, &machine, &mut measured, &mut finding);
        site.look(&mut finding).await?;
        finding.attempts += 1;
    }
    site.tell(&mut finding);
    finding.figure("refused", measured.refused);
    finding.figure("slowest refusal ms", millis(measured.slowest_refusal));
    finding.figure("slowest recovery ms", millis(measured.slowest_recovery));
    measured.aftermath.tell(&mut finding);
    finding.figure("machine stood still ms", millis(machine.stood_still()));
    Ok(finding)
}

fn judge(
    samples: &Samples,
    outage: &Outage,
    bound: Duration,
    machine: &Machine,
    measured: &mut Measured,
    finding: &mut Finding,
) {
    let Outage { going, gone, coming, back } = *outage;
    let unanswered = |sample: &Sample| sample.status.is_none();
    finding.broken.extend(samples.wrong("not answered", unanswered));
    let wrong_failure = |s: &Sample| !unanswered(s) && !s.succeeded() && !s.is_unavailable();
    finding.broken.extend(samples.wrong("no 503 with Retry-After", wrong_failure));
    // What had nothing to do with the outage is as slow as the machine.
    let concerned = |s: &Sample| !s.succeeded() || (s.begun < coming && s.ended() > gone);
    let too_slow = |s: &Sample| s.took > bound && machine.worked_for(s) > bound && concerned(s);
    finding.late.extend(samples.wrong("too slow", too_slow));
    let impossible = |s: &Sample| s.begun > gone && s.ended() < coming && s.succeeded();
    finding.broken.extend(samples.wrong("answered without a database", impossible));
    let early = |s: &Sample| s.ended() < going && !s.succeeded();
    finding.broken.extend(samples.wrong("before the outage", early));
    measured.aftermath.judge(samples, machine, back, bound, finding);

    let recovered = samples.0.iter().filter(|s| s.begun >= coming && s.succeeded() && s.writes);
    let recovered = recovered.map(|s| s.ended().saturating_duration_since(back)).min();
    match recovered {
        Some(recovery) => {
            measured.slowest_recovery = measured.slowest_recovery.max(recovery);
            if recovery > bound && machine.worked(back, back + recovery) > bound {
                finding.late.push(format!("back only after {} ms", recovery.as_millis()));
            }
        }
        None => finding.broken.push("never back".to_owned()),
    }
    let refused = |sample: &Sample| sample.is_unavailable();
    measured.refused += samples.count(refused);
    measured.slowest_refusal = measured.slowest_refusal.max(samples.longest(refused));
}

/// For figures.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
