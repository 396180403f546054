//! What the operator decides for the whole community.

use crate::visibility::Viewer;

/// How people are tied to each other (`SelfCommunity` contract, section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Mutual connections: request, accept. `follow_enabled` is false.
    Friendship,
    /// One-sided follows. `follow_enabled` is true.
    Follow,
}

/// The operator's settings of the community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Community {
    /// Friendship or follow.
    pub mode: Mode,
    /// Whether anonymous callers may read connections, counters and searches.
    pub content_availability: bool,
    /// The providers with which people can sign in, as clients name them.
    pub signin_providers: Vec<String>,
}

impl Community {
    /// Whether connections, counters and searches are shown to this viewer.
    #[must_use]
    pub fn shows_ties_to(&self, viewer: &Viewer) -> bool {
        self.content_availability || viewer.member().is_some()
    }
}
