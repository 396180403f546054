//! A user as somebody sees them.

use super::User;
use crate::connection::Ties;

/// How many ties a user has to live users. Those of both modes are kept; a view shows one mode's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Connections.
    pub connections: u64,
    /// Requests made, pending or rejected.
    pub requests_sent: u64,
    /// Requests received that are pending.
    pub requests_received: u64,
    /// Those who follow the user.
    pub followers: u64,
    /// Those whom the user follows.
    pub followings: u64,
}

/// A user, and what ties a viewer to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The user.
    pub user: User,
    /// What ties the viewer to the user; nothing if there is no viewer, or it is the user.
    pub ties: Ties,
}
