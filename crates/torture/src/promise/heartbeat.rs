//! How late this machine wakes somebody up who wanted to be woken.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

const BEAT: Duration = Duration::from_millis(10);

/// Wakes up again and again; until it is dropped.
pub(super) struct Heartbeat {
    latest: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Heartbeat {
    pub(super) fn start() -> Self {
        let latest = Arc::new(AtomicU64::new(0));
        let task = tokio::spawn({
            let latest = Arc::clone(&latest);
            async move {
                loop {
                    let due = Instant::now() + BEAT;
                    // How much later than asked it wakes is what is measured.
                    tokio::time::sleep(BEAT).await;
                    let late = Instant::now().saturating_duration_since(due).as_millis();
                    latest.fetch_max(u64::try_from(late).unwrap_or(u64::MAX), Ordering::Relaxed);
                }
            }
        });
        Self { latest, task }
    }

    /// The longest that it was late: what a bound on time is judged with besides.
    pub(super) fn latest(&self) -> Duration {
        Duration::from_millis(self.latest.load(Ordering::Relaxed))
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        self.task.abort();
    }
}
