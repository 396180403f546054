//! Editing a profile.

use kith_domain::StoreError;
use kith_domain::access::Permit;
use kith_domain::user::{Deletion, EditRefusal, ProfileEdit, User, Users as _, edit};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::{assert_refused, stranger};

fn rename(name: &str) -> ProfileEdit {
    let bio = Some("Renamed.".parse().unwrap());
    ProfileEdit { username: Some(name.parse().unwrap()), bio, ..ProfileEdit::default() }
}

#[tokio::test]
async fn only_what_is_named_changes() {
    let store = MemoryStore::new();
    let mut anna = people::anna().profile(people::full_profile()).register(&store).await;
    let permit = Permit::operator(anna.id);
    assert_eq!(edit(&store, permit, &ProfileEdit::default()).await.unwrap(), anna);
    let website = Some(None);
    let change = ProfileEdit { website, ..rename("annika") };
    let edited = edit(&store, permit, &change).await.unwrap();
    anna.profile.bio = "Renamed.".parse().unwrap();
    anna.profile.website = None;
    let expected = User { username: "annika".parse().unwrap(), ..anna };
    assert_eq!(edited, expected);
    assert_eq!(store.by_id(expected.id).await.unwrap(), Some(expected));
}

#[tokio::test]
async fn a_name_that_somebody_has_is_refused_with_the_whole_edit() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    people::bruno().register(&store).await;
    let before = store.dump();
    let outcome = edit(&store, Permit::operator(anna), &rename("BRUNO")).await;
    assert_refused!(outcome, EditRefusal::UsernameTaken, store, before);
    edit(&store, Permit::operator(anna), &rename("ANNA")).await.unwrap();
}

#[tokio::test]
async fn only_a_live_user_is_edited() {
    let store = MemoryStore::new();
    let deleted = people::anna().register(&store).await.id;
    let erased = people::bruno().register(&store).await.id;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    store.delete(erased, Deletion::Hard, FixedClock::start()).await.unwrap();
    let before = store.dump();
    for id in [deleted, erased, stranger()] {
        let outcome = edit(&store, Permit::operator(id), &rename("free")).await;
        assert_refused!(outcome, EditRefusal::NoSuchUser, store, before);
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_changes_nothing() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let before = store.dump();
    store.fail();
    let outcome = edit(&store, Permit::operator(anna), &rename("annika")).await;
    assert_refused!(outcome, EditRefusal::Store(StoreError::Unavailable(_)), store, before);
}
