//! Following and stopping it.

use kith_domain::UserId;
use kith_domain::community::Mode;
use kith_domain::follow::{Change, FollowAct, Following, Refusal, Situation, decide};
use kith_domain::user::{Counters, Deletion, Moderation};

use crate::FixedClock;
use crate::contract::{Ports, stranger};
use crate::people::named;
use crate::ties::{follow, hide};

pub async fn every_toggle_in_every_situation_does_what_the_rules_say(ports: &Ports) {
    let mut number = 0;
    for mode in [Mode::Follow, Mode::Friendship] {
        for bits in 0..16_u8 {
            let [following, blocked, i_hide, they_hide] = [1, 2, 4, 8].map(|bit| bits & bit != 0);
            for deletion in [None, Some(Deletion::Soft), Some(Deletion::Hard)] {
                number += 1;
                let me = named(&format!("me-{number}")).register(&*ports.users).await.id;
                let other = named(&format!("other-{number}")).register(&*ports.users).await.id;
                if following {
                    follow(&*ports.follows, me, other).await;
                }
                if i_hide {
                    hide(&*ports.hides, me, other).await;
                }
                if they_hide {
                    hide(&*ports.hides, other, me).await;
                }
                if blocked {
                    ports.moderate(me, Moderation::Block).await;
                }
                if let Some(deletion) = deletion {
                    ports.delete(other, deletion).await;
                }
                let situation = Situation {
                    mode,
                    following: following && deletion != Some(Deletion::Hard),
                    other_is_live: deletion.is_none(),
                    actor_is_blocked: blocked,
                    hidden: i_hide || they_hide,
                };
                let decided = decide(&situation);
                assert_eq!(toggle(ports, mode, me, other).await, decided, "{situation:?}");
                if deletion == Some(Deletion::Soft) {
                    ports.moderate(other, Moderation::Approve).await;
                }
                let expected = match decided {
                    Ok(Change::Follow) => true,
                    Ok(Change::Unfollow) => false,
                    Err(_) => situation.following,
                };
                let ties = ports.ties(me, other).await.unwrap_or_default();
                assert_eq!(ties.followed, expected, "after {situation:?}");
                if decided.is_ok() || deletion.is_some() {
                    ports.expect_legal(&[me, other]).await;
                }
            }
        }
    }
}

pub async fn following_is_counted_at_both_ends_and_has_one_direction(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    let (one_each, nothing) =
        (Counters { followers: 1, followings: 1, ..Counters::default() }, Counters::default());
    assert_eq!(toggle(ports, Mode::Follow, anna, bruno).await, Ok(Change::Follow));
    let (fan, idol) = (Counters { followings: 1, ..nothing }, Counters { followers: 1, ..nothing });
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (fan, idol));
    assert_eq!(toggle(ports, Mode::Follow, bruno, anna).await, Ok(Change::Follow));
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (one_each, one_each));
    assert_eq!(toggle(ports, Mode::Follow, anna, bruno).await, Ok(Change::Unfollow));
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (idol, fan));
    assert_eq!(toggle(ports, Mode::Follow, bruno, anna).await, Ok(Change::Unfollow));
    assert_eq!((ports.counters(anna).await, ports.counters(bruno).await), (nothing, nothing));
}

pub async fn whoever_was_deleted_meanwhile_follows_nobody(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    follow(&*ports.follows, deleted, anna).await;
    follow(&*ports.follows, erased, anna).await;
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    let before = ports.everything().await;
    for actor in [deleted, erased, stranger()] {
        let outcome = toggle(ports, Mode::Follow, actor, anna).await;
        assert_eq!(outcome, Err(Refusal::NoSuchUser));
        assert_eq!(ports.everything().await, before);
    }
    ports.moderate(deleted, Moderation::Approve).await;
    let following = ports.follows.between(deleted, anna).await.expect("storage works");
    assert_eq!(following, Some(Following { follows: true, followed_by: false }));
}

async fn toggle(
    ports: &Ports,
    mode: Mode,
    actor: UserId,
    other: UserId,
) -> Result<Change, Refusal> {
    let act = FollowAct { actor, other, mode, at: FixedClock::start() };
    ports.follows.toggle(&act).await.expect("storage works")
}
