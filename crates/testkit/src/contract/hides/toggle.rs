//! Hiding a user and showing them again.

use kith_domain::UserId;
use kith_domain::connection::{Action, Pair, Refusal};
use kith_domain::hide::{Hiding, Toggled};
use kith_domain::user::{Deletion, Moderation};

use crate::FixedClock;
use crate::contract::race::{Arena, Attempt, ROUNDS, count};
use crate::contract::{Ports, stranger};
use crate::ties::{act, arrange, attempt, follow, hide, perform};

pub async fn hiding_is_toggled_for_one_direction_alone(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    hide(&*ports.hides, bruno, anna).await;
    hide(&*ports.hides, anna, carla).await;
    for round in 0..3 {
        assert_eq!(toggle(ports, anna, bruno).await, Toggled::Hidden, "round {round}");
        assert_eq!(between(ports, anna, bruno).await, Hiding { hides: true, hidden_by: true });
        assert_eq!(toggle(ports, anna, bruno).await, Toggled::Shown, "round {round}");
        assert_eq!(between(ports, anna, bruno).await, Hiding { hides: false, hidden_by: true });
    }
    assert_eq!(between(ports, anna, carla).await, Hiding { hides: true, hidden_by: false });
}

pub async fn only_live_users_hide_and_are_hidden(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    hide(&*ports.hides, anna, deleted).await;
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    let before = ports.everything().await;
    for other in [deleted, erased, stranger()] {
        assert_eq!(toggle(ports, anna, other).await, Toggled::NoSuchUser);
        assert_eq!(toggle(ports, other, anna).await, Toggled::NoSuchUser);
    }
    assert_eq!(ports.everything().await, before);
    ports.moderate(deleted, Moderation::Approve).await;
    assert_eq!(between(ports, anna, deleted).await, Hiding { hides: true, hidden_by: false });
}

pub async fn hiding_leaves_every_tie_as_it_was(ports: &Ports) {
    let [anna] = ports.people(["anna"]).await;
    let mut others = Vec::new();
    for (number, pair) in Pair::all().into_iter().enumerate() {
        let [other] = ports.people([&*format!("other-{number}")]).await;
        arrange(&*ports.connections, anna, other, pair).await;
        follow(&*ports.follows, anna, other).await;
        follow(&*ports.follows, other, anna).await;
        others.push(other);
    }
    let before = ports.everything().await;
    for other in &others {
        hide(&*ports.hides, anna, *other).await;
        hide(&*ports.hides, *other, anna).await;
    }
    let mut after = ports.everything().await;
    for one in &mut after {
        assert!(!one.hides.is_empty());
        one.hides.clear();
    }
    assert_eq!(after, before);
}

pub async fn hiding_keeps_from_building_ties_and_not_from_cutting_them(ports: &Ports) {
    use kith_domain::connection::RequestState::{None, Pending, Rejected};
    let apart = |mine, theirs| Pair::apart(mine, theirs).expect("legal");
    let builds = [
        (Pair::STRANGERS, Action::Request),
        (apart(None, Pending), Action::Accept),
        (apart(None, Rejected), Action::CancelReject),
    ];
    let cuts = [
        (apart(None, Pending), Action::Reject),
        (apart(Pending, None), Action::CancelRequest),
        (Pair::CONNECTED, Action::Remove),
    ];
    for (number, (pair, action)) in builds.into_iter().chain(cuts).enumerate() {
        for i_hide in [true, false] {
            let names = ["me", "other"].map(|name| format!("{name}-{number}-{i_hide}"));
            let [me, other] = ports.people([&*names[0], &*names[1]]).await;
            arrange(&*ports.connections, me, other, pair).await;
            let (who, whom) = if i_hide { (me, other) } else { (other, me) };
            hide(&*ports.hides, who, whom).await;
            if number < builds.len() {
                let outcome = attempt(&*ports.connections, act(me, other, action)).await;
                assert_eq!(outcome, Err(Refusal::Forbidden), "{action:?}");
                assert_eq!(toggle(ports, who, whom).await, Toggled::Shown);
            }
            perform(&*ports.connections, act(me, other, action)).await;
            ports.expect_legal(&[me, other]).await;
        }
    }
}

pub async fn every_toggle_counts_however_many_toggle_at_once(arena: &Arena) {
    let [anna, bruno] = arena.people(["anna", "bruno"]).await;
    for round in 0..ROUNDS {
        let toggle = |_| -> Attempt<Toggled> {
            let hides = arena.hides.clone();
            let at = FixedClock::start();
            Box::pin(async move { hides.toggle(anna, bruno, at).await.expect("storage works") })
        };
        let outcomes = arena.at_once((0..7).map(toggle).collect()).await;
        let hidden = count(&outcomes, |one| *one == Toggled::Hidden);
        let shown = count(&outcomes, |one| *one == Toggled::Shown);
        let hides = round % 2 == 0;
        let expected = if hides { (4, 3) } else { (3, 4) };
        assert_eq!((hidden, shown), expected, "round {round}: {outcomes:?}");
        assert_eq!(between(arena, anna, bruno).await, Hiding { hides, hidden_by: false });
    }
}

async fn toggle(ports: &Ports, actor: UserId, other: UserId) -> Toggled {
    ports.hides.toggle(actor, other, FixedClock::start()).await.expect("storage works")
}

async fn between(ports: &Ports, who: UserId, other: UserId) -> Hiding {
    ports.hides.between(who, other).await.expect("storage works").expect("both live")
}
