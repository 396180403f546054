//! What the operator decides for the whole community.

/// How people are tied to each other (`SelfCommunity` contract, section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Mutual connections: request, accept. `follow_enabled` is false.
    Friendship,
    /// One-sided follows. `follow_enabled` is true.
    Follow,
}

/// The operator's settings of the community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Community {
    /// Friendship or follow.
    pub mode: Mode,
    /// Whether anonymous callers may read connections, counters and searches.
    pub content_availability: bool,
}
