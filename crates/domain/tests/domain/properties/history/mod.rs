//! Whole histories: whatever a few users and a moderator do, the store with the rules behind it
//! stands as the contract's prose has it.

mod facts;

use kith_domain::UserId;
use kith_domain::community::Mode;
use kith_domain::connection::{Act, Action, Connections, RequestBox};
use kith_domain::follow::{FollowAct, Follows, Side};
use kith_domain::hide::Hides;
use kith_domain::page::PageRequest;
use kith_domain::user::{Deletion, Moderation, Person, Users as _};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};
use proptest::collection::vec;
use proptest::prelude::*;

use self::facts::Facts;

/// What happens next; users by their number.
#[derive(Clone, Debug)]
enum Step {
    Act(usize, usize, Action, Mode),
    Follow(usize, usize, Mode),
    Hide(usize, usize),
    Moderate(usize, Moderation),
    Delete(usize, Deletion),
}

fn step(users: usize) -> impl Strategy<Value = Step> {
    let mode = |usual, other| prop_oneof![9 => Just(usual), 1 => Just(other)];
    let two = (0..users, 1..users).prop_map(move |(one, further)| (one, (one + further) % users));
    let act = (
        two.clone(),
        proptest::sample::select(&Action::ALL[..]),
        mode(Mode::Friendship, Mode::Follow),
    );
    let follow = (two.clone(), mode(Mode::Follow, Mode::Friendship));
    let moderation = prop_oneof![
        4 => Just(Moderation::Approve), 2 => Just(Moderation::Block),
        2 => Just(Moderation::Delete(Deletion::Soft)),
    ];
    let deletion = prop_oneof![9 => Just(Deletion::Soft), 1 => Just(Deletion::Hard)];
    prop_oneof![
        12 => act.prop_map(|((one, other), action, mode)| Step::Act(one, other, action, mode)),
        3 => follow.prop_map(|((one, other), mode)| Step::Follow(one, other, mode)),
        1 => two.prop_map(|(one, other)| Step::Hide(one, other)),
        3 => (0..users, moderation).prop_map(|(user, moderation)| Step::Moderate(user, moderation)),
        1 => (0..users, deletion).prop_map(|(user, deletion)| Step::Delete(user, deletion)),
    ]
}

fn history() -> impl Strategy<Value = (usize, Vec<Step>)> {
    (2..=4_usize).prop_flat_map(|users| (Just(users), vec(step(users), 1..60)))
}

/// Does it in the store and to the facts; both must say the same of it.
async fn take(store: &MemoryStore, facts: &mut Facts, ids: &[UserId], step: &Step) {
    let at = FixedClock::start();
    match *step {
        Step::Act(one, other, action, mode) => {
            let (actor, other) = (ids[one], ids[other]);
            let outcome = store.act(&Act { actor, other, action, mode, at }).await.unwrap();
            assert_eq!(outcome.map(|_| ()), facts.act(actor, other, action, mode));
            if let Ok(ties) = outcome {
                assert_eq!(ties, facts.ties(actor, other));
            }
        }
        Step::Follow(one, other, mode) => {
            let (actor, other) = (ids[one], ids[other]);
            let act = FollowAct { actor, other, mode, at };
            let outcome = Follows::toggle(store, &act).await.unwrap();
            assert_eq!(outcome, facts.follow(actor, other, mode));
        }
        Step::Hide(one, other) => {
            let outcome = Hides::toggle(store, ids[one], ids[other], at).await.unwrap();
            assert_eq!(outcome, facts.hide(ids[one], ids[other]));
        }
        Step::Moderate(user, moderation) => {
            let outcome = store.moderate(ids[user], moderation, true, at).await.unwrap();
            assert_eq!(outcome, facts.moderate(ids[user], moderation));
        }
        Step::Delete(user, deletion) => {
            let outcome = store.delete(ids[user], deletion, at).await.unwrap();
            assert_eq!(outcome, facts.delete(ids[user], deletion));
        }
    }
}

/// What everybody sees of everybody, and every counter.
async fn expect_same(store: &MemoryStore, facts: &Facts, ids: &[UserId]) {
    for &id in ids {
        let seen = store.ties_to_all(id, ids).await.unwrap();
        let live = ids.iter().filter(|other| !facts.is_gone(**other));
        let expected: Vec<_> = live.map(|other| (*other, facts.ties(id, *other))).collect();
        assert_eq!(seen, expected, "what ties {id} to everybody");
        let user = store.by_id(id).await.unwrap();
        assert_eq!(user.map(|user| user.counters), facts.counters(id), "counters of {id}");
    }
}

/// What is listed for each of them.
async fn expect_same_lists(store: &MemoryStore, facts: &Facts, ids: &[UserId]) {
    let all = PageRequest::everything();
    for &id in ids {
        let sorted = |mut ids: Vec<UserId>| {
            ids.sort();
            ids
        };
        let people =
            |people: Vec<Person>| sorted(people.into_iter().map(|person| person.user.id).collect());
        for (side, expected) in
            [(Side::Followers, facts.followers(id)), (Side::Followings, facts.followings(id))]
        {
            let page = Follows::of(store, id, side, None, None, &all).await;
            assert_eq!(page.unwrap().map(|page| people(page.items)), expected, "{side:?} of {id}");
        }
        let page = Connections::of(store, id, None, None, &all).await;
        assert_eq!(page.unwrap().map(|page| people(page.items)), facts.connections(id), "of {id}");
        for (which, expected) in
            [(RequestBox::Sent, facts.sent(id)), (RequestBox::Received, facts.received(id))]
        {
            let requests = store.requests(id, which, &all).await.unwrap().items;
            let others = requests.into_iter().map(|request| request.other.user.id).collect();
            assert_eq!(sorted(others), expected, "{which:?} of {id}");
        }
        assert_eq!(store.hidden_by(id).await.unwrap(), facts.hidden_by(id), "hidden by {id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_store_stands_as_the_facts_have_it_after_every_step((users, steps) in history()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let store = MemoryStore::new();
            let mut ids = Vec::new();
            for number in 0..users {
                ids.push(people::named(&format!("user-{number}")).register(&store).await.id);
            }
            let mut facts = Facts::default();
            for step in &steps {
                take(&store, &mut facts, &ids, step).await;
                expect_same(&store, &facts, &ids).await;
            }
            expect_same_lists(&store, &facts, &ids).await;
        });
    }
}
