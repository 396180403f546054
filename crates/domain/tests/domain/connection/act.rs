//! Acting on another user.

use kith_domain::community::Mode;
use kith_domain::connection::{
    ActRefusal, Action, ConnectionStatus, Connections, Refusal, RequestBox, act,
};
use kith_domain::page::PageRequest;
use kith_domain::user::{Deletion, Users as _};
use kith_domain::{Clock as _, StoreError, UserId};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people, ties};

use crate::{assert_refused, member, stranger};

async fn two(store: &MemoryStore) -> (UserId, UserId) {
    (people::anna().register(store).await.id, people::bruno().register(store).await.id)
}

#[tokio::test]
async fn the_answer_is_the_callers_status_and_the_time_is_the_clocks() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let (anna, bruno) = two(&store).await;
    clock.advance(chrono::TimeDelta::hours(1));
    let friendship = async |actor, other, action| {
        act(&store, &clock, Mode::Friendship, &member(actor, None), other, action).await.unwrap()
    };
    let sent = Some(ConnectionStatus::SentConnectionRequest);
    assert_eq!(friendship(anna, bruno, Action::Request).await, sent);
    let page = PageRequest::first(1);
    let listed = Connections::requests(&store, anna, RequestBox::Sent, &page);
    assert_eq!(listed.await.unwrap().items[0].created, clock.now());
    let received = Some(ConnectionStatus::ReceivedConnectionRequest);
    assert_eq!(friendship(bruno, anna, Action::MarkSeen).await, received);
    assert_eq!(friendship(bruno, anna, Action::Reject).await, None);
    assert_eq!(friendship(bruno, anna, Action::CancelReject).await, received);
    let connected = Some(ConnectionStatus::Connected);
    assert_eq!(friendship(bruno, anna, Action::Accept).await, connected);
    assert_eq!(friendship(anna, bruno, Action::Remove).await, None);
    friendship(bruno, anna, Action::Request).await;
    friendship(anna, bruno, Action::Reject).await;
    friendship(anna, bruno, Action::Request).await;
    // Bruno takes back what was rejected; what Anna asked in turn is left.
    assert_eq!(friendship(bruno, anna, Action::CancelRequest).await, received);
}

#[tokio::test]
async fn the_wrong_mode_is_said_first_then_oneself_then_the_rest() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let (anna, bruno) = two(&store).await;
    let me = member(anna, None);
    let before = store.dump();
    for action in Action::ALL {
        for other in [anna, bruno, stranger()] {
            let outcome = act(&store, &clock, Mode::Follow, &me, other, action);
            let expected = match action {
                // Not tied to a mode, but there is nothing to mark in the other one.
                Action::MarkSeen => Refusal::NothingThere,
                _ => Refusal::WrongMode,
            };
            expect(outcome.await, expected);
            assert_eq!(store.dump(), before);
        }
        let myself = act(&store, &clock, Mode::Friendship, &me, anna, action);
        expect(myself.await, Refusal::Oneself);
        let nobody = act(&store, &clock, Mode::Friendship, &me, stranger(), action);
        expect(nobody.await, Refusal::NoSuchUser);
        assert_eq!(store.dump(), before);
    }
}

#[tokio::test]
async fn every_refusal_of_the_rules_comes_through_and_changes_nothing() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let (anna, bruno) = two(&store).await;
    let [friend, hider, deleted] = ["friend", "hider", "deleted"];
    let friend = people::named(friend).register(&store).await.id;
    let hider = people::named(hider).register(&store).await.id;
    let deleted = people::named(deleted).register(&store).await.id;
    ties::connect(&store, anna, friend).await;
    ties::request(&store, anna, bruno).await;
    ties::hide(&store, hider, anna).await;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    let before = store.dump();
    for (other, action, expected) in [
        (friend, Action::Request, Refusal::AlreadyConnected),
        (bruno, Action::Request, Refusal::AlreadyExists),
        (bruno, Action::Accept, Refusal::NothingThere),
        (bruno, Action::MarkSeen, Refusal::NothingThere),
        (hider, Action::Request, Refusal::Forbidden),
        (deleted, Action::Request, Refusal::NoSuchUser),
    ] {
        let member = member(anna, None);
        expect(act(&store, &clock, Mode::Friendship, &member, other, action).await, expected);
        assert_eq!(store.dump(), before, "{action:?}");
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_changes_nothing() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let (anna, bruno) = two(&store).await;
    let before = store.dump();
    store.fail();
    let member = member(anna, None);
    let outcome = act(&store, &clock, Mode::Friendship, &member, bruno, Action::Request).await;
    assert_refused!(outcome, ActRefusal::Store(StoreError::Unavailable(_)), store, before);
}

fn expect(outcome: Result<Option<ConnectionStatus>, ActRefusal>, expected: Refusal) {
    match outcome {
        Err(ActRefusal::Refused(refusal)) => assert_eq!(refusal, expected),
        other => panic!("expected {expected:?}, got {other:?}"),
    }
}
