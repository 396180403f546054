//! Making keys.

use kith_domain::StoreError;
use kith_domain::access::AdminPermit;
use kith_domain::api_key::{ApiKey, ApiKeys as _, CreateRefusal, SecretKey, create};
use kith_testkit::FixedClock;
use kith_testkit::memory::MemoryStore;

use crate::assert_refused;

async fn make(store: &MemoryStore, name: &str, byte: u8) -> Result<SecretKey, CreateRefusal> {
    let (clock, permit) = (FixedClock::new(), AdminPermit::operator());
    create(store, &clock, permit, name.parse().unwrap(), [byte; 32]).await
}

#[tokio::test]
async fn only_the_hash_of_a_key_is_kept() {
    let store = MemoryStore::new();
    let key = make(&store, "backend", 0xab).await.unwrap();
    assert_eq!(key.expose(), format!("kith_{}", "ab".repeat(32)));
    let expected = ApiKey {
        name: "backend".parse().unwrap(),
        hash: key.hash(),
        created_at: FixedClock::start(),
        revoked_at: None,
    };
    assert_eq!(store.list().await.unwrap(), [expected]);
    assert!(!store.dump().contains(key.expose()));
}

#[tokio::test]
async fn a_name_is_given_again_once_its_key_is_revoked() {
    let store = MemoryStore::new();
    make(&store, "backend", 1).await.unwrap();
    let before = store.dump();
    let refused = make(&store, "backend", 2).await;
    assert_refused!(refused, CreateRefusal::NameTaken, store, before);
    store.revoke(&"backend".parse().unwrap(), FixedClock::start()).await.unwrap();
    make(&store, "backend", 2).await.unwrap();
}

#[tokio::test]
async fn failing_storage_is_said_and_makes_no_key() {
    let store = MemoryStore::new();
    let before = store.dump();
    store.fail();
    let failed = make(&store, "backend", 1).await;
    assert_refused!(failed, CreateRefusal::Store(StoreError::Unavailable(_)), store, before);
}
