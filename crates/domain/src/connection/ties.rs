//! What ties a viewer to another user, and the one word for it.

use super::{Pair, RequestState};
use crate::community::Mode;

/// What ties a viewer to another user, of both modes; deleted users are tied to nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts")]
pub struct Ties {
    /// They are connected.
    pub connected: bool,
    /// The other has asked, and waits.
    pub received: bool,
    /// The viewer has asked; perhaps it was rejected.
    pub sent: bool,
    /// The viewer follows the other.
    pub followed: bool,
}

/// The word for it (contract, section 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionStatus {
    /// The viewer follows the user.
    Followed,
    /// They are connected.
    Connected,
    /// The viewer asked the user.
    SentConnectionRequest,
    /// The user asked the viewer.
    ReceivedConnectionRequest,
}

impl ConnectionStatus {
    /// The word on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Followed => "followed",
            Self::Connected => "connected",
            Self::SentConnectionRequest => "sent_connection_request",
            Self::ReceivedConnectionRequest => "received_connection_request",
        }
    }
}

impl Ties {
    /// The one word for it in this mode; nothing of the other mode shows.
    #[must_use]
    pub fn status(self, mode: Mode) -> Option<ConnectionStatus> {
        match mode {
            Mode::Follow => self.followed.then_some(ConnectionStatus::Followed),
            Mode::Friendship if self.connected => Some(ConnectionStatus::Connected),
            Mode::Friendship if self.received => Some(ConnectionStatus::ReceivedConnectionRequest),
            Mode::Friendship if self.sent => Some(ConnectionStatus::SentConnectionRequest),
            Mode::Friendship => None,
        }
    }
}

impl From<Pair> for Ties {
    fn from(pair: Pair) -> Self {
        Self {
            connected: pair.is_connected(),
            received: pair.theirs() == RequestState::Pending,
            sent: pair.mine() != RequestState::None,
            followed: false,
        }
    }
}
