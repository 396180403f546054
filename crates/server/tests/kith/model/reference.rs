//! The rules once more, written from the contract (sections 5, 7 and 10) and from nothing else: what
//! Kith answers to a step, and what everybody sees then.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::step::{Step, Verb, Who};

/// What has become of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Approved,
    Blocked,
    Deleted,
    Erased,
}

/// A request as its row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    /// When it was made, as the number of the step.
    pub(crate) made: usize,
    pub(crate) rejected: bool,
    pub(crate) viewed: bool,
}

/// What is answered: the status, and the body as far as the contract says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// 200 with the actor's status to the other.
    Done(Option<&'static str>),
    /// 204 without a body.
    Silent,
    /// A refusal with this status and this code.
    Refused(u16, &'static str),
}

impl Answer {
    /// Whether this is what was answered; an empty body is an empty text.
    pub(crate) fn is(&self, status: u16, body: &Value) -> bool {
        match self {
            Self::Done(word) => status == 200 && *body == json!({"connection_status": word}),
            Self::Silent => status == 204 && body == "",
            Self::Refused(refusal, code) => {
                status == *refusal && body["errors"][0]["code"] == *code
            }
        }
    }
}

const GONE: Answer = Answer::Refused(404, "not_found");
const NOT_ALLOWED: Answer = Answer::Refused(403, "permission_denied");

/// A community of friends, as it should be.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) standings: Vec<Standing>,
    /// By the lower and the higher of the two: when they were connected, as the number of the step.
    connections: BTreeMap<(Who, Who), usize>,
    /// By who asked and who was asked.
    requests: BTreeMap<(Who, Who), Request>,
    /// Who hides whom.
    hides: BTreeSet<(Who, Who)>,
    steps: usize,
    /// Breaks one rule on purpose: a rejected request disappears.
    pub(crate) forgets_the_rejected: bool,
}

impl Reference {
    /// Strangers.
    pub(crate) fn of(users: usize) -> Self {
        Self {
            standings: vec![Standing::Approved; users],
            connections: BTreeMap::new(),
            requests: BTreeMap::new(),
            hides: BTreeSet::new(),
            steps: 0,
            forgets_the_rejected: false,
        }
    }

    pub(crate) fn everybody(&self) -> std::ops::Range<Who> {
        0..self.standings.len()
    }

    /// Whether the user is there: not deleted, neither softly nor for good.
    pub(crate) fn lives(&self, user: Who) -> bool {
        matches!(self.standings[user], Standing::Approved | Standing::Blocked)
    }

    /// Does it, and says what is answered.
    pub(crate) fn apply(&mut self, step: Step) -> Answer {
        self.steps += 1;
        match step {
            Step::Act(actor, verb, other) => match self.may(actor, other) {
                Err(refused) => refused,
                Ok(()) => self.act(actor, verb, other),
            },
            Step::Hide(actor, other) => match self.may(actor, other) {
                Err(refused) => refused,
                Ok(()) => self.hide(actor, other),
            },
            Step::Approve(user) => self.moderate(user, Standing::Approved),
            Step::Block(user) => self.moderate(user, Standing::Blocked),
            Step::Delete(user) => match self.standings[user] {
                Standing::Erased => GONE,
                Standing::Deleted => Answer::Refused(400, "already_deleted"),
                Standing::Approved | Standing::Blocked => self.moderate(user, Standing::Deleted),
            },
            Step::Erase(user) => {
                self.connections.retain(|(one, other), _| *one != user && *other != user);
                self.requests.retain(|(from, to), _| *from != user && *to != user);
                self.hides.retain(|(one, other)| *one != user && *other != user);
                self.moderate(user, Standing::Erased)
            }
        }
    }

    fn hide(&mut self, me: Who, other: Who) -> Answer {
        if !self.hides.remove(&(me, other)) {
            self.hides.insert((me, other));
        }
        Answer::Silent
    }

    fn moderate(&mut self, user: Who, standing: Standing) -> Answer {
        if self.standings[user] == Standing::Erased {
            return GONE;
        }
        self.standings[user] = standing;
        Answer::Silent
    }

    /// What is asked before anything about the two.
    fn may(&self, actor: Who, other: Who) -> Result<(), Answer> {
        if !self.lives(actor) {
            return Err(Answer::Refused(401, "token_not_valid"));
        }
        if !self.lives(other) {
            return Err(GONE);
        }
        if actor == other {
            return Err(Answer::Refused(400, "invalid"));
        }
        Ok(())
    }

    fn act(&mut self, me: Who, verb: Verb, other: Who) -> Answer {
        let builds = matches!(verb, Verb::Request | Verb::Accept | Verb::CancelReject);
        let hidden = self.hides.contains(&(me, other)) || self.hides.contains(&(other, me));
        if builds && (hidden || self.standings[me] == Standing::Blocked) {
            return NOT_ALLOWED;
        }
        let pair = (me.min(other), me.max(other));
        let (mine, theirs) = ((me, other), (other, me));
        let asked = self.requests.get(&theirs).copied();
        let is_pending = asked.is_some_and(|request| !request.rejected);
        match verb {
            Verb::Request if self.connections.contains_key(&pair) => {
                return Answer::Refused(400, "already_connected");
            }
            Verb::Request if is_pending || self.requests.contains_key(&mine) => {
                return Answer::Refused(400, "already_exists");
            }
            Verb::Request => {
                let made = Request { made: self.steps, rejected: false, viewed: false };
                self.requests.insert(mine, made);
            }
            Verb::Accept if is_pending => {
                self.requests.remove(&mine);
                self.requests.remove(&theirs);
                self.connections.insert(pair, self.steps);
            }
            Verb::Reject if is_pending && self.forgets_the_rejected => {
                self.requests.remove(&theirs);
            }
            Verb::Reject if is_pending => self.change(theirs, |request| request.rejected = true),
            Verb::CancelRequest if self.requests.contains_key(&mine) => {
                self.requests.remove(&mine);
            }
            // Restored beside one's own pending request, both would wait.
            Verb::CancelReject if asked.is_some() && !is_pending && self.is_pending(mine) => {
                return Answer::Refused(400, "already_exists");
            }
            Verb::CancelReject if asked.is_some() && !is_pending => {
                self.change(theirs, |request| request.rejected = false);
            }
            Verb::Remove if self.connections.contains_key(&pair) => {
                self.connections.remove(&pair);
            }
            Verb::MarkSeen if asked.is_some() => {
                self.change(theirs, |request| request.viewed = true);
                return Answer::Silent;
            }
            Verb::Accept
            | Verb::Reject
            | Verb::CancelRequest
            | Verb::CancelReject
            | Verb::Remove
            | Verb::MarkSeen => return GONE,
        }
        Answer::Done(self.status(me, other))
    }

    fn is_pending(&self, request: (Who, Who)) -> bool {
        self.requests.get(&request).is_some_and(|request| !request.rejected)
    }

    fn change(&mut self, request: (Who, Who), change: impl FnOnce(&mut Request)) {
        self.requests.entry(request).and_modify(change);
    }

    /// `connection_status` of a live `other` for a live `me`.
    pub(crate) fn status(&self, me: Who, other: Who) -> Option<&'static str> {
        if me == other || !self.lives(me) || !self.lives(other) {
            return None;
        }
        if self.connections.contains_key(&(me.min(other), me.max(other))) {
            return Some("connected");
        }
        if self.is_pending((other, me)) {
            return Some("received_connection_request");
        }
        self.requests.contains_key(&(me, other)).then_some("sent_connection_request")
    }

    /// Whom a live user is connected with: those of `viewer` first, each part newest first.
    pub(crate) fn connections(&self, owner: Who, viewer: Option<Who>) -> Vec<Who> {
        let mutual = |other: Who| match viewer {
            Some(viewer) => viewer == owner || self.status(viewer, other) == Some("connected"),
            None => false,
        };
        let others = self.everybody().filter(|other| {
            self.connections.contains_key(&(owner.min(*other), owner.max(*other)))
                && self.lives(*other)
        });
        let mut others: Vec<Who> = others.collect();
        others.sort_by_key(|&other| {
            let since = self.connections[&(owner.min(other), owner.max(other))];
            (!mutual(other), std::cmp::Reverse(since))
        });
        others
    }

    /// The pending requests to a live user, newest first.
    pub(crate) fn received(&self, owner: Who) -> Vec<(Who, Request)> {
        let mine =
            self.requests.iter().filter(|((_, to), request)| *to == owner && !request.rejected);
        self.newest_first(mine.map(|((from, _), request)| (*from, *request)))
    }

    /// The requests of a live user, rejected or not, newest first.
    pub(crate) fn sent(&self, owner: Who) -> Vec<(Who, Request)> {
        let mine = self.requests.iter().filter(|((from, _), _)| *from == owner);
        self.newest_first(mine.map(|((_, to), request)| (*to, *request)))
    }

    fn newest_first(&self, all: impl Iterator<Item = (Who, Request)>) -> Vec<(Who, Request)> {
        let mut all: Vec<_> = all.filter(|(other, _)| self.lives(*other)).collect();
        all.sort_by_key(|(_, request)| std::cmp::Reverse(request.made));
        all
    }

    /// Every request to a user, whatever has become of it.
    pub(crate) fn requests_to(&self, user: Who) -> impl Iterator<Item = (Who, Request)> {
        let mine = self.requests.iter().filter(move |((_, to), _)| *to == user);
        mine.map(|((from, _), request)| (*from, *request))
    }

    /// Whom a live user hides.
    pub(crate) fn hidden_by(&self, owner: Who) -> Vec<Who> {
        let hidden = self.hides.iter().filter(|(user, _)| *user == owner);
        hidden.map(|(_, hidden)| *hidden).filter(|hidden| self.lives(*hidden)).collect()
    }
}
