//! When this machine works, and when it lets everybody wait.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::http::Sample;

/// How often somebody wants to be woken, and something to be on the disk.
const BEAT: Duration = Duration::from_millis(10);
/// How late that may be before the machine counts as standing still.
const TOLERANCE: Duration = Duration::from_millis(20);

/// From when to when it stood still.
type Standstill = (Instant, Instant);

/// Watches the machine until it is dropped: time that the processors or the disk let everybody wait is
/// not time that Kith took.
pub(super) struct Machine {
    since: Instant,
    timer: Arc<Mutex<Record>>,
    disk: Arc<Mutex<Record>>,
    task: JoinHandle<()>,
    _thread: Sender<()>,
}

/// What one who watches has seen.
struct Record {
    /// When the next thing should be done.
    due: Instant,
    standstills: Vec<Standstill>,
}

impl Record {
    fn new() -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self { due: Instant::now() + BEAT, standstills: Vec::new() }))
    }

    /// What was due is done, and the next is due then.
    fn done(&mut self, next: Instant) {
        let (from, to) = (self.due + TOLERANCE, Instant::now());
        if to > from {
            self.standstills.push((from, to));
        }
        self.due = next;
    }

    /// Every standstill, the one that lasts included.
    fn all(&self, now: Instant) -> impl Iterator<Item = Standstill> {
        let lasting = (self.due + TOLERANCE, now);
        self.standstills.iter().copied().chain([lasting])
    }
}

impl Machine {
    pub(super) fn watch() -> anyhow::Result<Self> {
        let (timer, disk) = (Record::new(), Record::new());
        let task = tokio::spawn({
            let timer = Arc::clone(&timer);
            async move {
                loop {
                    // How much later than asked it wakes is what is measured.
                    tokio::time::sleep(BEAT).await;
                    lock(&timer).done(Instant::now() + BEAT);
                }
            }
        });
        let (alive, is_over) = mpsc::channel();
        let file = tempfile::tempfile()?;
        thread::spawn({
            let disk = Arc::clone(&disk);
            move || {
                while matches!(is_over.recv_timeout(BEAT), Err(RecvTimeoutError::Timeout)) {
                    lock(&disk).due = Instant::now();
                    // A disk that fails is not slow, and excuses nothing.
                    let _ = synchronise(&file);
                    lock(&disk).done(Instant::now() + BEAT);
                }
            }
        });
        Ok(Self { since: Instant::now(), timer, disk, task, _thread: alive })
    }

    /// For how long of that time it worked.
    pub(super) fn worked(&self, from: Instant, to: Instant) -> Duration {
        let now = Instant::now();
        let mut standstills: Vec<_> =
            lock(&self.timer).all(now).chain(lock(&self.disk).all(now)).collect();
        standstills.sort_unstable();
        working(&standstills, from, to)
    }

    /// For how long of a request it worked: what a bound on time is held against.
    pub(super) fn worked_for(&self, sample: &Sample) -> Duration {
        self.worked(sample.begun, sample.ended())
    }

    /// For how long it stood still since it is watched.
    pub(super) fn stood_still(&self) -> Duration {
        let now = Instant::now();
        now.saturating_duration_since(self.since).saturating_sub(self.worked(self.since, now))
    }

    /// The longest that somebody was woken later than is tolerated.
    pub(super) fn latest(&self) -> Duration {
        let timer = lock(&self.timer);
        let lengths =
            timer.all(Instant::now()).map(|(from, to)| to.saturating_duration_since(from));
        lengths.max().unwrap_or_default()
    }

    /// Waits until it has worked for so long.
    pub(super) async fn work(&self, length: Duration) {
        let begun = Instant::now();
        loop {
            let rest = length.saturating_sub(self.worked(begun, Instant::now()));
            if rest.is_zero() {
                break;
            }
            // How long people go on is what is asked for; nothing is waited for.
            tokio::time::sleep(rest).await;
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn synchronise(file: &File) -> std::io::Result<()> {
    file.write_all_at(b"beat", 0)?;
    file.sync_data()
}

fn lock(record: &Mutex<Record>) -> MutexGuard<'_, Record> {
    record.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is left of the time between two moments without these standstills, which are in the order of their
/// beginnings and may overlap.
fn working(standstills: &[Standstill], from: Instant, to: Instant) -> Duration {
    let (mut stood, mut until) = (Duration::ZERO, from);
    for (begin, end) in standstills {
        let (begin, end) = ((*begin).max(until), (*end).min(to));
        if end > begin {
            stood += end - begin;
            until = end;
        }
    }
    to.saturating_duration_since(from).saturating_sub(stood)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standstill_counts_once_and_only_within_what_is_asked() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        // Before; over the beginning; within that one; on its own; over the end; backwards, as one is that
        // has not come to pass.
        let standstills = [
            (at(0), at(50)),
            (at(90), at(150)),
            (at(100), at(120)),
            (at(200), at(230)),
            (at(390), at(500)),
            (at(395), at(360)),
        ];
        assert_eq!(working(&standstills, at(100), at(400)), Duration::from_millis(300 - 90));
        assert_eq!(working(&[], at(100), at(400)), Duration::from_millis(300));
        assert_eq!(working(&[(at(0), at(900))], at(100), at(400)), Duration::ZERO);
    }

    #[tokio::test]
    async fn what_holds_everybody_up_is_seen() {
        let machine = Machine::watch().unwrap();
        let begun = Instant::now();
        // The one thread of this runtime does nothing else meanwhile.
        thread::sleep(Duration::from_millis(200));
        let ended = Instant::now();
        assert!(machine.worked(begun, ended) < Duration::from_millis(100), "while it lasts");
        machine.work(Duration::from_millis(50)).await;
        assert!(machine.worked(begun, ended) < Duration::from_millis(100), "afterwards");
        assert!(machine.stood_still() > Duration::from_millis(100));
        assert!(machine.latest() > Duration::from_millis(100));
    }
}
