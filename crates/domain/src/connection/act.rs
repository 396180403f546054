//! Request, accept, reject, cancel, remove, mark as seen.

use super::{Act, Action, ConnectionStatus, Connections, Refusal};
use crate::community::Mode;
use crate::visibility::Member;
use crate::{Clock, StoreError, UserId};

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ActRefusal {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Acts for `member` on `other`; returns the member's status to the other then.
pub async fn act(
    connections: &dyn Connections,
    clock: &dyn Clock,
    mode: Mode,
    member: &Member,
    other: UserId,
    action: Action,
) -> Result<Option<ConnectionStatus>, ActRefusal> {
    if mode != Mode::Friendship {
        // Marking is not tied to a mode, but requests are not served in the other one.
        let nothing = action == Action::MarkSeen;
        return Err(if nothing { Refusal::NothingThere } else { Refusal::WrongMode }.into());
    }
    if member.id == other {
        return Err(Refusal::Oneself.into());
    }
    let act = Act { actor: member.id, other, action, mode, at: clock.now() };
    let ties = connections.act(&act).await??;
    Ok(ties.status(mode))
}
