//! Connections: who knows whom, in a community of friends (contract, sections 5 and 6).

mod act;
mod list;
mod pair;
mod port;
mod requests;
mod statuses;
mod ties;
mod transition;

pub use act::{ActRefusal, act};
pub use list::{ListRefusal, list};
pub use pair::{Pair, RequestState};
pub use port::{Act, ConnectionRequest, Connections};
pub use requests::{RequestsRefusal, requests};
pub use statuses::{StatusRefusal, is_connection, status, statuses};
pub use ties::{ConnectionStatus, Ties};
pub use transition::{Action, Change, Refusal, Situation, decide};

/// Which of somebody's connections are wanted (contract, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutual {
    /// Only those who are tied to the viewer too.
    Only,
    /// Only the others.
    Without,
}

/// Which requests are wanted (contract, section 5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestBox {
    /// What others asked, and is still pending.
    Received,
    /// What one asked oneself, rejected or not.
    Sent,
}
