//! Follow somebody, or stop it.

use super::{FollowAct, Follows, Refusal};
use crate::community::Mode;
use crate::visibility::Member;
use crate::{Clock, StoreError, UserId};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ToggleRefusal {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets `member` follow `other`, or stop it.
pub async fn toggle(
    follows: &dyn Follows,
    clock: &dyn Clock,
    mode: Mode,
    member: &Member,
    other: UserId,
) -> Result<(), ToggleRefusal> {
    if mode != Mode::Follow {
        return Err(Refusal::WrongMode.into());
    }
    if member.id == other {
        return Err(Refusal::Oneself.into());
    }
    follows.toggle(&FollowAct { actor: member.id, other, mode, at: clock.now() }).await??;
    Ok(())
}
