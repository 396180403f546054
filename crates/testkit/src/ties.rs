//! Ties between users to test with. Each of these panics if what it asks for is refused.

use kith_domain::community::Mode;
use kith_domain::connection::{Act, Action, Connections, Pair, Refusal, RequestState, Ties};
use kith_domain::follow::{Change, FollowAct, Follows};
use kith_domain::hide::{Hides, Toggled};
use kith_domain::{Timestamp, UserId};

use crate::FixedClock;

/// What one user does about another in a community of friends, when the kit's time begins.
#[must_use]
pub fn act(actor: UserId, other: UserId, action: Action) -> Act {
    Act { actor, other, action, mode: Mode::Friendship, at: FixedClock::start() }
}

/// Lets one user act on another, whatever comes of it.
pub async fn attempt(connections: &dyn Connections, act: Act) -> Result<Ties, Refusal> {
    connections.act(&act).await.expect("storage works")
}

/// Lets one user act on another.
pub async fn perform(connections: &dyn Connections, act: Act) -> Ties {
    let Act { actor, other, action, .. } = act;
    match attempt(connections, act).await {
        Ok(ties) => ties,
        Err(refusal) => panic!("{action:?} of {actor} on {other} was refused: {refusal}"),
    }
}

/// Lets one user ask another.
pub async fn request(connections: &dyn Connections, from: UserId, to: UserId) -> Ties {
    perform(connections, act(from, to, Action::Request)).await
}

/// Connects two users who are strangers.
pub async fn connect(connections: &dyn Connections, one: UserId, other: UserId) {
    connect_at(connections, one, other, FixedClock::start()).await;
}

/// Connects two users who are strangers, at that time.
pub async fn connect_at(connections: &dyn Connections, one: UserId, other: UserId, at: Timestamp) {
    perform(connections, Act { at, ..act(one, other, Action::Request) }).await;
    perform(connections, Act { at, ..act(other, one, Action::Accept) }).await;
}

/// Lets two strangers stand to each other like that, seen from `me`.
pub async fn arrange(connections: &dyn Connections, me: UserId, other: UserId, pair: Pair) {
    if pair.is_connected() {
        connect(connections, me, other).await;
        return;
    }
    // What is rejected comes first: it is no obstacle to what is pending the other way.
    let mut requests = [(me, other, pair.mine()), (other, me, pair.theirs())];
    requests.sort_by_key(|(_, _, state)| *state != RequestState::Rejected);
    for (from, to, state) in requests {
        if state != RequestState::None {
            request(connections, from, to).await;
        }
        if state == RequestState::Rejected {
            perform(connections, act(to, from, Action::Reject)).await;
        }
    }
}

/// Lets one user, who does not yet, follow another.
pub async fn follow(follows: &dyn Follows, actor: UserId, other: UserId) {
    follow_at(follows, actor, other, FixedClock::start()).await;
}

/// Lets one user, who does not yet, follow another, since then.
pub async fn follow_at(follows: &dyn Follows, actor: UserId, other: UserId, at: Timestamp) {
    let act = FollowAct { actor, other, mode: Mode::Follow, at };
    let toggled = follows.toggle(&act).await.expect("storage works");
    assert_eq!(toggled, Ok(Change::Follow), "{actor} follows {other}");
}

/// Lets one user, who does not yet, hide another.
pub async fn hide(hides: &dyn Hides, who: UserId, other: UserId) {
    let toggled = hides.toggle(who, other, FixedClock::start()).await.expect("storage works");
    assert_eq!(toggled, Toggled::Hidden, "{who} hides {other}");
}
