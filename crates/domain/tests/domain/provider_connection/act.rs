//! Acting on connections, and listing them.

use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::provider_connection::{
    ActRefusal, Action, ConnectRefusal, ConnectionHealth, ListRefusal, Refusal, act, connect, list,
};
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{grant, report, slug};
use kith_testkit::{FixedClock, SequentialUuids};

use super::{connections, provider, users};
use crate::{assert_refused, stranger};

const PERMIT: fn() -> TeamPermit = TeamPermit::operator;

#[tokio::test]
async fn a_connection_goes_through_its_life() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    let fitbit = slug("fitbit");
    for uuid_or_id in [user.uuid.into(), user.id.into()] {
        let connected =
            connect(&store, &clock, PERMIT(), uuid_or_id, provider("fitbit"), grant("1", &[]))
                .await
                .unwrap();
        assert_eq!(connected.created_on, FixedClock::start());
        for (action, health) in [
            (report("It broke."), None),
            (Action::Recover, Some(ConnectionHealth::Connected)),
            (Action::Pause, Some(ConnectionHealth::Paused)),
            (Action::Recover, Some(ConnectionHealth::Connected)),
        ] {
            let done = act(&store, &clock, PERMIT(), uuid_or_id, &fitbit, &action).await.unwrap();
            let done = done.unwrap();
            match health {
                Some(health) => assert_eq!(done.health, health),
                None => assert_eq!(
                    done.health.error_details().map(|details| details.error_message.as_str()),
                    Some("It broke.")
                ),
            }
            assert_eq!(connections(&store, user.id).await[0].connection, done);
        }
        let ended =
            act(&store, &clock, PERMIT(), uuid_or_id, &fitbit, &Action::Deregister).await.unwrap();
        assert_eq!((ended, connections(&store, user.id).await), (None, vec![]));
    }
}

#[tokio::test]
async fn the_rules_refuse_and_nothing_changes() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [none, connected, paused] = users(&store).await;
    let fitbit = slug("fitbit");
    for user in [&connected, &paused] {
        let granted = grant("1", &["weight"]);
        connect(&store, &clock, PERMIT(), user.id.into(), provider("fitbit"), granted)
            .await
            .unwrap();
    }
    act(&store, &clock, PERMIT(), paused.id.into(), &fitbit, &Action::Pause).await.unwrap();
    let before = store.dump();
    for (user, action, expected) in [
        (&none, Action::Deregister, Refusal::NotConnected),
        (&none, Action::Pause, Refusal::NotConnected),
        (&none, Action::Recover, Refusal::NotConnected),
        (&none, report(""), Refusal::NotConnected),
        (&connected, Action::Recover, Refusal::AlreadyConnected),
        (&paused, Action::Pause, Refusal::AlreadyPaused),
        (&paused, report(""), Refusal::Paused),
    ] {
        match act(&store, &clock, PERMIT(), user.uuid.into(), &fitbit, &action).await {
            Err(ActRefusal::Refused(refusal)) => assert_eq!(refusal, expected, "{action:?}"),
            outcome => panic!("expected {expected:?}, got {outcome:?}"),
        }
        assert_eq!(store.dump(), before);
    }
}

#[tokio::test]
async fn an_account_of_another_user_is_refused_where_that_is_wanted() {
    let (store, clock) = (MemoryStore::rejecting_duplicates(), FixedClock::new());
    let [first, second] = users(&store).await;
    let connected =
        connect(&store, &clock, PERMIT(), first.id.into(), provider("fitbit"), grant("1", &[]));
    connected.await.unwrap();
    let before = store.dump();
    let refused =
        connect(&store, &clock, PERMIT(), second.id.into(), provider("fitbit"), grant("1", &[]))
            .await;
    assert_refused!(refused, ConnectRefusal::Duplicate, store, before);
    let action = Action::Connect(grant("1", &[]));
    let refused = act(&store, &clock, PERMIT(), second.id.into(), &slug("fitbit"), &action).await;
    assert_refused!(refused, ActRefusal::Duplicate, store, before);
}

#[tokio::test]
async fn who_is_not_there_has_no_connections() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    kith_domain::client_user::delete(&store, &clock, PERMIT(), user.uuid).await.unwrap();
    let before = store.dump();
    for absent in
        [user.id.into(), user.uuid.into(), stranger().into(), SequentialUuids::numbered(1).into()]
    {
        let refused = act(&store, &clock, PERMIT(), absent, &slug("fitbit"), &Action::Pause).await;
        assert_refused!(refused, ActRefusal::NoSuchUser, store, before);
        let refused = list(&store, PERMIT(), absent).await;
        assert_refused!(refused, ListRefusal::NoSuchUser, store, before);
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_nothing_changes() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    let before = store.dump();
    store.fail();
    let outcome =
        act(&store, &clock, PERMIT(), user.id.into(), &slug("fitbit"), &Action::Pause).await;
    assert_refused!(outcome, ActRefusal::Store(StoreError::Unavailable(_)), store, before);
    let outcome = list(&store, PERMIT(), user.id.into()).await;
    assert_refused!(outcome, ListRefusal::Store(StoreError::Unavailable(_)), store, before);
}
