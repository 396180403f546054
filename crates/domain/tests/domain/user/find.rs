//! Finding and reading a user.

use kith_domain::StoreError;
use kith_domain::access::AdminPermit;
use kith_domain::connection::Ties;
use kith_domain::user::{Deletion, FindRefusal, Lookup, Users as _, find, read};
use kith_domain::visibility::Viewer;
use kith_testkit::accounts::{account, social};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::{assert_refused, stranger, viewer};

fn username(name: &str) -> Lookup {
    Lookup::Username(name.parse().unwrap())
}

fn email(address: &str) -> Lookup {
    Lookup::Email(address.parse().unwrap())
}

#[tokio::test]
async fn an_admin_finds_a_user_by_name_address_and_account() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await;
    people::bruno().register(&store).await;
    social(anna.id, "google", "1155").link(&store).await;
    for lookup in [
        username("Anna"),
        email("ANNA@example.com"),
        Lookup::Account(account("external", "crm-118")),
        Lookup::Account(account("google", "1155")),
    ] {
        let found = find(&store, AdminPermit::operator(), &lookup).await.unwrap();
        assert_eq!(found, anna, "{lookup:?}");
    }
}

#[tokio::test]
async fn nobody_is_a_refusal() {
    let store = MemoryStore::new();
    people::anna().register(&store).await;
    let before = store.dump();
    for lookup in [
        username("bruno"),
        email("bruno@example.com"),
        Lookup::Account(account("google", "crm-118")),
        Lookup::Account(account("external", "CRM-118")),
    ] {
        let outcome = find(&store, AdminPermit::operator(), &lookup).await;
        assert_refused!(outcome, FindRefusal::NoSuchUser, store, before);
    }
    assert_refused!(
        read(&store, &Viewer::Anonymous, stranger()).await,
        FindRefusal::NoSuchUser,
        store,
        before
    );
}

#[tokio::test]
async fn a_softly_deleted_user_is_read_and_an_erased_one_is_not() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    store.delete(anna, Deletion::Soft, FixedClock::start()).await.unwrap();
    assert!(read(&store, &Viewer::Anonymous, anna).await.unwrap().user.is_deleted());
    let found = find(&store, AdminPermit::operator(), &username("anna")).await.unwrap();
    assert_eq!(found.id, anna);
    store.delete(anna, Deletion::Hard, FixedClock::start()).await.unwrap();
    let before = store.dump();
    assert_refused!(
        read(&store, &Viewer::Anonymous, anna).await,
        FindRefusal::NoSuchUser,
        store,
        before
    );
}

#[tokio::test]
async fn a_user_is_read_with_what_ties_the_viewer_to_them() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    kith_testkit::ties::request(&store, bruno, anna).await;
    let sent = Ties { sent: true, ..Ties::default() };
    for (viewer, ties) in [
        (Viewer::Anonymous, Ties::default()),
        (viewer(anna, None), Ties::default()),
        (viewer(bruno, None), sent),
    ] {
        assert_eq!(read(&store, &viewer, anna).await.unwrap().ties, ties, "{viewer:?}");
    }
}

#[tokio::test]
async fn failing_storage_is_not_taken_for_nobody() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let before = store.dump();
    store.fail();
    let unavailable = read(&store, &Viewer::Anonymous, anna).await;
    assert_refused!(unavailable, FindRefusal::Store(StoreError::Unavailable(_)), store, before);
    let unavailable = find(&store, AdminPermit::operator(), &username("anna")).await;
    assert_refused!(unavailable, FindRefusal::Store(StoreError::Unavailable(_)), store, before);
}
