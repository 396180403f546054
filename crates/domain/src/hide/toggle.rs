//! Hide somebody, or show them again.

use super::{Hides, Toggled};
use crate::visibility::Member;
use crate::{Clock, StoreError, UserId};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ToggleRefusal {
    /// Nobody hides from themselves.
    #[error("nobody hides from themselves")]
    Oneself,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Hides `other` from `member`, or shows them again.
pub async fn toggle(
    hides: &dyn Hides,
    clock: &dyn Clock,
    member: &Member,
    other: UserId,
) -> Result<(), ToggleRefusal> {
    if member.id == other {
        return Err(ToggleRefusal::Oneself);
    }
    match hides.toggle(member.id, other, clock.now()).await? {
        Toggled::Hidden | Toggled::Shown => Ok(()),
        Toggled::NoSuchUser => Err(ToggleRefusal::NoSuchUser),
    }
}
