//! Erase those whose grace is over (Junction contract, section 5.6).

use std::collections::HashSet;

use super::ClientUsers;
use crate::{Clock, StoreError};

/// Erases the users whose grace is over, `batch` at a time; how many it was. Several instances may do it
/// at once: each user is erased in a transaction of their own, which looks again.
///
/// A user who cannot be erased does not keep the others: the first error comes when all were tried.
pub async fn erase_due(
    users: &dyn ClientUsers,
    clock: &dyn Clock,
    batch: u32,
) -> Result<u32, StoreError> {
    let now = clock.now();
    let (mut erased, mut failed) = (0, None);
    // Those who are still there although they were tried: they are due first, again and again.
    let mut left = HashSet::new();
    loop {
        let limit = batch.saturating_add(u32::try_from(left.len()).unwrap_or(u32::MAX));
        let mut due = users.due(now, limit).await?;
        due.retain(|user| !left.contains(user));
        if due.is_empty() {
            return failed.map_or(Ok(erased), Err);
        }
        for user in due {
            match users.erase(user, now).await {
                Ok(true) => erased += 1,
                Ok(false) => drop(left.insert(user)),
                Err(error) => {
                    left.insert(user);
                    failed = failed.or(Some(error));
                }
            }
        }
    }
}
