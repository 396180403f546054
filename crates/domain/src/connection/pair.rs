//! How two users stand to each other, seen from one of them.

/// What has become of the request in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// There is none.
    None,
    /// It waits for an answer.
    Pending,
    /// It was rejected; the row stays until the asker cancels or it is restored.
    Rejected,
}

/// How two users stand to each other: connected, or apart with at most one request in each direction,
/// of which at most one is pending (contract, section 5.1). Nothing else can be expressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair(State);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    Connected,
    Apart { mine: RequestState, theirs: RequestState },
}

impl Pair {
    /// Connected.
    pub const CONNECTED: Self = Self(State::Connected);
    /// Nothing between them.
    pub const STRANGERS: Self =
        Self(State::Apart { mine: RequestState::None, theirs: RequestState::None });

    /// Apart, with my request to them and theirs to me. `None` if both were pending.
    #[must_use]
    pub fn apart(mine: RequestState, theirs: RequestState) -> Option<Self> {
        if mine == RequestState::Pending && theirs == RequestState::Pending {
            return None;
        }
        Some(Self(State::Apart { mine, theirs }))
    }

    /// Every pair there is.
    #[must_use]
    pub fn all() -> Vec<Self> {
        use RequestState::{None, Pending, Rejected};
        let mut all = vec![Self::CONNECTED];
        for mine in [None, Pending, Rejected] {
            all.extend([None, Pending, Rejected].into_iter().filter_map(|t| Self::apart(mine, t)));
        }
        all
    }

    /// Whether they are connected.
    #[must_use]
    pub fn is_connected(self) -> bool {
        self == Self::CONNECTED
    }

    /// My request to them.
    #[must_use]
    pub fn mine(self) -> RequestState {
        match self.0 {
            State::Connected => RequestState::None,
            State::Apart { mine, .. } => mine,
        }
    }

    /// Their request to me.
    #[must_use]
    pub fn theirs(self) -> RequestState {
        match self.0 {
            State::Connected => RequestState::None,
            State::Apart { theirs, .. } => theirs,
        }
    }

    /// The same pair seen from the other one.
    #[must_use]
    pub fn turned(self) -> Self {
        match self.0 {
            State::Connected => self,
            State::Apart { mine, theirs } => Self(State::Apart { mine: theirs, theirs: mine }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_nine_pairs_and_none_is_pending_both_ways() {
        assert_eq!(Pair::all().len(), 9);
        assert_eq!(Pair::apart(RequestState::Pending, RequestState::Pending), None);
        for pair in Pair::all() {
            assert_eq!(pair.turned().turned(), pair);
            assert_eq!(pair.turned().mine(), pair.theirs());
        }
    }
}
