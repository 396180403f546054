//! Several who act at the same moment. After each round the state is legal, and one that some order
//! of the attempts could have led to.

use kith_domain::UserId;
use kith_domain::connection::{Action, Pair, Refusal};
use kith_domain::hide::Toggled;
use kith_domain::user::{Counters, Deleted, Deletion, Moderated, Moderation};

use super::attempts::{
    Attempted, Outcome, acts, deletes, hides, moderates, refused, run, succeeded,
};
use crate::contract::race::{Arena, Attempt, ROUNDS, count};
use crate::ties::{arrange, connect, request};

/// How many act on one user.
const MANY: usize = 8;

/// Two new users of a round, standing to each other like that.
async fn two(arena: &Arena, round: usize, pair: Pair) -> (UserId, UserId) {
    let (me, other) = (format!("me-{round}"), format!("other-{round}"));
    let [me, other] = arena.people([&*me, &*other]).await;
    arrange(&*arena.connections, me, other, pair).await;
    (me, other)
}

fn pending() -> Pair {
    use kith_domain::connection::RequestState::{None, Pending};
    Pair::apart(None, Pending).expect("legal")
}

pub async fn of_two_who_ask_each_other_one_has_asked(arena: &Arena) {
    for round in 0..ROUNDS {
        let (anna, bruno) = two(arena, round, Pair::STRANGERS).await;
        let attempts = vec![
            acts(arena, anna, bruno, Action::Request),
            acts(arena, bruno, anna, Action::Request),
        ];
        let outcomes = run(arena, attempts).await;
        let lost = count(&outcomes, refused(Refusal::AlreadyExists));
        assert_eq!((count(&outcomes, succeeded), lost), (1, 1), "round {round}: {outcomes:?}");
        let (from, to) = if succeeded(&outcomes[0]) { (anna, bruno) } else { (bruno, anna) };
        assert_eq!(arena.pair(to, from).await, pending(), "round {round}");
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn a_request_is_made_once_however_often_it_is_tried(arena: &Arena) {
    for round in 0..ROUNDS {
        let (anna, bruno) = two(arena, round, Pair::STRANGERS).await;
        let attempts = (0..MANY).map(|_| acts(arena, anna, bruno, Action::Request));
        let outcomes = run(arena, attempts.collect()).await;
        let lost = count(&outcomes, refused(Refusal::AlreadyExists));
        let won = count(&outcomes, succeeded);
        assert_eq!((won, lost), (1, MANY - 1), "round {round}: {outcomes:?}");
        assert_eq!(arena.pair(bruno, anna).await, pending());
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn a_request_is_accepted_or_cancelled_and_not_both(arena: &Arena) {
    for round in 0..ROUNDS {
        let (bruno, anna) = two(arena, round, pending()).await;
        let attempts = vec![
            acts(arena, bruno, anna, Action::Accept),
            acts(arena, anna, bruno, Action::CancelRequest),
        ];
        expect_one_wins(arena, round, (bruno, anna), attempts, [Pair::CONNECTED, Pair::STRANGERS])
            .await;
    }
}

pub async fn a_request_is_accepted_or_rejected_and_not_both(arena: &Arena) {
    use kith_domain::connection::RequestState::{None, Rejected};
    let rejected = Pair::apart(None, Rejected).expect("legal");
    for round in 0..ROUNDS {
        let (bruno, anna) = two(arena, round, pending()).await;
        let attempts = vec![
            acts(arena, bruno, anna, Action::Accept),
            acts(arena, bruno, anna, Action::Reject),
        ];
        expect_one_wins(arena, round, (bruno, anna), attempts, [Pair::CONNECTED, rejected]).await;
    }
}

pub async fn a_connection_is_removed_once(arena: &Arena) {
    for round in 0..ROUNDS {
        let (anna, bruno) = two(arena, round, Pair::CONNECTED).await;
        let attempts = vec![
            acts(arena, anna, bruno, Action::Remove),
            acts(arena, bruno, anna, Action::Remove),
        ];
        expect_one_wins(arena, round, (anna, bruno), attempts, [Pair::STRANGERS; 2]).await;
    }
}

/// One of two attempts succeeds, the other finds nothing there, and the pair is what the winner made.
async fn expect_one_wins(
    arena: &Arena,
    round: usize,
    (me, other): (UserId, UserId),
    attempts: Vec<Attempt<Attempted>>,
    made: [Pair; 2],
) {
    let outcomes = run(arena, attempts).await;
    let lost = count(&outcomes, refused(Refusal::NothingThere));
    assert_eq!((count(&outcomes, succeeded), lost), (1, 1), "round {round}: {outcomes:?}");
    let expected = if succeeded(&outcomes[0]) { made[0] } else { made[1] };
    assert_eq!(arena.pair(me, other).await, expected, "round {round}: {outcomes:?}");
    arena.expect_legal(&[me, other]).await;
}

pub async fn a_tie_is_built_before_one_hides_the_other_or_not_at_all(arena: &Arena) {
    for round in 0..ROUNDS {
        let (bruno, anna) = two(arena, round, pending()).await;
        let hider = if round % 2 == 0 { (bruno, anna) } else { (anna, bruno) };
        let attempts =
            vec![acts(arena, bruno, anna, Action::Accept), hides(arena, hider.0, hider.1)];
        let outcomes = run(arena, attempts).await;
        assert_eq!(outcomes[1], Outcome::Hidden(Toggled::Hidden), "round {round}");
        let pair = expect_accepted_or(&outcomes[0], Refusal::Forbidden);
        assert_eq!(arena.pair(bruno, anna).await, pair, "round {round}: {outcomes:?}");
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn a_tie_is_built_before_the_actor_is_blocked_or_not_at_all(arena: &Arena) {
    for round in 0..ROUNDS {
        let (bruno, anna) = two(arena, round, pending()).await;
        let attempts = vec![
            acts(arena, bruno, anna, Action::Accept),
            moderates(arena, bruno, Moderation::Block),
        ];
        let outcomes = run(arena, attempts).await;
        assert_eq!(outcomes[1], Outcome::Moderated(Moderated::Done), "round {round}");
        let pair = expect_accepted_or(&outcomes[0], Refusal::Forbidden);
        assert_eq!(arena.pair(bruno, anna).await, pair, "round {round}: {outcomes:?}");
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn accepting_and_deletion_agree_whichever_comes_first(arena: &Arena) {
    for round in 0..ROUNDS {
        let (bruno, anna) = two(arena, round, pending()).await;
        let (leaver, stays) = if round % 2 == 0 { (anna, bruno) } else { (bruno, anna) };
        let deletion = if round % 4 < 2 { Deletion::Soft } else { Deletion::Hard };
        let attempts =
            vec![acts(arena, bruno, anna, Action::Accept), deletes(arena, leaver, deletion)];
        let outcomes = run(arena, attempts).await;
        assert_eq!(outcomes[1], Outcome::Deleted(Deleted::Deleted), "round {round}");
        let pair = expect_accepted_or(&outcomes[0], Refusal::NoSuchUser);
        arena.expect_legal(&[anna, bruno]).await;
        let counters = arena.counters(stays).await;
        assert_eq!(counters, Counters::default(), "round {round}");
        if deletion == Deletion::Soft {
            arena.moderate(leaver, Moderation::Approve).await;
            assert_eq!(arena.pair(bruno, anna).await, pair, "round {round}: {outcomes:?}");
            arena.expect_legal(&[anna, bruno]).await;
        }
    }
}

/// What the pair is after accepting, or after being refused like that.
fn expect_accepted_or(outcome: &Outcome, refusal: Refusal) -> Pair {
    if succeeded(outcome) {
        return Pair::CONNECTED;
    }
    assert_eq!(*outcome, Outcome::Acted(Err(refusal)));
    pending()
}

pub async fn whoever_asks_while_the_connection_is_removed_is_early_or_late(arena: &Arena) {
    for round in 0..ROUNDS {
        let (anna, bruno) = two(arena, round, Pair::CONNECTED).await;
        let attempts = vec![
            acts(arena, anna, bruno, Action::Remove),
            acts(arena, bruno, anna, Action::Request),
        ];
        let outcomes = run(arena, attempts).await;
        assert!(succeeded(&outcomes[0]), "round {round}: {outcomes:?}");
        let expected = if succeeded(&outcomes[1]) {
            pending()
        } else {
            assert_eq!(outcomes[1], Outcome::Acted(Err(Refusal::AlreadyConnected)));
            Pair::STRANGERS
        };
        assert_eq!(arena.pair(anna, bruno).await, expected, "round {round}: {outcomes:?}");
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn two_connected_users_who_are_deleted_at_once_stop_counting(arena: &Arena) {
    for round in 0..ROUNDS {
        let (anna, bruno) = two(arena, round, Pair::CONNECTED).await;
        let hard = round % 2 == 0;
        let deletion = if hard { Deletion::Hard } else { Deletion::Soft };
        let attempts = vec![deletes(arena, anna, deletion), deletes(arena, bruno, deletion)];
        let outcomes = run(arena, attempts).await;
        assert_eq!(outcomes, [const { Outcome::Deleted(Deleted::Deleted) }; 2], "round {round}");
        arena.expect_legal(&[anna, bruno]).await;
        if !hard {
            let back = |id| moderates(arena, id, Moderation::Approve);
            run(arena, vec![back(anna), back(bruno)]).await;
            assert_eq!(arena.pair(anna, bruno).await, Pair::CONNECTED, "round {round}");
            arena.expect_legal(&[anna, bruno]).await;
        }
    }
}

pub async fn a_user_who_comes_back_while_another_leaves_counts_whoever_is_left(arena: &Arena) {
    for round in 0..ROUNDS {
        let (anna, bruno) = two(arena, round, Pair::CONNECTED).await;
        arena.delete(anna, Deletion::Soft).await;
        let attempts = vec![
            moderates(arena, anna, Moderation::Approve),
            deletes(arena, bruno, Deletion::Soft),
        ];
        run(arena, attempts).await;
        assert_eq!(arena.counters(anna).await.connections, 0, "round {round}");
        arena.expect_legal(&[anna, bruno]).await;
        arena.moderate(bruno, Moderation::Approve).await;
        assert_eq!(arena.pair(anna, bruno).await, Pair::CONNECTED, "round {round}");
        arena.expect_legal(&[anna, bruno]).await;
    }
}

pub async fn counters_of_one_whom_everybody_wants_lose_nothing(arena: &Arena) {
    let [star] = arena.people(["star"]).await;
    let fans = arena.crowd("fan", MANY).await;
    let everybody = [&*fans, &[star]].concat();
    let all =
        |action| -> Vec<_> { fans.iter().map(|fan| acts(arena, *fan, star, action)).collect() };
    for round in 0..3 {
        let outcomes = run(arena, all(Action::Request)).await;
        assert_eq!(count(&outcomes, succeeded), MANY, "round {round}: {outcomes:?}");
        arena.expect_legal(&everybody).await;
        let accepting = fans.iter().map(|fan| acts(arena, star, *fan, Action::Accept));
        let outcomes = run(arena, accepting.collect()).await;
        assert_eq!(count(&outcomes, succeeded), MANY, "round {round}: {outcomes:?}");
        assert_eq!(Some(arena.counters(star).await.connections), u64::try_from(MANY).ok());
        arena.expect_legal(&everybody).await;
        let outcomes = run(arena, all(Action::Remove)).await;
        assert_eq!(count(&outcomes, succeeded), MANY, "round {round}: {outcomes:?}");
    }
    arena.expect_legal(&everybody).await;
}

pub async fn crossing_actions_of_a_circle_neither_block_each_other_nor_lose_count(arena: &Arena) {
    let circle = arena.crowd("member", 6).await;
    for round in 0..ROUNDS {
        // Everybody acts on the next and on the one before, so that locks cross in every way.
        let action = Action::ALL[round % Action::ALL.len()];
        let mut attempts = Vec::new();
        for (place, member) in circle.iter().enumerate() {
            let next = circle[(place + 1) % circle.len()];
            attempts.push(acts(arena, *member, next, Action::Request));
            attempts.push(acts(arena, next, *member, Action::Accept));
            attempts.push(acts(arena, next, *member, action));
        }
        run(arena, attempts).await;
        arena.expect_legal(&circle).await;
    }
}

pub async fn a_user_erased_among_many_acts_leaves_no_trace(arena: &Arena) {
    for round in 0..ROUNDS {
        let [anna, bruno, carla, dora] = {
            let names = ["anna", "bruno", "carla", "dora"].map(|name| format!("{name}-{round}"));
            arena.people([&*names[0], &*names[1], &*names[2], &*names[3]]).await
        };
        connect(&*arena.connections, anna, bruno).await;
        request(&*arena.connections, carla, anna).await;
        let attempts = vec![
            deletes(arena, anna, Deletion::Hard),
            acts(arena, bruno, anna, Action::Remove),
            acts(arena, anna, carla, Action::Accept),
            acts(arena, dora, anna, Action::Request),
            hides(arena, carla, anna),
        ];
        let outcomes = run(arena, attempts).await;
        assert_eq!(outcomes[0], Outcome::Deleted(Deleted::Deleted), "round {round}");
        arena.expect_legal(&[anna, bruno, carla, dora]).await;
        for id in [bruno, carla, dora] {
            let counters = arena.counters(id).await;
            assert_eq!(counters, Counters::default(), "round {round}");
            assert_eq!(arena.hides.hidden_by(id).await.expect("storage works"), vec![]);
        }
    }
}
