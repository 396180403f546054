//! What users attempt at the same moment.

use kith_domain::connection::{Action, Refusal, Ties};
use kith_domain::hide::Toggled;
use kith_domain::user::{Deleted, Deletion, Moderated, Moderation};
use kith_domain::{StoreError, UserId};

use crate::FixedClock;
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt};
use crate::ties::act;

/// How an attempt ended.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Acted(Result<Ties, Refusal>),
    Hidden(Toggled),
    Deleted(Deleted),
    Moderated(Moderated),
}

pub(super) type Attempted = Result<Outcome, StoreError>;

pub(super) fn acts(
    ports: &Ports,
    actor: UserId,
    other: UserId,
    action: Action,
) -> Attempt<Attempted> {
    let connections = ports.connections.clone();
    let act = act(actor, other, action);
    Box::pin(async move { connections.act(&act).await.map(Outcome::Acted) })
}

pub(super) fn hides(ports: &Ports, who: UserId, other: UserId) -> Attempt<Attempted> {
    let hides = ports.hides.clone();
    Box::pin(
        async move { hides.toggle(who, other, FixedClock::start()).await.map(Outcome::Hidden) },
    )
}

pub(super) fn deletes(ports: &Ports, id: UserId, deletion: Deletion) -> Attempt<Attempted> {
    let users = ports.users.clone();
    Box::pin(
        async move { users.delete(id, deletion, FixedClock::start()).await.map(Outcome::Deleted) },
    )
}

pub(super) fn moderates(ports: &Ports, id: UserId, moderation: Moderation) -> Attempt<Attempted> {
    let users = ports.users.clone();
    Box::pin(async move {
        let at = FixedClock::start();
        users.moderate(id, moderation, true, at).await.map(Outcome::Moderated)
    })
}

/// Runs the attempts at once; none of them may fail.
pub(super) async fn run(arena: &Arena, attempts: Vec<Attempt<Attempted>>) -> Vec<Outcome> {
    let outcomes = arena.at_once(attempts).await;
    outcomes.into_iter().map(|outcome| outcome.expect("storage works")).collect()
}

pub(super) fn succeeded(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Acted(Ok(_)))
}

pub(super) fn refused(refusal: Refusal) -> impl Fn(&Outcome) -> bool {
    move |outcome| *outcome == Outcome::Acted(Err(refusal))
}
