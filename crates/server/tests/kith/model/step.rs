//! What users and moderators do, and how it is said in HTTP.

use std::fmt;

use serde_json::{Value, json};

/// A user's place in a small community.
pub(crate) type Who = usize;

/// What one user does about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Request,
    Accept,
    Reject,
    CancelRequest,
    CancelReject,
    Remove,
    MarkSeen,
}

impl Verb {
    pub(crate) const ALL: [Self; 7] = [
        Self::Request,
        Self::Accept,
        Self::Reject,
        Self::CancelRequest,
        Self::CancelReject,
        Self::Remove,
        Self::MarkSeen,
    ];

    fn path(self) -> &'static str {
        match self {
            Self::Request => "connection/request",
            Self::Accept => "connection/accept",
            Self::Reject => "connection/reject",
            Self::CancelRequest => "connection/cancel_request",
            Self::CancelReject => "connection/cancel_reject",
            Self::Remove => "connection/remove",
            Self::MarkSeen => "connection_requests/mark_seen",
        }
    }
}

/// One thing that happens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// One user acts on another, or on themselves.
    Act(Who, Verb, Who),
    /// One user hides another, or shows them again.
    Hide(Who, Who),
    /// A moderator approves a user; a softly deleted one comes back.
    Approve(Who),
    /// A moderator blocks a user.
    Block(Who),
    /// An admin deletes a user softly.
    Delete(Who),
    /// An admin deletes a user for good.
    Erase(Who),
}

impl fmt::Debug for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Act(actor, verb, other) => write!(formatter, "{actor} {verb:?} {other}"),
            Self::Hide(actor, other) => write!(formatter, "{actor} Hide {other}"),
            Self::Approve(user) => write!(formatter, "Approve {user}"),
            Self::Block(user) => write!(formatter, "Block {user}"),
            Self::Delete(user) => write!(formatter, "Delete {user}"),
            Self::Erase(user) => write!(formatter, "Erase {user}"),
        }
    }
}

/// A request in HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) token: String,
    /// A body-less request has none, not even an empty object.
    pub(crate) body: Option<Value>,
}

impl Call {
    pub(crate) fn get(path: String, token: &str) -> Self {
        Self { method: "GET", path, token: token.to_owned(), body: None }
    }

    pub(crate) fn post(path: String, token: &str, body: Option<Value>) -> Self {
        Self { method: "POST", path, token: token.to_owned(), body }
    }
}

/// The members of a small community, and those who look after it.
#[derive(Clone, Debug)]
pub(crate) struct People {
    pub(crate) ids: Vec<i64>,
    pub(crate) tokens: Vec<String>,
    pub(crate) moderator: String,
    pub(crate) admin: String,
}

impl People {
    /// The step as a request.
    pub(crate) fn call(&self, step: Step) -> Call {
        let moderate = |user: Who, status: &str| Call {
            method: "PATCH",
            path: format!("/api/v2/moderation/user/{}/", self.ids[user]),
            token: self.moderator.clone(),
            body: Some(json!({"status": status})),
        };
        let delete = |user: Who, query: &str| Call {
            method: "DELETE",
            path: format!("/api/v2/user/{}/{query}", self.ids[user]),
            token: self.admin.clone(),
            body: None,
        };
        match step {
            Step::Act(actor, verb, other) => {
                let path = format!("/api/v2/user/{}/{}/", self.ids[other], verb.path());
                Call::post(path, &self.tokens[actor], None)
            }
            Step::Hide(actor, other) => {
                let path = format!("/api/v2/user/{}/hide/", self.ids[other]);
                Call::post(path, &self.tokens[actor], None)
            }
            Step::Approve(user) => moderate(user, "a"),
            Step::Block(user) => moderate(user, "b"),
            Step::Delete(user) => delete(user, ""),
            Step::Erase(user) => delete(user, "?hard=1"),
        }
    }
}
