//! Connections for show.

use kith_domain::access::TeamPermit;
use kith_domain::provider_connection::{
    AvailabilityStatus, ConnectRefusal, DEMO_PROVIDERS, DemoRefusal, GrantedScopes, connect_demo,
    resource_availability,
};
use kith_domain::{StoreError, UserReference};
use kith_testkit::FixedClock;
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{connect, grant};

use super::{connections, provider, users};
use crate::{assert_refused, stranger};

#[tokio::test]
async fn every_scope_is_granted_and_nobody_in_particular_is_meant() {
    let (store, clock) = (MemoryStore::rejecting_duplicates(), FixedClock::new());
    let permit = TeamPermit::operator();
    // Two users, twice each: a connection for show is no duplicate, and is renewed.
    for user in users::<2>(&store).await {
        for slug in DEMO_PROVIDERS.iter().chain(&DEMO_PROVIDERS) {
            connect_demo(&store, &clock, permit, user.uuid.into(), provider(slug), true)
                .await
                .unwrap();
        }
        let found = connections(&store, user.id).await;
        let slugs: Vec<&str> = found.iter().map(|one| one.provider.as_str()).collect();
        assert_eq!(slugs, DEMO_PROVIDERS, "by time, then slug");
        for one in &found {
            let entry = provider(one.provider.as_str());
            let grant = &one.connection.grant;
            let scopes = GrantedScopes::new(entry.scopes().iter().cloned()).unwrap();
            assert_eq!(grant.granted_scopes, Some(scopes));
            assert_eq!(grant.external_user_id, None);
            let all = resource_availability(entry, grant.granted_scopes.as_ref());
            assert!(all.iter().all(|it| it.status == AvailabilityStatus::Available));
        }
    }
}

#[tokio::test]
async fn a_connection_that_works_stays_as_it_is() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let [user] = users(&store).await;
    connect(&store, user.id, "fitbit", grant("real", &["sleep"]), None).await;
    let before = store.dump();
    let id = user.uuid.into();
    connect_demo(&store, &clock, permit, id, provider("fitbit"), true).await.unwrap();
    assert_eq!(store.dump(), before);
}

#[tokio::test]
async fn every_refusal_is_said_and_changes_nothing() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    let before = store.dump();
    let demo = async |user: UserReference, enabled| {
        let permit = TeamPermit::operator();
        connect_demo(&store, &clock, permit, user, provider("oura"), enabled).await
    };
    assert_refused!(demo(user.id.into(), false).await, DemoRefusal::Disabled, store, before);
    assert_refused!(demo(stranger().into(), false).await, DemoRefusal::Disabled, store, before);
    let absent = demo(stranger().into(), true).await;
    assert_refused!(absent, DemoRefusal::Connect(ConnectRefusal::NoSuchUser), store, before);
    store.fail();
    let failed = demo(user.id.into(), true).await;
    assert_refused!(
        failed,
        DemoRefusal::Connect(ConnectRefusal::Store(StoreError::Unavailable(_))),
        store,
        before
    );
}
