//! What a deleted user was tied to.

use kith_domain::UserId;
use kith_domain::connection::{Action, Pair, Refusal, Ties};
use kith_domain::hide::Hiding;
use kith_domain::user::{Counters, Deletion, Moderation};

use crate::contract::Ports;
use crate::ties::{act, arrange, attempt, connect, follow, hide, perform, request};

pub async fn ties_of_a_softly_deleted_user_sleep_and_wake(ports: &Ports) {
    let (anna, others) = tied_in_every_way(ports).await;
    let before = ports.everything().await;
    ports.delete(anna, Deletion::Soft).await;
    for &other in &others {
        assert_eq!(ports.counters(other).await, Counters::default());
        assert_eq!(ports.ties(other, anna).await, None);
        assert_eq!(ports.ties(anna, other).await, Some(Ties::default()));
        assert_eq!((ports.sent(other).await, ports.received(other).await), (vec![], vec![]));
        for (viewer, seen) in [(other, anna), (anna, other)] {
            let person = ports.users.person(seen, Some(viewer)).await.expect("storage works");
            assert_eq!(person.expect("is kept").ties, Ties::default());
        }
    }
    ports.expect_legal(&[&*others, &[anna]].concat()).await;
    ports.moderate(anna, Moderation::Approve).await;
    assert_eq!(ports.everything().await, before);
    ports.expect_legal(&[&*others, &[anna]].concat()).await;
}

pub async fn a_tie_of_two_deleted_users_wakes_with_the_second(ports: &Ports) {
    let (anna, others) = tied_in_every_way(ports).await;
    let before = ports.everything().await;
    ports.delete(anna, Deletion::Soft).await;
    for &other in &others {
        ports.delete(other, Deletion::Soft).await;
    }
    ports.moderate(anna, Moderation::Approve).await;
    assert_eq!(ports.counters(anna).await, Counters::default(), "the others are still away");
    assert_eq!((ports.sent(anna).await, ports.received(anna).await), (vec![], vec![]));
    ports.expect_legal(&[&*others, &[anna]].concat()).await;
    for &other in &others {
        ports.moderate(other, Moderation::Approve).await;
        ports.expect_legal(&[anna, other]).await;
    }
    assert_eq!(ports.everything().await, before);
}

pub async fn ties_of_others_stay_awake(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    for (one, other) in [(anna, bruno), (bruno, carla), (carla, anna)] {
        connect(&*ports.connections, one, other).await;
        follow(&*ports.follows, one, other).await;
    }
    ports.delete(anna, Deletion::Soft).await;
    let expected = Counters { connections: 1, ..Counters::default() };
    assert_eq!(ports.counters(bruno).await, Counters { followings: 1, ..expected });
    assert_eq!(ports.counters(carla).await, Counters { followers: 1, ..expected });
    ports.expect_legal(&[anna, bruno, carla]).await;
}

pub async fn hard_deletion_removes_every_tie_and_lowers_the_counters_of_others(ports: &Ports) {
    for first_softly in [false, true] {
        let (anna, others) = tied_in_every_way(ports).await;
        if first_softly {
            ports.delete(anna, Deletion::Soft).await;
        }
        ports.delete(anna, Deletion::Hard).await;
        ports.expect_legal(&[&*others, &[anna]].concat()).await;
        for &other in &others {
            assert_eq!(ports.counters(other).await, Counters::default());
            assert_eq!((ports.sent(other).await, ports.received(other).await), (vec![], vec![]));
            assert_eq!(ports.hides.hidden_by(other).await.expect("storage works"), vec![]);
            assert_eq!(ports.ties(other, anna).await, None);
            ports.delete(other, Deletion::Hard).await;
        }
        assert_eq!(ports.everything().await, vec![], "nothing keeps anybody from being erased");
    }
}

pub async fn erasing_one_of_two_deleted_users_leaves_nothing_to_wake(ports: &Ports) {
    let (anna, others) = tied_in_every_way(ports).await;
    for &other in &others {
        ports.delete(other, Deletion::Soft).await;
    }
    ports.delete(anna, Deletion::Hard).await;
    for &other in &others {
        ports.moderate(other, Moderation::Approve).await;
        assert_eq!(ports.counters(other).await, Counters::default());
    }
    ports.expect_legal(&others).await;
}

pub async fn what_others_do_meanwhile_counts_when_they_are_back(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    connect(&*ports.connections, anna, bruno).await;
    request(&*ports.connections, carla, anna).await;
    ports.delete(anna, Deletion::Soft).await;
    connect(&*ports.connections, bruno, carla).await;
    follow(&*ports.follows, bruno, carla).await;
    ports.moderate(anna, Moderation::Approve).await;
    let anna_has = Counters { connections: 1, requests_received: 1, ..Counters::default() };
    let bruno_has = Counters { connections: 2, followings: 1, ..Counters::default() };
    let carla_has =
        Counters { connections: 1, requests_sent: 1, followers: 1, ..Counters::default() };
    for (id, has) in [(anna, anna_has), (bruno, bruno_has), (carla, carla_has)] {
        assert_eq!(ports.counters(id).await, has);
    }
    perform(&*ports.connections, act(anna, carla, Action::Accept)).await;
    ports.expect_legal(&[anna, bruno, carla]).await;
}

pub async fn hiding_outlives_a_soft_deletion(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    hide(&*ports.hides, anna, bruno).await;
    for id in [bruno, anna] {
        ports.delete(id, Deletion::Soft).await;
        if id == bruno {
            let listed = ports.hides.hidden_by(anna).await.expect("storage works");
            assert_eq!(listed, vec![], "a deleted user is not listed");
        }
        ports.moderate(id, Moderation::Approve).await;
        let hiding = ports.hides.between(anna, bruno).await.expect("storage works");
        assert_eq!(hiding, Some(Hiding { hides: true, hidden_by: false }));
        let refused = attempt(&*ports.connections, act(bruno, anna, Action::Request)).await;
        assert_eq!(refused, Err(Refusal::Forbidden));
    }
    assert_eq!(ports.hides.hidden_by(anna).await.expect("storage works"), vec![bruno]);
}

/// Anna, and one user for each way in which she can be tied to somebody: every pair, follows and
/// hides in either direction.
async fn tied_in_every_way(ports: &Ports) -> (UserId, Vec<UserId>) {
    let [anna] = ports.people(["anna"]).await;
    let pairs = Pair::all();
    let others = ports.crowd("other", pairs.len() + 4).await;
    for (other, pair) in others.iter().zip(&pairs) {
        arrange(&*ports.connections, anna, *other, *pair).await;
    }
    let [fan, idol, hider, hidden] = others[pairs.len()..] else { panic!("four are left") };
    follow(&*ports.follows, fan, anna).await;
    follow(&*ports.follows, anna, idol).await;
    hide(&*ports.hides, hider, anna).await;
    hide(&*ports.hides, anna, hidden).await;
    let counters = Counters {
        connections: 1,
        requests_sent: 5,
        requests_received: 2,
        followers: 1,
        followings: 1,
    };
    assert_eq!(ports.counters(anna).await, counters);
    (anna, others)
}
