//! What an action does to a pair of users (contract, section 5.2): one pure function for memory and
//! for every database.

use super::pair::RequestState::{None, Pending, Rejected};
use super::{Pair, RequestState};
use crate::community::Mode;

/// What one user does about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Ask to be connected.
    Request,
    /// Say yes to what they asked.
    Accept,
    /// Say no to what they asked.
    Reject,
    /// Take back what one has asked.
    CancelRequest,
    /// Take back one's no.
    CancelReject,
    /// End the connection.
    Remove,
    /// Note that one has seen what they asked.
    MarkSeen,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 7] = [
        Self::Request,
        Self::Accept,
        Self::Reject,
        Self::CancelRequest,
        Self::CancelReject,
        Self::Remove,
        Self::MarkSeen,
    ];

    /// Whether it builds a tie; those that cut one stay open to everybody.
    #[must_use]
    pub fn builds(self) -> bool {
        match self {
            Self::Request | Self::Accept | Self::CancelReject => true,
            Self::Reject | Self::CancelRequest | Self::Remove | Self::MarkSeen => false,
        }
    }
}

/// Everything that an action depends on, seen from the one who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Situation {
    /// How the community ties people to each other.
    pub mode: Mode,
    /// How the two stand to each other.
    pub pair: Pair,
    /// Whether the other one lives: neither deleted softly nor erased.
    pub other_is_live: bool,
    /// Whether the one who acts is blocked by moderation.
    pub actor_is_blocked: bool,
    /// Whether either hides the other.
    pub hidden: bool,
}

/// What an action changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// They stand to each other like this from now on.
    To(Pair),
    /// Their request is noted as seen, if it was not.
    Seen,
}

/// Why an action changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The community follows; there are no connections.
    #[error("this community follows instead of connecting")]
    WrongMode,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Nobody is tied to themselves.
    #[error("nobody is tied to themselves")]
    Oneself,
    /// One hides the other, or the one who acts is blocked; which is not said.
    #[error("not allowed between these two")]
    Forbidden,
    /// They are connected already.
    #[error("already connected")]
    AlreadyConnected,
    /// There is a request already that this would repeat or cross.
    #[error("a request exists already")]
    AlreadyExists,
    /// There is nothing that this action could be about.
    #[error("nothing to act on")]
    NothingThere,
}

/// Decides what an action does. The order of the refusals is that of the contract, section 2.2.
pub fn decide(action: Action, situation: &Situation) -> Result<Change, Refusal> {
    if situation.mode != Mode::Friendship && action != Action::MarkSeen {
        return Err(Refusal::WrongMode);
    }
    if !situation.other_is_live {
        return Err(Refusal::NoSuchUser);
    }
    if situation.mode != Mode::Friendship {
        // Marking is not tied to a mode, but requests are not served in the other one.
        return Err(Refusal::NothingThere);
    }
    if action.builds() && (situation.hidden || situation.actor_is_blocked) {
        return Err(Refusal::Forbidden);
    }
    let pair = situation.pair;
    let (mine, theirs) = (pair.mine(), pair.theirs());
    let changed = match action {
        Action::Request if pair.is_connected() => return Err(Refusal::AlreadyConnected),
        Action::Request if mine != None || theirs == Pending => return Err(Refusal::AlreadyExists),
        Action::Request => apart(Pending, theirs),
        Action::Accept if theirs == Pending => Ok(Pair::CONNECTED),
        Action::Reject if theirs == Pending => apart(mine, Rejected),
        Action::CancelRequest if mine != None => apart(None, theirs),
        // Restored while one's own request waits, it would be pending both ways.
        Action::CancelReject if theirs == Rejected => apart(mine, Pending),
        Action::Remove if pair.is_connected() => Ok(Pair::STRANGERS),
        Action::MarkSeen if theirs != None => return Ok(Change::Seen),
        Action::Accept
        | Action::Reject
        | Action::CancelRequest
        | Action::CancelReject
        | Action::Remove
        | Action::MarkSeen => Err(Refusal::NothingThere),
    };
    changed.map(Change::To)
}

fn apart(mine: RequestState, theirs: RequestState) -> Result<Pair, Refusal> {
    Pair::apart(mine, theirs).ok_or(Refusal::AlreadyExists)
}
