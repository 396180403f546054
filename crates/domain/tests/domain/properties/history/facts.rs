//! A community as bare facts, and the contract's prose (sections 5 to 8 and 10) about them. It knows
//! no pairs and asks no rule of the domain: whatever both have wrong, they have wrong independently.

use std::collections::BTreeSet;

use kith_domain::UserId;
use kith_domain::community::Mode;
use kith_domain::connection::{Action, Refusal, Ties};
use kith_domain::follow;
use kith_domain::hide::Toggled;
use kith_domain::user::{Counters, Deleted, Deletion, Moderated, Moderation};

/// One user and another, in this order.
type Directed = (UserId, UserId);

/// All that is so.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The first has asked the second.
    asked: BTreeSet<Directed>,
    /// ... and the second has said no.
    declined: BTreeSet<Directed>,
    /// They are connected; stands here in both orders.
    friends: BTreeSet<Directed>,
    /// The first follows the second.
    follows: BTreeSet<Directed>,
    /// The first hides the second.
    hides: BTreeSet<Directed>,
    blocked: BTreeSet<UserId>,
    deleted: BTreeSet<UserId>,
    erased: BTreeSet<UserId>,
}

impl Facts {
    pub(super) fn is_gone(&self, user: UserId) -> bool {
        self.deleted.contains(&user) || self.erased.contains(&user)
    }

    /// The first waits for an answer of the second.
    fn waits(&self, from: UserId, to: UserId) -> bool {
        self.asked.contains(&(from, to)) && !self.declined.contains(&(from, to))
    }

    /// "One hides the other, or the caller is blocked."
    fn must_not_build(&self, me: UserId, them: UserId) -> bool {
        self.hides.contains(&(me, them))
            || self.hides.contains(&(them, me))
            || self.blocked.contains(&me)
    }

    pub(super) fn act(
        &mut self,
        me: UserId,
        them: UserId,
        action: Action,
        mode: Mode,
    ) -> Result<(), Refusal> {
        if mode == Mode::Follow && action != Action::MarkSeen {
            return Err(Refusal::WrongMode);
        }
        if self.is_gone(me) || self.is_gone(them) {
            return Err(Refusal::NoSuchUser);
        }
        if mode == Mode::Follow {
            return Err(Refusal::NothingThere);
        }
        let builds = [Action::Request, Action::Accept, Action::CancelReject].contains(&action);
        if builds && self.must_not_build(me, them) {
            return Err(Refusal::Forbidden);
        }
        let there = |is_there: bool| if is_there { Ok(()) } else { Err(Refusal::NothingThere) };
        match action {
            Action::Request => {
                if self.friends.contains(&(me, them)) {
                    return Err(Refusal::AlreadyConnected);
                }
                if self.asked.contains(&(me, them)) || self.waits(them, me) {
                    return Err(Refusal::AlreadyExists);
                }
                self.asked.insert((me, them));
                Ok(())
            }
            Action::Accept => {
                there(self.waits(them, me))?;
                for direction in [(me, them), (them, me)] {
                    self.asked.remove(&direction);
                    self.declined.remove(&direction);
                    self.friends.insert(direction);
                }
                Ok(())
            }
            Action::Reject => {
                there(self.waits(them, me))?;
                self.declined.insert((them, me));
                Ok(())
            }
            Action::CancelRequest => {
                self.declined.remove(&(me, them));
                there(self.asked.remove(&(me, them)))
            }
            Action::CancelReject => {
                there(self.declined.contains(&(them, me)))?;
                if self.waits(me, them) {
                    return Err(Refusal::AlreadyExists);
                }
                self.declined.remove(&(them, me));
                Ok(())
            }
            Action::Remove => {
                self.friends.remove(&(them, me));
                there(self.friends.remove(&(me, them)))
            }
            Action::MarkSeen => there(self.asked.contains(&(them, me))),
        }
    }

    pub(super) fn follow(
        &mut self,
        me: UserId,
        them: UserId,
        mode: Mode,
    ) -> Result<follow::Change, follow::Refusal> {
        if mode == Mode::Friendship {
            return Err(follow::Refusal::WrongMode);
        }
        if self.is_gone(me) || self.is_gone(them) {
            return Err(follow::Refusal::NoSuchUser);
        }
        if self.follows.remove(&(me, them)) {
            return Ok(follow::Change::Unfollow);
        }
        if self.must_not_build(me, them) {
            return Err(follow::Refusal::Forbidden);
        }
        self.follows.insert((me, them));
        Ok(follow::Change::Follow)
    }

    pub(super) fn hide(&mut self, me: UserId, them: UserId) -> Toggled {
        if self.is_gone(me) || self.is_gone(them) {
            return Toggled::NoSuchUser;
        }
        if self.hides.remove(&(me, them)) {
            return Toggled::Shown;
        }
        self.hides.insert((me, them));
        Toggled::Hidden
    }

    pub(super) fn moderate(&mut self, user: UserId, moderation: Moderation) -> Moderated {
        if self.erased.contains(&user) {
            return Moderated::NoSuchUser;
        }
        match moderation {
            Moderation::Approve => {
                self.deleted.remove(&user);
                self.blocked.remove(&user);
            }
            Moderation::Block => {
                self.deleted.remove(&user);
                self.blocked.insert(user);
            }
            Moderation::Delete(deletion) => {
                self.delete(user, deletion);
            }
        }
        Moderated::Done
    }

    pub(super) fn delete(&mut self, user: UserId, deletion: Deletion) -> Deleted {
        if self.erased.contains(&user) {
            return Deleted::NoSuchUser;
        }
        self.blocked.remove(&user);
        if deletion == Deletion::Soft {
            let first = self.deleted.insert(user);
            return if first { Deleted::Deleted } else { Deleted::Already };
        }
        self.erased.insert(user);
        for facts in [
            &mut self.asked,
            &mut self.declined,
            &mut self.friends,
            &mut self.follows,
            &mut self.hides,
        ] {
            facts.retain(|(one, other)| *one != user && *other != user);
        }
        Deleted::Deleted
    }

    pub(super) fn ties(&self, me: UserId, them: UserId) -> Ties {
        if self.is_gone(me) || self.is_gone(them) {
            return Ties::default();
        }
        Ties {
            connected: self.friends.contains(&(me, them)),
            received: self.waits(them, me),
            sent: self.asked.contains(&(me, them)),
            followed: self.follows.contains(&(me, them)),
        }
    }

    /// Who of the others stands in these facts with the user; nobody if either is gone.
    fn second(&self, facts: &BTreeSet<Directed>, user: UserId) -> Vec<UserId> {
        let seconds = facts.iter().filter(|(first, _)| *first == user).map(|(_, second)| *second);
        seconds.filter(|other| !self.is_gone(user) && !self.is_gone(*other)).collect()
    }

    fn first(&self, facts: &BTreeSet<Directed>, user: UserId) -> Vec<UserId> {
        self.second(&facts.iter().map(|(first, second)| (*second, *first)).collect(), user)
    }

    fn unless_gone(&self, user: UserId, others: Vec<UserId>) -> Option<Vec<UserId>> {
        (!self.is_gone(user)).then_some(others)
    }

    pub(super) fn connections(&self, user: UserId) -> Option<Vec<UserId>> {
        self.unless_gone(user, self.second(&self.friends, user))
    }

    pub(super) fn followers(&self, user: UserId) -> Option<Vec<UserId>> {
        self.unless_gone(user, self.first(&self.follows, user))
    }

    pub(super) fn followings(&self, user: UserId) -> Option<Vec<UserId>> {
        self.unless_gone(user, self.second(&self.follows, user))
    }

    pub(super) fn sent(&self, user: UserId) -> Vec<UserId> {
        self.second(&self.asked, user)
    }

    pub(super) fn received(&self, user: UserId) -> Vec<UserId> {
        let waiting = self.asked.difference(&self.declined).copied().collect();
        self.first(&waiting, user)
    }

    pub(super) fn hidden_by(&self, user: UserId) -> Vec<UserId> {
        let hidden = self.hides.iter().filter(|(who, _)| *who == user).map(|(_, other)| *other);
        hidden.filter(|other| !self.is_gone(*other)).collect()
    }

    /// `None` for whom is no more.
    pub(super) fn counters(&self, user: UserId) -> Option<Counters> {
        let number = |others: Vec<UserId>| u64::try_from(others.len()).unwrap();
        (!self.erased.contains(&user)).then(|| Counters {
            connections: number(self.second(&self.friends, user)),
            requests_sent: number(self.sent(user)),
            requests_received: number(self.received(user)),
            followers: number(self.first(&self.follows, user)),
            followings: number(self.second(&self.follows, user)),
        })
    }
}
