//! Values for a while.

use std::future::Future;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kith_domain::StoreError;
use quick_cache::sync::Cache;

/// How many values are kept; those asked for least often go first.
const CAPACITY: usize = 100_000;

/// Values that were read lately.
pub(crate) struct Recent<K, V> {
    values: Cache<K, (Instant, V)>,
    /// Rises with every change, so that what was read before a change is not kept after it.
    changes: AtomicU64,
    lifetime: Duration,
}

impl<K: Eq + Hash + Clone, V: Clone> Recent<K, V> {
    /// Keeps values for that long; not at all if it is no time.
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self { values: Cache::new(CAPACITY), changes: AtomicU64::new(0), lifetime }
    }

    /// The value as it was read lately, or as it is read now.
    pub(crate) async fn get_or_read(
        &self,
        key: K,
        read: impl Future<Output = Result<Option<V>, StoreError>>,
    ) -> Result<Option<V>, StoreError> {
        if self.lifetime.is_zero() {
            return read.await;
        }
        if let Some((since, value)) = self.values.get(&key)
            && since.elapsed() < self.lifetime
        {
            return Ok(Some(value));
        }
        // It is as old as the question, not as the answer.
        let (asked, changes) = (Instant::now(), self.changes.load(Ordering::SeqCst));
        let value = read.await?;
        if let Some(value) = &value {
            self.values.insert(key.clone(), (asked, value.clone()));
            if self.changes.load(Ordering::SeqCst) != changes {
                self.values.remove(&key);
            }
        }
        Ok(value)
    }

    /// Forgets the value, which has just been changed, perhaps.
    pub(crate) fn forget(&self, key: &K) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.values.remove(key);
    }

    /// Forgets everything.
    pub(crate) fn forget_all(&self) {
        self.changes.fetch_add(1, Ordering::SeqCst);
        self.values.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use super::*;

    fn recent() -> Recent<u8, &'static str> {
        Recent::new(Duration::from_hours(1))
    }

    async fn read(recent: &Recent<u8, &'static str>, value: Option<&'static str>) -> &'static str {
        recent.get_or_read(1, ready(Ok(value))).await.unwrap().unwrap_or("nothing")
    }

    #[tokio::test]
    async fn what_was_found_is_remembered_until_it_changes() {
        let recent = recent();
        assert_eq!(read(&recent, None).await, "nothing");
        assert_eq!(read(&recent, Some("a")).await, "a");
        assert_eq!(read(&recent, Some("b")).await, "a");
        recent.forget(&2);
        assert_eq!(read(&recent, Some("b")).await, "a");
        recent.forget(&1);
        assert_eq!(read(&recent, Some("b")).await, "b");
        recent.forget_all();
        assert_eq!(read(&recent, Some("c")).await, "c");
    }

    #[tokio::test]
    async fn what_was_read_before_a_change_is_not_kept_after_it() {
        let recent = recent();
        let slow = async {
            recent.forget(&1);
            Ok(Some("old"))
        };
        assert_eq!(recent.get_or_read(1, slow).await.unwrap(), Some("old"));
        assert_eq!(read(&recent, Some("new")).await, "new");
    }

    #[tokio::test]
    async fn nothing_is_remembered_for_longer_than_its_lifetime() {
        let none = Recent::new(Duration::ZERO);
        assert_eq!(read(&none, Some("a")).await, "a");
        assert_eq!(read(&none, Some("b")).await, "b");
        let short = Recent::new(Duration::from_nanos(1));
        assert_eq!(read(&short, Some("a")).await, "a");
        assert_eq!(read(&short, Some("b")).await, "b");
    }

    #[tokio::test]
    async fn failures_are_not_remembered() {
        let recent = recent();
        let failed = recent.get_or_read(1, ready(Err(StoreError::unavailable("gone")))).await;
        assert!(failed.is_err());
        assert_eq!(read(&recent, Some("a")).await, "a");
    }
}
