//! Connecting without credentials.

use chrono::TimeDelta;
use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::provider_connection::{
    Action, ConnectRefusal, ConnectionHealth, Credentials, act, connect, connect_manually,
};
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{self, grant, report, slug, unknown_grant};
use kith_testkit::{FixedClock, TestSealer};

use super::{all_sealed, connections, provider, tokens, users};
use crate::{assert_refused, stranger};

#[tokio::test]
async fn connecting_renews_whatever_there_is() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    let permit = TeamPermit::operator();
    for before in [None, Some(Action::Pause), Some(report("It broke."))] {
        if let Some(action) = &before {
            act(&store, &clock, permit, user.id.into(), &slug("oura"), action).await.unwrap();
        }
        clock.advance(TimeDelta::hours(1));
        let granted = grant(&format!("{before:?}"), &["daily"]);
        let connected =
            connect(&store, &clock, permit, user.id.into(), provider("oura"), granted.clone())
                .await
                .unwrap();
        assert_eq!((&connected.grant, &connected.health), (&granted, &ConnectionHealth::Connected));
        assert_eq!(connected.created_on, FixedClock::start() + TimeDelta::hours(1));
        assert_eq!(connections(&store, user.id).await[0].connection, connected);
    }
}

#[tokio::test]
async fn connecting_without_credentials_removes_those_that_were_there() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    let oura = provider("oura");
    let sealed = tokens("canary").seal(&TestSealer::new(["k1"]), user.uuid, oura.slug()).unwrap();
    providers::connect(&store, user.id, "oura", grant("1", &[]), Some(&sealed)).await;
    assert_eq!(all_sealed(&store).await.len(), 1);
    let permit = TeamPermit::operator();
    connect(&store, &clock, permit, user.id.into(), oura, grant("2", &[])).await.unwrap();
    assert_eq!(all_sealed(&store).await, vec![]);
    // What was sealed for one place opens for no other.
    let open = |user, slug| Credentials::open(&TestSealer::new(["k1"]), &sealed, user, slug);
    assert_eq!(open(user.uuid, oura.slug()).unwrap(), tokens("canary"));
}

#[tokio::test]
async fn connecting_by_hand_is_refused_while_a_connection_works() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    let (permit, apple) = (TeamPermit::operator(), provider("apple_health_kit"));
    for broken in [None, Some(Action::Pause), Some(report("It broke."))] {
        if let Some(action) = &broken {
            act(&store, &clock, permit, user.id.into(), apple.slug(), action).await.unwrap();
        }
        let connected =
            connect_manually(&store, &clock, permit, user.id.into(), apple, unknown_grant()).await;
        assert_eq!(connected.unwrap().health, ConnectionHealth::Connected);
        let before = store.dump();
        let again =
            connect_manually(&store, &clock, permit, user.id.into(), apple, grant("1", &[])).await;
        assert_refused!(again, ConnectRefusal::AlreadyConnected, store, before);
    }
}

#[tokio::test]
async fn every_other_refusal_is_said_and_changes_nothing() {
    let (store, clock) = (MemoryStore::rejecting_duplicates(), FixedClock::new());
    let [first, second] = users(&store).await;
    let (permit, apple) = (TeamPermit::operator(), provider("apple_health_kit"));
    connect(&store, &clock, permit, first.id.into(), apple, grant("1", &[])).await.unwrap();
    let before = store.dump();
    let refused =
        connect_manually(&store, &clock, permit, second.id.into(), apple, grant("1", &[])).await;
    assert_refused!(refused, ConnectRefusal::Duplicate, store, before);
    let absent = stranger().into();
    let refused = connect_manually(&store, &clock, permit, absent, apple, unknown_grant()).await;
    assert_refused!(refused, ConnectRefusal::NoSuchUser, store, before);
    let refused = connect(&store, &clock, permit, absent, apple, unknown_grant()).await;
    assert_refused!(refused, ConnectRefusal::NoSuchUser, store, before);
    store.fail();
    let refused = connect(&store, &clock, permit, second.id.into(), apple, unknown_grant()).await;
    assert_refused!(refused, ConnectRefusal::Store(StoreError::Unavailable(_)), store, before);
}
