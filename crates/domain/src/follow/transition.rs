//! What toggling a follow does: one pure function for memory and for every database.

use crate::community::Mode;

/// Everything that a toggle depends on, seen from the one who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts")]
pub struct Situation {
    /// How the community ties people to each other.
    pub mode: Mode,
    /// Whether the one who acts follows the other.
    pub following: bool,
    /// Whether the other one lives: neither deleted softly nor erased.
    pub other_is_live: bool,
    /// Whether the one who acts is blocked by moderation.
    pub actor_is_blocked: bool,
    /// Whether either hides the other.
    pub hidden: bool,
}

/// What a toggle changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Followed from now on.
    Follow,
    /// Not followed any more.
    Unfollow,
}

/// Why a toggle changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The community connects; nobody follows.
    #[error("this community connects instead of following")]
    WrongMode,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Nobody follows themselves.
    #[error("nobody follows themselves")]
    Oneself,
    /// One hides the other, or the one who acts is blocked; which is not said.
    #[error("not allowed between these two")]
    Forbidden,
}

/// Decides what a toggle does. One can always stop following.
pub fn decide(situation: &Situation) -> Result<Change, Refusal> {
    if situation.mode != Mode::Follow {
        return Err(Refusal::WrongMode);
    }
    if !situation.other_is_live {
        return Err(Refusal::NoSuchUser);
    }
    if situation.following {
        return Ok(Change::Unfollow);
    }
    if situation.hidden || situation.actor_is_blocked {
        return Err(Refusal::Forbidden);
    }
    Ok(Change::Follow)
}
