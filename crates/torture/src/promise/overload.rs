//! More than it can do.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::ensure;
use futures_util::future::join_all;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Setting;
use super::machine::Machine;
use super::outage::millis;
use super::site::Site;
use crate::community::Stranger;
use crate::http::{Call, Client, Sample, Samples};
use crate::report::Finding;

/// By how much there is more than it can do.
const TIMES: f64 = 5.0;
/// How many ask in turn while capacity is measured.
const CLIENTS: usize = 16;
/// How many wait for an answer at once: far more than the server lets be under way. Whoever would
/// come on top of them is turned away here, as by a proxy.
const MOST_WAITING: usize = 4000;
/// What this process has open besides.
const OTHER_FILES: u64 = 512;
/// How often arrivals are due.
const TICK: Duration = Duration::from_millis(2);
/// One of so many requests writes.
const WRITES: u64 = 3;
/// Within which everything must be well again, and what is well.
const RECOVERY: Duration = Duration::from_secs(5);
const WELL: Duration = Duration::from_millis(250);
/// How many must be well in a row.
const PROBES: usize = 20;
/// How much more memory the server may take than before, in megabytes.
const MEMORY: u64 = 256;
/// Nobody waits longer than all the server's own bounds together.
const LONGEST: Duration = Duration::from_secs(10);
/// Within which half of those who are refused know. Most of it is waiting for the processors that the load
/// takes, too.
const QUICK: Duration = Duration::from_secs(1);

/// Requests about one user, every third of which links another account.
#[derive(Clone)]
struct Work {
    stranger: Stranger,
    number: Arc<AtomicU64>,
    linked: Arc<Mutex<Vec<String>>>,
}

impl Work {
    fn next(&self) -> (Call, Option<String>) {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        if !number.is_multiple_of(WRITES) {
            return (self.stranger.read(), None);
        }
        let ext_id = format!("overload-{number}");
        (self.stranger.link(&ext_id), Some(ext_id))
    }

    async fn one(&self, client: &mut Client) -> Sample {
        let (call, ext_id) = self.next();
        let begun = Instant::now();
        let outcome = client.send(&call).await;
        if let (Some(ext_id), Some(201)) = (ext_id, outcome.status()) {
            self.linked.lock().unwrap_or_else(PoisonError::into_inner).push(ext_id);
        }
        Sample::of(&call, begun, &outcome)
    }

    fn linked(&self) -> Vec<String> {
        self.linked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Five times as much as it can do, whether it answers or not.
pub(super) async fn overload(setting: &mut Setting<'_>) -> anyhow::Result<Finding> {
    let mut finding = Finding::default();
    let kith = setting.kith.clone();
    let mut site = Site::open(setting, kith).await?;
    let (address, stranger) = (site.server.address, site.crowd()?.stranger.clone());
    let work = Work { stranger, number: Arc::default(), linked: Arc::default() };
    let capacity = capacity(address, &work, setting.form.measured).await;
    let idle = site.server.memory()?;
    let machine = Machine::watch()?;
    let rate = capacity * TIMES;
    let files = MOST_WAITING as u64 + OTHER_FILES;
    let allowed = rlimit::increase_nofile_limit(files)?;
    ensure!(allowed >= files, "this takes {files} open files, and the system allows {allowed}");
    let (samples, turned_away) = flood(address, &work, rate, setting.form.overload).await?;
    let over = Instant::now();

    let memory = site.server.memory()?;
    let unanswered = |sample: &Sample| sample.status.is_none();
    finding.broken.extend(samples.wrong("not answered", unanswered));
    let wrong = |s: &Sample| {
        let limited = s.status == Some(429) && s.retry_after.is_some();
        !unanswered(s) && !s.is_unavailable() && !limited && !matches!(s.status, Some(200 | 201))
    };
    finding.broken.extend(samples.wrong("wrong", wrong));
    let too_slow = |sample: &Sample| sample.took > LONGEST + machine.latest();
    finding.late.extend(samples.wrong("too slow", too_slow));
    let refused = |sample: &Sample| matches!(sample.status, Some(503 | 429));
    if turned_away == 0 && samples.count(refused) == 0 {
        finding.broken.push("it was never too much, so nothing was tried".to_owned());
    }
    let median = samples.percentile(50, refused);
    if median > QUICK + machine.latest() {
        finding.late.push(format!("half of the refused waited {} ms and longer", millis(median)));
    }
    if memory.peak > idle.peak + MEMORY {
        finding.broken.push(format!("{} MB before, {} MB at most", idle.peak, memory.peak));
    }
    let recovery = recovers(address, &work, over).await;
    match recovery {
        Some(recovery) if recovery <= RECOVERY + machine.latest() => {}
        Some(recovery) => finding.late.push(format!("well only after {} ms", millis(recovery))),
        None => finding.broken.push("never well again".to_owned()),
    }
    let linked = work.linked();
    finding.note_error(work.stranger.has(&site.server, &linked).await);
    site.look(&mut finding).await?;
    finding.attempts = samples.0.len() as u64;

    let answered = |sample: &Sample| matches!(sample.status, Some(200 | 201));
    finding.figure("capacity a second", capacity.round());
    finding.figure("offered a second", rate.round());
    finding.figure("turned away before the server", turned_away);
    finding.figure("done", samples.count(answered));
    finding.figure("refused", samples.count(refused));
    finding.figure("refused in ms, median", millis(median));
    finding.figure("refused in ms, 99 of 100", millis(samples.percentile(99, refused)));
    finding.figure("refused in ms, longest", millis(samples.longest(refused)));
    finding.figure("done in ms, median", millis(samples.percentile(50, answered)));
    finding.figure("done in ms, 99 of 100", millis(samples.percentile(99, answered)));
    finding.figure("acknowledged writes", linked.len());
    finding.figure("resident MB before", idle.now);
    finding.figure("resident MB at most", memory.peak);
    finding.figure("well again after ms", recovery.map(millis));
    finding.figure("woken late by ms", millis(machine.latest()));
    Ok(finding)
}

/// How many a second are done when each waits for the one before.
async fn capacity(address: SocketAddr, work: &Work, length: Duration) -> f64 {
    let begun = Instant::now();
    let clients = (0..CLIENTS).map(|_| {
        let work = work.clone();
        tokio::spawn(async move {
            let (mut client, mut done) = (Client::new(address), 0_u32);
            while begun.elapsed() < length {
                done += u32::from(work.one(&mut client).await.succeeded());
            }
            done
        })
    });
    let done: u32 = join_all(clients).await.into_iter().flatten().sum();
    f64::from(done) / begun.elapsed().as_secs_f64()
}

/// So many a second, whatever comes of them; and how many could not be sent.
async fn flood(
    address: SocketAddr,
    work: &Work,
    rate: f64,
    length: Duration,
) -> anyhow::Result<(Samples, u64)> {
    let places = Arc::new(Semaphore::new(MOST_WAITING));
    let idle: Arc<Mutex<Vec<Client>>> = Arc::default();
    let (mut waiting, mut turned_away, mut sent) = (JoinSet::new(), 0, 0.0);
    let mut samples = Samples::default();
    let begun = Instant::now();
    while begun.elapsed() < length {
        let due = rate * begun.elapsed().as_secs_f64();
        while sent < due {
            sent += 1.0;
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
                turned_away += 1;
                continue;
            };
            let (work, idle) = (work.clone(), Arc::clone(&idle));
            waiting.spawn(async move {
                let client = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let mut client = client.unwrap_or_else(|| Client::new(address));
                let sample = work.one(&mut client).await;
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(client);
                drop(place);
                sample
            });
        }
        while let Some(done) = waiting.try_join_next() {
            samples.0.push(done?);
        }
        // Requests come by the clock, whether or not those before them are answered.
        tokio::time::sleep(TICK).await;
    }
    while let Some(done) = waiting.join_next().await {
        samples.0.push(done?);
    }
    Ok((samples, turned_away))
}

/// After how long many in a row were well.
async fn recovers(address: SocketAddr, work: &Work, over: Instant) -> Option<Duration> {
    let mut client = Client::new(address);
    let (mut well, mut since) = (0, over.elapsed());
    while well < PROBES && over.elapsed() < RECOVERY * 4 {
        let begun = over.elapsed();
        let sample = work.one(&mut client).await;
        if sample.succeeded() && sample.took < WELL {
            if well == 0 {
                since = begun;
            }
            well += 1;
        } else {
            well = 0;
        }
    }
    (well == PROBES).then_some(since)
}
