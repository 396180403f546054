//! A disk that is full, and one that fails.

use std::time::{Duration, Instant};

use super::Setting;
use super::aftermath::{AFTER, Aftermath};
use super::machine::Machine;
use super::outage::millis;
use super::site::Site;
use crate::fault::Fault;
use crate::http::{Probe, Sample};
use crate::report::Finding;

/// Within which everything must be well again.
const BOUND: Duration = Duration::from_secs(2);
/// How many writes go well before a fault, and after it.
const WRITES: u64 = 40;
/// How many writes fail before the fault is over.
const FAILURES: u64 = 20;

/// Files cannot grow.
pub(super) async fn full(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    faults(setting, &[Fault::Full]).await
}

/// Writing, synchronising, or everything fails.
pub(super) async fn failing(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    faults(setting, &[Fault::WritesFail, Fault::SyncsFail, Fault::ReadsAndWritesFail]).await
}

async fn faults(setting: &mut Setting<'_>, kinds: &[Fault]) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let (faults, kith) = setting.faults.of(&setting.kith)?;
    let mut site = Site::open(setting, kith).await?;
    let machine = Machine::watch()?;
    let (mut failed, mut slowest_recovery, mut slowest_answer) =
        (0, Duration::ZERO, Duration::ZERO);
    let mut aftermath = Aftermath::default();
    for kind in kinds.repeat(usize::try_from(setting.form.disks)?) {
        let probe = Probe::start(site.server.address, site.crowd()?.stranger.read());
        let load = site.write()?;
        load.more(WRITES).await?;
        let bound = BOUND + load.slowest();
        let begun = Instant::now();
        faults.set(kind)?;
        load.fails(FAILURES).await?;
        faults.set(Fault::None)?;
        let over = Instant::now();
        // Load goes on meanwhile, so that there is something to judge after the bound.
        machine.work(bound + AFTER).await;
        load.more(WRITES).await?;
        let mut samples = site.end(load, &mut finding).await?;
        samples.0.extend(probe.end(&mut finding).await?.0);

        let unanswered = |sample: &Sample| sample.status.is_none();
        finding.broken.extend(samples.wrong("not answered", unanswered));
        let bare = |s: &Sample| !unanswered(s) && !s.succeeded() && !s.enveloped;
        finding.broken.extend(samples.wrong("not in the envelope", bare));
        let early = |s: &Sample| s.ended() < begun && !s.succeeded();
        finding.broken.extend(samples.wrong("before the fault", early));
        aftermath.judge(&samples, &machine, over, bound, &mut finding);
        if kind == Fault::Full {
            let read = |s: &Sample| !s.writes && !s.succeeded();
            finding.broken.extend(samples.wrong("a read on a full disk", read));
        }
        failed += samples.count(|s| !s.succeeded());
        slowest_answer = slowest_answer.max(samples.longest(|s| !s.succeeded()));
        let recovered = samples.0.iter().filter(|s| s.begun >= over && s.succeeded() && s.writes);
        let recovery = recovered.map(|s| s.ended() - over).min().unwrap_or(Duration::MAX);
        if recovery == Duration::MAX || machine.worked(over, over + recovery) > bound {
            finding.late.push(format!("{kind:?}: not back after {} ms", bound.as_millis()));
        }
        slowest_recovery = slowest_recovery.max(recovery);
        site.look(&mut finding).await?;
        finding.attempts += 1;
    }
    // Another one, which has seen nothing of all that, must find the same.
    site.restart(&mut finding).await?;
    site.look(&mut finding).await?;
    site.tell(&mut finding);
    finding.figure("failed requests", failed);
    finding.figure("slowest failure ms", millis(slowest_answer));
    finding.figure("failed calls to the system", faults.hits()?);
    finding.figure("slowest recovery ms", millis(slowest_recovery));
    aftermath.tell(&mut finding);
    finding.figure("machine stood still ms", millis(machine.stood_still()));
    Ok(finding)
}
