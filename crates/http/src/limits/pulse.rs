//! Whether storage says anything at all.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::rt::time::timeout;
use kith_domain::health::StorageHealth;
use tokio::sync::Mutex;

/// Listens to storage for those who have waited for it, one for all of them.
pub(crate) struct Pulse {
    storage: Arc<dyn StorageHealth>,
    last: Mutex<Option<Heard>>,
}

#[derive(Clone, Copy)]
struct Heard {
    at: Instant,
    anything: bool,
}

impl Pulse {
    pub(crate) fn new(storage: Arc<dyn StorageHealth>) -> Self {
        Self { storage, last: Mutex::new(None) }
    }

    /// Whether storage says anything within that time, or said so that long ago at most. A refusal is a
    /// sign of life: whoever waits will hear of it.
    pub(crate) async fn is_felt(&self, within: Duration) -> bool {
        // Who comes while somebody listens waits here, and takes what that one has heard.
        let mut last = self.last.lock().await;
        if let Some(heard) = last.filter(|heard| heard.at.elapsed() < within) {
            return heard.anything;
        }
        let storage = Arc::clone(&self.storage);
        // Not to be broken off: a store learns from it that its connection is dead.
        let asked = tokio::spawn(async move { storage.check().await });
        let anything = timeout(within, asked).await.is_ok();
        *last = Some(Heard { at: Instant::now(), anything });
        anything
    }
}
