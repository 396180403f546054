//! What ties users to each other, and what follows from it. A tie of which either end is softly
//! deleted is dormant: kept, and neither seen nor counted.

use kith_domain::connection::{Pair, RequestState, Ties};
use kith_domain::page::Page;
use kith_domain::user::{Counters, Person, Status};
use kith_domain::{StoreError, Timestamp, UserId};

use super::state::Kept;

/// A connection request as it is kept, by who asked whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request {
    pub(super) id: i64,
    pub(super) created: Timestamp,
    pub(super) rejected: Option<Timestamp>,
    pub(super) viewed: Option<Timestamp>,
}

/// Two users in the order in which their connection is kept: the lower id first.
pub(super) fn unordered(one: UserId, other: UserId) -> (UserId, UserId) {
    (one.min(other), one.max(other))
}

impl Kept {
    /// Whether both ends of a tie live.
    pub(super) fn is_awake(&self, (one, other): (UserId, UserId)) -> bool {
        self.is_live(one) && self.is_live(other)
    }

    /// Whether moderation has blocked the user.
    pub(super) fn is_blocked(&self, id: UserId) -> bool {
        self.users.get(&id).is_some_and(|user| user.status == Status::Blocked)
    }

    /// Whether either hides the other.
    pub(super) fn is_hidden_between(&self, one: UserId, other: UserId) -> bool {
        self.hides.contains_key(&(one, other)) || self.hides.contains_key(&(other, one))
    }

    /// How `me` and `other` stand to each other, dormant or not.
    pub(super) fn pair(&self, me: UserId, other: UserId) -> Result<Pair, StoreError> {
        if self.connections.contains_key(&unordered(me, other)) {
            return Ok(Pair::CONNECTED);
        }
        let state = |from, to| match self.requests.get(&(from, to)) {
            None => RequestState::None,
            Some(Request { rejected: None, .. }) => RequestState::Pending,
            Some(Request { rejected: Some(_), .. }) => RequestState::Rejected,
        };
        let illegal = || StoreError::inconsistent("two requests are pending both ways");
        Pair::apart(state(me, other), state(other, me)).ok_or_else(illegal)
    }

    /// Lets `me` and `other` stand to each other like this from now on.
    pub(super) fn set_pair(&mut self, me: UserId, other: UserId, pair: Pair, at: Timestamp) {
        let between = unordered(me, other);
        if pair.is_connected() {
            self.connections.entry(between).or_insert(at);
        } else {
            self.connections.remove(&between);
        }
        self.set_request((me, other), pair.mine(), at);
        self.set_request((other, me), pair.theirs(), at);
    }

    fn set_request(&mut self, direction: (UserId, UserId), state: RequestState, at: Timestamp) {
        if state == RequestState::None {
            self.requests.remove(&direction);
            return;
        }
        let last_id = &mut self.last_request_id;
        let request = self.requests.entry(direction).or_insert_with(|| {
            *last_id += 1;
            Request { id: *last_id, created: at, rejected: None, viewed: None }
        });
        request.rejected = match state {
            RequestState::Rejected => request.rejected.or(Some(at)),
            RequestState::None | RequestState::Pending => None,
        };
    }

    /// What ties `viewer` to `other`.
    pub(super) fn ties(&self, viewer: UserId, other: UserId) -> Ties {
        if !self.is_awake((viewer, other)) {
            return Ties::default();
        }
        let received = self.requests.get(&(other, viewer));
        Ties {
            connected: self.connections.contains_key(&unordered(viewer, other)),
            received: received.is_some_and(|request| request.rejected.is_none()),
            sent: self.requests.contains_key(&(viewer, other)),
            followed: self.follows.contains_key(&(viewer, other)),
        }
    }

    /// A user as `viewer` sees them.
    pub(super) fn person(&self, id: UserId, viewer: Option<UserId>) -> Option<Person> {
        let ties = viewer.map_or_else(Ties::default, |viewer| self.ties(viewer, id));
        Some(Person { user: self.user(id)?, ties })
    }

    /// The same page with the users instead of their ids.
    pub(super) fn people(&self, page: Page<UserId>, viewer: Option<UserId>) -> Page<Person> {
        let people = page.items.into_iter().filter_map(|id| self.person(id, viewer));
        Page { count: page.count, items: people.collect(), next: page.next }
    }

    /// How many ties that are not dormant a user has.
    pub(super) fn counters(&self, id: UserId) -> Counters {
        let connections = self.connections.keys().filter(|(one, other)| *one == id || *other == id);
        let sent = self.requests.keys().filter(|(from, _)| *from == id);
        let pending = self.requests.iter().filter(|(_, request)| request.rejected.is_none());
        let received = pending.map(|(direction, _)| direction).filter(|(_, to)| *to == id);
        Counters {
            connections: self.awake(connections),
            requests_sent: self.awake(sent),
            requests_received: self.awake(received),
            followers: self.awake(self.follows.keys().filter(|(_, followed)| *followed == id)),
            followings: self.awake(self.follows.keys().filter(|(follower, _)| *follower == id)),
        }
    }

    fn awake<'a>(&self, ties: impl Iterator<Item = &'a (UserId, UserId)>) -> u64 {
        ties.filter(|tie| self.is_awake(**tie)).map(|_| 1).sum()
    }

    /// Removes all ties of a user, dormant or not.
    pub(super) fn untie(&mut self, id: UserId) {
        let is_other = |(one, other): &(UserId, UserId)| *one != id && *other != id;
        self.connections.retain(|tie, _| is_other(tie));
        self.requests.retain(|tie, _| is_other(tie));
        self.follows.retain(|tie, _| is_other(tie));
        self.hides.retain(|tie, _| is_other(tie));
    }
}
