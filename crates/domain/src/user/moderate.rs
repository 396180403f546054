//! Approve, block, delete: moderation (contract, section 7).

use super::{Deletion, Users};
use crate::access::ModeratorPermit;
use crate::{Clock, StoreError, UserId};

/// What a moderator decides about a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moderation {
    /// In good standing; a blocked user is free again, a softly deleted one is back.
    Approve,
    /// Blocked until approved: may sign in, builds no ties.
    Block,
    /// Deleted.
    Delete(Deletion),
}

/// What came of moderating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moderated {
    /// It is so now; perhaps it was before.
    Done,
    /// The user is an admin, and the moderator is not.
    Forbidden,
    /// There is no such user, not even a softly deleted one.
    NoSuchUser,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ModerateRefusal {
    /// Moderators do not moderate admins, and nobody themselves.
    #[error("not allowed about this user")]
    Forbidden,
    /// There is no such user.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Moderates a user.
pub async fn moderate(
    users: &dyn Users,
    clock: &dyn Clock,
    permit: ModeratorPermit,
    user: UserId,
    moderation: Moderation,
) -> Result<(), ModerateRefusal> {
    if permit.moderator() == user {
        return Err(ModerateRefusal::Forbidden);
    }
    match users.moderate(user, moderation, permit.reaches_admins(), clock.now()).await? {
        Moderated::Done => Ok(()),
        Moderated::Forbidden => Err(ModerateRefusal::Forbidden),
        Moderated::NoSuchUser => Err(ModerateRefusal::NoSuchUser),
    }
}
