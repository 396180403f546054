//! Delete a user (Junction contract, section 5.6).

use chrono::TimeDelta;
use uuid::Uuid;

use super::{ClientUsers, Deleted};
use crate::access::TeamPermit;
use crate::{Clock, StoreError};

/// How long a deletion can be taken back.
pub const GRACE: TimeDelta = TimeDelta::days(7);

/// Why nothing was deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteRefusal {
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Deletes a user: gone from every read at once, erased when the grace is over. Connections with
/// providers end for good.
pub async fn delete(
    users: &dyn ClientUsers,
    clock: &dyn Clock,
    _permit: TeamPermit,
    user: Uuid,
) -> Result<(), DeleteRefusal> {
    let now = clock.now();
    match users.delete(user, now, now + GRACE).await? {
        Deleted::Deleted => Ok(()),
        Deleted::NoSuchUser => Err(DeleteRefusal::NoSuchUser),
    }
}
