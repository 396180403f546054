//! Who of two follows the other.

use super::{Following, Follows};
use crate::community::Mode;
use crate::visibility::Member;
use crate::{StoreError, UserId};

/// Why that cannot be said.
#[derive(Debug, thiserror::Error)]
pub enum FollowingRefusal {
    /// The community connects; nobody follows.
    #[error("this community connects instead of following")]
    WrongMode,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who of the member and `other` follows whom.
pub async fn between(
    follows: &dyn Follows,
    mode: Mode,
    member: &Member,
    other: UserId,
) -> Result<Following, FollowingRefusal> {
    if mode != Mode::Follow {
        return Err(FollowingRefusal::WrongMode);
    }
    follows.between(member.id, other).await?.ok_or(FollowingRefusal::NoSuchUser)
}
