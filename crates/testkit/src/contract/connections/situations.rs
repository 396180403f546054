//! Every action in every situation.

use kith_domain::UserId;
use kith_domain::community::Mode;
use kith_domain::connection::{Act, Action, Change, Pair, Refusal, Situation, Ties, decide};
use kith_domain::user::{Deletion, Moderation};

use crate::contract::Ports;
use crate::people::named;
use crate::ties::{act, arrange, attempt, hide};

/// What an action depends on besides the pair.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Circumstance {
    Nothing,
    ActorHides,
    OtherHides,
    ActorIsBlocked,
    OtherIsBlocked,
    OtherIsDeleted,
    OtherIsErased,
    FollowMode,
}

impl Circumstance {
    const ALL: [Self; 8] = [
        Self::Nothing,
        Self::ActorHides,
        Self::OtherHides,
        Self::ActorIsBlocked,
        Self::OtherIsBlocked,
        Self::OtherIsDeleted,
        Self::OtherIsErased,
        Self::FollowMode,
    ];

    fn mode(self) -> Mode {
        if self == Self::FollowMode { Mode::Follow } else { Mode::Friendship }
    }

    fn situation(self, pair: Pair) -> Situation {
        Situation {
            mode: self.mode(),
            pair,
            other_is_live: !matches!(self, Self::OtherIsDeleted | Self::OtherIsErased),
            actor_is_blocked: self == Self::ActorIsBlocked,
            hidden: matches!(self, Self::ActorHides | Self::OtherHides),
        }
    }
}

pub async fn every_action_in_every_situation_does_what_the_rules_say(ports: &Ports) {
    let mut stage = Stage { ports, made: 0 };
    for circumstance in Circumstance::ALL {
        for pair in Pair::all() {
            let mut users = stage.set(pair, circumstance).await;
            for action in Action::ALL {
                let decided = decide(action, &circumstance.situation(pair));
                expect_done(ports, users, (pair, circumstance), action, decided).await;
                if matches!(decided, Ok(Change::To(_))) {
                    users = stage.set(pair, circumstance).await;
                }
            }
            expect_unchanged(ports, users, (pair, circumstance)).await;
        }
    }
}

/// Acts, and asserts that exactly what was decided has come of it.
async fn expect_done(
    ports: &Ports,
    (me, other): (UserId, UserId),
    (pair, circumstance): (Pair, Circumstance),
    action: Action,
    decided: Result<Change, Refusal>,
) {
    let act = Act { mode: circumstance.mode(), ..act(me, other, action) };
    let outcome = attempt(&*ports.connections, act).await;
    let then = match decided {
        Ok(Change::To(pair)) => pair,
        Ok(Change::Seen) | Err(_) => pair,
    };
    let expected = decided.map(|_| Ties::from(then));
    assert_eq!(outcome, expected, "{action:?} of {pair:?}, {circumstance:?}");
    if circumstance.situation(pair).other_is_live {
        let seen = (ports.ties(me, other).await, ports.ties(other, me).await);
        let expected = (Some(Ties::from(then)), Some(Ties::from(then.turned())));
        assert_eq!(seen, expected, "after {action:?} of {pair:?}, {circumstance:?}");
    }
    if matches!(decided, Ok(Change::To(_))) {
        assert_eq!(ports.pair(me, other).await, then, "{action:?} of {pair:?}, {circumstance:?}");
        ports.expect_legal(&[me, other]).await;
    }
}

/// After all that was refused, the pair is as it was; a deleted user is brought back to see it.
async fn expect_unchanged(
    ports: &Ports,
    (me, other): (UserId, UserId),
    (pair, circumstance): (Pair, Circumstance),
) {
    let expected = match circumstance {
        Circumstance::OtherIsDeleted => {
            ports.moderate(other, Moderation::Approve).await;
            pair
        }
        Circumstance::OtherIsErased => {
            ports.expect_legal(&[me]).await;
            return;
        }
        _ => pair,
    };
    assert_eq!(ports.pair(me, other).await, expected, "{circumstance:?}");
    ports.expect_legal(&[me, other]).await;
}

/// Where each scene has users of its own.
struct Stage<'a> {
    ports: &'a Ports,
    made: usize,
}

impl Stage<'_> {
    /// Two users of whom `circumstance` holds, and who stand to each other like that.
    async fn set(&mut self, pair: Pair, circumstance: Circumstance) -> (UserId, UserId) {
        self.made += 1;
        let ports = self.ports;
        let me = named(&format!("me-{}", self.made)).register(&*ports.users).await.id;
        let other = named(&format!("other-{}", self.made)).register(&*ports.users).await.id;
        arrange(&*ports.connections, me, other, pair).await;
        match circumstance {
            Circumstance::Nothing | Circumstance::FollowMode => {}
            Circumstance::ActorHides => hide(&*ports.hides, me, other).await,
            Circumstance::OtherHides => hide(&*ports.hides, other, me).await,
            Circumstance::ActorIsBlocked => ports.moderate(me, Moderation::Block).await,
            Circumstance::OtherIsBlocked => ports.moderate(other, Moderation::Block).await,
            Circumstance::OtherIsDeleted => ports.delete(other, Deletion::Soft).await,
            Circumstance::OtherIsErased => ports.delete(other, Deletion::Hard).await,
        }
        (me, other)
    }
}
