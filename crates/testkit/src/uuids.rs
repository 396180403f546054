//! UUIDs that a test knows beforehand.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kith_domain::ids::UuidSource;
use uuid::Uuid;

/// Gives 00000000-0000-7000-8000-000000000001, then …2, and so on. Clones share the count.
#[derive(Clone, Debug, Default)]
pub struct SequentialUuids(Arc<AtomicU64>);

impl SequentialUuids {
    /// Begins with 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The UUID that a source gives as its `number`th.
    #[must_use]
    pub fn numbered(number: u64) -> Uuid {
        Uuid::from_u64_pair(0x7000, 0x8000_0000_0000_0000 | number)
    }
}

impl UuidSource for SequentialUuids {
    fn next(&self) -> Uuid {
        Self::numbered(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_count_up_and_are_shared_by_clones() {
        let uuids = SequentialUuids::new();
        let clone = uuids.clone();
        assert_eq!(uuids.next().to_string(), "00000000-0000-7000-8000-000000000001");
        assert_eq!(clone.next().to_string(), "00000000-0000-7000-8000-000000000002");
        assert_eq!(uuids.next(), SequentialUuids::numbered(3));
    }
}
