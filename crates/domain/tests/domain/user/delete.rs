//! Deleting a user: the table of the contract, section 10.

use kith_domain::StoreError;
use kith_domain::access::Permit;
use kith_domain::user::{DeleteRefusal, Deletion, FindRefusal, Status, delete, read};
use kith_domain::visibility::Viewer;
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people, ties};

use crate::{assert_refused, stranger};

#[tokio::test]
async fn a_live_user_is_deleted_softly_and_then_for_good() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let empty = people_without_ids(&store);
    let anna = people::anna().register(&store).await;
    let permit = Permit::operator(anna.id);

    delete(&store, &clock, permit, Deletion::Soft).await.unwrap();
    let kept = read(&store, &Viewer::Anonymous, anna.id).await.unwrap().user;
    assert_eq!((kept.status, kept.deleted_at), (Status::Deleted, Some(FixedClock::start())));
    assert_eq!((kept.username, kept.ext_id), (anna.username, anna.ext_id));

    let before = store.dump();
    let again = delete(&store, &clock, permit, Deletion::Soft).await;
    assert_refused!(again, DeleteRefusal::AlreadyDeleted, store, before);

    delete(&store, &clock, permit, Deletion::Hard).await.unwrap();
    assert!(matches!(
        read(&store, &Viewer::Anonymous, anna.id).await,
        Err(FindRefusal::NoSuchUser)
    ));
    assert_eq!(people_without_ids(&store), empty, "nothing of the user is left");
}

#[tokio::test]
async fn a_live_user_is_deleted_for_good_at_once() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let empty = people_without_ids(&store);
    let anna = people::anna().register(&store).await.id;
    delete(&store, &clock, Permit::operator(anna), Deletion::Hard).await.unwrap();
    assert!(matches!(read(&store, &Viewer::Anonymous, anna).await, Err(FindRefusal::NoSuchUser)));
    assert_eq!(people_without_ids(&store), empty);
}

#[tokio::test]
async fn nothing_of_a_users_ties_is_left() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let mut others = Vec::new();
    for number in 0..8 {
        others.push(people::named(&format!("other-{number}")).register(&store).await.id);
    }
    let before = people_without_ids(&store);
    for first_softly in [false, true] {
        let anna = people::anna().register(&store).await.id;
        ties::connect(&store, anna, others[0]).await;
        ties::connect(&store, others[1], anna).await;
        ties::request(&store, anna, others[2]).await;
        ties::request(&store, others[3], anna).await;
        ties::follow(&store, anna, others[4]).await;
        ties::follow(&store, others[5], anna).await;
        ties::hide(&store, anna, others[6]).await;
        ties::hide(&store, others[7], anna).await;
        let permit = Permit::operator(anna);
        if first_softly {
            delete(&store, &clock, permit, Deletion::Soft).await.unwrap();
        }
        delete(&store, &clock, permit, Deletion::Hard).await.unwrap();
        assert_eq!(people_without_ids(&store), before);
    }
}

#[tokio::test]
async fn who_is_not_there_cannot_be_deleted() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let erased = people::anna().register(&store).await.id;
    delete(&store, &clock, Permit::operator(erased), Deletion::Hard).await.unwrap();
    let before = store.dump();
    for id in [erased, stranger()] {
        for deletion in [Deletion::Soft, Deletion::Hard] {
            let outcome = delete(&store, &clock, Permit::operator(id), deletion).await;
            assert_refused!(outcome, DeleteRefusal::NoSuchUser, store, before);
        }
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_deletes_nobody() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let anna = people::anna().register(&store).await.id;
    let before = store.dump();
    store.fail();
    let outcome = delete(&store, &clock, Permit::operator(anna), Deletion::Hard).await;
    assert_refused!(outcome, DeleteRefusal::Store(StoreError::Unavailable(_)), store, before);
}

/// What is stored, but for the counts of ids, which go on.
fn people_without_ids(store: &MemoryStore) -> String {
    store.dump().lines().filter(|line| !line.trim_start().starts_with("last_")).collect()
}
