//! Presenting keys.

use kith_domain::StoreError;
use kith_domain::access::{AdminPermit, TeamPermit};
use kith_domain::api_key::{ApiKeys as _, SecretKey, authenticate, create};
use kith_testkit::FixedClock;
use kith_testkit::memory::MemoryStore;

async fn made(store: &MemoryStore, name: &str, byte: u8) -> SecretKey {
    let (clock, permit) = (FixedClock::new(), AdminPermit::operator());
    create(store, &clock, permit, name.parse().unwrap(), [byte; 32]).await.unwrap()
}

#[tokio::test]
async fn a_key_in_force_gives_leave_and_nothing_else_does() {
    let store = MemoryStore::new();
    let keys = [made(&store, "one", 1).await, made(&store, "two", 2).await];
    let permit = Some(TeamPermit::operator());
    for key in &keys {
        assert_eq!(authenticate(&store, key.expose()).await.unwrap(), permit);
    }
    let never_made = SecretKey::of([3; 32]);
    let [one, _] = &keys;
    for wrong in [
        "",
        "one",
        SecretKey::PREFIX,
        never_made.expose(),
        &one.expose().to_uppercase(),
        &one.expose()[..68],
        &format!("{} ", one.expose()),
        &format!("{0}{0}", one.expose()),
    ] {
        assert_eq!(authenticate(&store, wrong).await.unwrap(), None, "{wrong:?}");
    }
}

#[tokio::test]
async fn a_revoked_key_gives_no_leave_whoever_has_its_name_now() {
    let store = MemoryStore::new();
    let (old, other) = (made(&store, "backend", 1).await, made(&store, "other", 2).await);
    store.revoke(&"backend".parse().unwrap(), FixedClock::start()).await.unwrap();
    assert_eq!(authenticate(&store, old.expose()).await.unwrap(), None);
    let new = made(&store, "backend", 3).await;
    assert_eq!(authenticate(&store, old.expose()).await.unwrap(), None);
    for key in [new, other] {
        assert!(authenticate(&store, key.expose()).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn failing_storage_gives_no_leave() {
    let store = MemoryStore::new();
    let key = made(&store, "backend", 1).await;
    store.fail();
    let failed = authenticate(&store, key.expose()).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
}
