//! Unlinking an account.

use kith_domain::StoreError;
use kith_domain::access::Permit;
use kith_domain::association::{Associations as _, UnlinkRefusal, unlink};
use kith_domain::user::{Deletion, Users as _};
use kith_domain::visibility::Audience;
use kith_testkit::accounts::{account, social};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::{assert_refused, stranger};

#[tokio::test]
async fn an_unlinked_account_is_gone_and_the_rest_stays() {
    let store = MemoryStore::new();
    let owner = people::anna().register(&store).await.id;
    let google = social(owner, "google", "1155").link(&store).await;
    unlink(&store, Permit::operator(owner), &account("external", "crm-118")).await.unwrap();
    assert_eq!(store.of(owner, Audience::Trusted).await.unwrap(), Some(vec![google]));
    assert_eq!(store.by_id(owner).await.unwrap().unwrap().ext_id, None);
}

#[tokio::test]
async fn what_the_user_has_not_linked_is_refused_even_if_somebody_else_has() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    social(anna, "google", "1155").link(&store).await;
    let before = store.dump();
    for (owner, provider, ext_id) in
        [(bruno, "google", "1155"), (bruno, "external", "crm-118"), (anna, "google", "free")]
    {
        let account = account(provider, ext_id);
        let outcome = unlink(&store, Permit::operator(owner), &account).await;
        assert_refused!(outcome, UnlinkRefusal::NotLinked, store, before);
    }
}

#[tokio::test]
async fn only_a_live_user_unlinks() {
    let store = MemoryStore::new();
    let deleted = people::anna().register(&store).await.id;
    let erased = people::bruno().register(&store).await.id;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    store.delete(erased, Deletion::Hard, FixedClock::start()).await.unwrap();
    let before = store.dump();
    for owner in [deleted, erased, stranger()] {
        let account = account("external", "crm-118");
        let outcome = unlink(&store, Permit::operator(owner), &account).await;
        assert_refused!(outcome, UnlinkRefusal::NoSuchUser, store, before);
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_unlinks_nothing() {
    let store = MemoryStore::new();
    let owner = people::anna().register(&store).await.id;
    let before = store.dump();
    store.fail();
    let account = account("external", "crm-118");
    let outcome = unlink(&store, Permit::operator(owner), &account).await;
    assert_refused!(outcome, UnlinkRefusal::Store(StoreError::Unavailable(_)), store, before);
}
