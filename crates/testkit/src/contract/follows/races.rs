//! Several who follow at the same moment.

use kith_domain::community::Mode;
use kith_domain::follow::{Change, FollowAct, Following, Refusal};
use kith_domain::hide::Toggled;
use kith_domain::user::{Counters, Deleted, Deletion, Moderation};
use kith_domain::{StoreError, UserId};

use crate::FixedClock;
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, ROUNDS, count};
use crate::ties::follow;

/// How an attempt ended.
#[derive(Debug, PartialEq)]
enum Outcome {
    Toggled(Result<Change, Refusal>),
    Hidden(Toggled),
    Deleted(Deleted),
}

fn toggles(ports: &Ports, actor: UserId, other: UserId) -> Attempt<Result<Outcome, StoreError>> {
    let follows = ports.follows.clone();
    let act = FollowAct { actor, other, mode: Mode::Follow, at: FixedClock::start() };
    Box::pin(async move { follows.toggle(&act).await.map(Outcome::Toggled) })
}

async fn run(arena: &Arena, attempts: Vec<Attempt<Result<Outcome, StoreError>>>) -> Vec<Outcome> {
    let outcomes = arena.at_once(attempts).await;
    outcomes.into_iter().map(|outcome| outcome.expect("storage works")).collect()
}

pub async fn every_toggle_counts_however_many_toggle_at_once(arena: &Arena) {
    let [anna, bruno] = arena.people(["anna", "bruno"]).await;
    for round in 0..ROUNDS {
        // An odd number of toggles turns it round.
        let attempts = (0..7).map(|_| toggles(arena, anna, bruno)).collect();
        let outcomes = run(arena, attempts).await;
        let followed = count(&outcomes, |one| *one == Outcome::Toggled(Ok(Change::Follow)));
        let unfollowed = count(&outcomes, |one| *one == Outcome::Toggled(Ok(Change::Unfollow)));
        let follows = round % 2 == 0;
        let expected = if follows { (4, 3) } else { (3, 4) };
        assert_eq!((followed, unfollowed), expected, "round {round}: {outcomes:?}");
        let following = arena.follows.between(anna, bruno).await.expect("storage works");
        assert_eq!(following, Some(Following { follows, followed_by: false }), "round {round}");
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn followers_who_come_at_once_are_all_counted(arena: &Arena) {
    let [star] = arena.people(["star"]).await;
    let fans = arena.crowd("fan", 8).await;
    let everybody = [&*fans, &[star]].concat();
    for round in 0..4 {
        let mut attempts: Vec<_> = fans.iter().map(|fan| toggles(arena, *fan, star)).collect();
        attempts.extend(fans.iter().map(|fan| toggles(arena, star, *fan)));
        run(arena, attempts).await;
        let number = if round % 2 == 0 { 8 } else { 0 };
        let expected = Counters { followers: number, followings: number, ..Counters::default() };
        assert_eq!(arena.counters(star).await, expected, "round {round}");
        arena.expect_legal(&everybody).await;
    }
}

pub async fn following_hiding_and_deletion_agree_whichever_comes_first(arena: &Arena) {
    for round in 0..ROUNDS {
        let names = ["anna", "bruno"].map(|name| format!("{name}-{round}"));
        let [anna, bruno] = arena.people([&*names[0], &*names[1]]).await;
        let erased = round % 2 == 0;
        let (users, hides) = (arena.users.clone(), arena.hides.clone());
        let at = FixedClock::start();
        let against: Attempt<Result<Outcome, StoreError>> = if erased {
            Box::pin(
                async move { users.delete(bruno, Deletion::Soft, at).await.map(Outcome::Deleted) },
            )
        } else {
            Box::pin(async move { hides.toggle(bruno, anna, at).await.map(Outcome::Hidden) })
        };
        let outcomes = run(arena, vec![toggles(arena, anna, bruno), against]).await;
        let follows = outcomes[0] == Outcome::Toggled(Ok(Change::Follow));
        let refusal = if erased { Refusal::NoSuchUser } else { Refusal::Forbidden };
        assert!(follows || outcomes[0] == Outcome::Toggled(Err(refusal)), "{outcomes:?}");
        arena.expect_legal(&[anna, bruno]).await;
        if erased {
            assert_eq!(arena.counters(anna).await, Counters::default(), "round {round}");
            arena.moderate(bruno, Moderation::Approve).await;
        }
        let following = arena.follows.between(anna, bruno).await.expect("storage works");
        assert_eq!(following, Some(Following { follows, followed_by: false }), "round {round}");
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn followers_of_each_other_who_are_erased_at_once_leave_nothing(arena: &Arena) {
    let [witness] = arena.people(["witness"]).await;
    for round in 0..ROUNDS {
        let names = ["anna", "bruno"].map(|name| format!("{name}-{round}"));
        let [anna, bruno] = arena.people([&*names[0], &*names[1]]).await;
        for (one, other) in [(anna, bruno), (bruno, anna), (witness, anna), (bruno, witness)] {
            follow(&*arena.follows, one, other).await;
        }
        let erase = |id| -> Attempt<Result<Outcome, StoreError>> {
            let users = arena.users.clone();
            let at = FixedClock::start();
            Box::pin(
                async move { users.delete(id, Deletion::Hard, at).await.map(Outcome::Deleted) },
            )
        };
        let outcomes = run(arena, vec![erase(anna), erase(bruno)]).await;
        assert_eq!(count(&outcomes, |one| *one == Outcome::Deleted(Deleted::Deleted)), 2);
        assert_eq!(arena.counters(witness).await, Counters::default(), "round {round}");
        arena.expect_legal(&[anna, bruno, witness]).await;
    }
}
