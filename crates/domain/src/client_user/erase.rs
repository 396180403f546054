//! Erase those whose grace is over (Junction contract, section 5.6).

use super::ClientUsers;
use crate::{Clock, StoreError};

/// Erases at most `limit` users whose grace is over; how many it was. Several instances may do it at
/// once: each user is erased in a transaction of their own, which looks again.
///
/// A user who cannot be erased does not keep the others: the first error comes when all were tried.
pub async fn erase_due(
    users: &dyn ClientUsers,
    clock: &dyn Clock,
    limit: u32,
) -> Result<u32, StoreError> {
    let now = clock.now();
    let (mut erased, mut failed) = (0, None);
    for user in users.due(now, limit).await? {
        match users.erase(user, now).await {
            Ok(true) => erased += 1,
            Ok(false) => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(erased), Err)
}
