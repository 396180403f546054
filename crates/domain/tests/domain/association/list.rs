//! Listing a user's accounts. Who sees what is in [`super::visibility`].

use kith_domain::StoreError;
use kith_domain::association::{ListRefusal, list};
use kith_domain::user::{Deletion, Role, Users as _};
use kith_domain::visibility::Viewer;
use kith_testkit::accounts::{external, social};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::{assert_refused, stranger, viewer};

#[tokio::test]
async fn the_list_is_the_owners_alone_and_oldest_first() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    social(bruno, "google", "b").shown().link(&store).await;
    social(anna, "twitter", "z").shown().link(&store).await;
    external(anna, "a").link(&store).await;
    social(anna, "google", "m").link(&store).await;

    let ext_ids = async |viewer: &Viewer| {
        let listed = list(&store, viewer, anna).await.unwrap();
        assert!(listed.iter().all(|association| association.owner == anna));
        listed.iter().map(|one| one.account.ext_id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ext_ids(&viewer(anna, None)).await, ["crm-118", "z", "a", "m"]);
    assert_eq!(ext_ids(&viewer(bruno, Some(Role::Admin))).await, ["crm-118", "z", "a", "m"]);
    assert_eq!(ext_ids(&viewer(bruno, None)).await, ["z"]);
    assert_eq!(ext_ids(&Viewer::Anonymous).await, ["z"]);
}

#[tokio::test]
async fn there_is_no_list_without_a_live_user_whoever_asks() {
    let store = MemoryStore::new();
    let deleted = people::anna().register(&store).await.id;
    let erased = people::bruno().register(&store).await.id;
    social(deleted, "google", "1155").shown().link(&store).await;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    store.delete(erased, Deletion::Hard, FixedClock::start()).await.unwrap();
    let before = store.dump();
    for owner in [deleted, erased, stranger()] {
        for viewer in
            [Viewer::Anonymous, viewer(owner, None), viewer(stranger(), Some(Role::Admin))]
        {
            let outcome = list(&store, &viewer, owner).await;
            assert_refused!(outcome, ListRefusal::NoSuchUser, store, before);
        }
    }
}

#[tokio::test]
async fn failing_storage_is_not_taken_for_an_empty_list() {
    let store = MemoryStore::new();
    let owner = people::anna().register(&store).await.id;
    let before = store.dump();
    store.fail();
    let outcome = list(&store, &Viewer::Anonymous, owner).await;
    assert_refused!(outcome, ListRefusal::Store(StoreError::Unavailable(_)), store, before);
}
