//! Erase those whose grace is over (Junction contract, section 5.6).

use super::ClientUsers;
use crate::{Clock, StoreError};

/// Erases at most `limit` users whose grace is over; how many it was. Several instances may do it at
/// once: each user is erased in a transaction of their own, which looks again.
pub async fn erase_due(
    users: &dyn ClientUsers,
    clock: &dyn Clock,
    limit: u32,
) -> Result<u32, StoreError> {
    let now = clock.now();
    let mut erased = 0;
    for user in users.due(now, limit).await? {
        if users.erase(user, now).await? {
            erased += 1;
        }
    }
    Ok(erased)
}
