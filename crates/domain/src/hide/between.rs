//! Who of two hides the other.

use super::{Hides, Hiding};
use crate::visibility::Member;
use crate::{StoreError, UserId};

/// Why that cannot be said.
#[derive(Debug, thiserror::Error)]
pub enum HidingRefusal {
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who of the member and `other` hides whom; nobody hides from themselves.
pub async fn between(
    hides: &dyn Hides,
    member: &Member,
    other: UserId,
) -> Result<Hiding, HidingRefusal> {
    hides.between(member.id, other).await?.ok_or(HidingRefusal::NoSuchUser)
}
