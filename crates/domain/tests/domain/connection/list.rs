//! Listing connections.

use kith_domain::StoreError;
use kith_domain::community::Mode;
use kith_domain::connection::{ListRefusal, Mutual, list};
use kith_domain::page::PageRequest;
use kith_domain::user::{Deletion, Users as _};
use kith_domain::visibility::Viewer;
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people, ties};

use crate::{assert_refused, closed, community, stranger, viewer};

#[tokio::test]
async fn anonymous_callers_see_a_list_exactly_if_content_is_available() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    ties::connect(&store, anna, bruno).await;
    let page = PageRequest::first(10);
    let before = store.dump();
    for (community, viewer, seen) in [
        (community(Mode::Friendship), Viewer::Anonymous, true),
        (community(Mode::Friendship), viewer(bruno, None), true),
        (closed(Mode::Friendship), viewer(bruno, None), true),
        (closed(Mode::Friendship), Viewer::Anonymous, false),
    ] {
        let outcome = list(&store, &community, &viewer, anna, None, &page).await;
        if seen {
            assert_eq!(outcome.unwrap().count, 1);
        } else {
            assert_refused!(outcome, ListRefusal::NotAuthenticated, store, before);
        }
    }
    // Who may not read learns neither the mode nor who exists.
    for owner in [anna, stranger()] {
        let outcome =
            list(&store, &closed(Mode::Follow), &Viewer::Anonymous, owner, None, &page).await;
        assert_refused!(outcome, ListRefusal::NotAuthenticated, store, before);
    }
}

#[tokio::test]
async fn the_viewer_decides_who_is_mutual() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    let carla = people::named("carla").register(&store).await.id;
    ties::connect(&store, anna, bruno).await;
    ties::connect(&store, anna, carla).await;
    ties::connect(&store, bruno, carla).await;
    for (viewer, filter, expected) in [
        (Viewer::Anonymous, None, vec![carla, bruno]),
        (Viewer::Anonymous, Some(Mutual::Only), vec![]),
        (viewer(anna, None), Some(Mutual::Only), vec![carla, bruno]),
        (viewer(anna, None), Some(Mutual::Without), vec![]),
        (viewer(carla, None), None, vec![bruno, carla]),
        (viewer(carla, None), Some(Mutual::Without), vec![carla]),
    ] {
        let page = PageRequest::first(10);
        let listed =
            list(&store, &community(Mode::Friendship), &viewer, anna, filter, &page).await.unwrap();
        let ids: Vec<_> = listed.items.iter().map(|person| person.user.id).collect();
        assert_eq!(ids, expected, "{viewer:?}, {filter:?}");
    }
}

#[tokio::test]
async fn there_is_no_list_in_the_other_mode_or_of_nobody() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let deleted = people::bruno().register(&store).await.id;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    let before = store.dump();
    let page = PageRequest::first(10);
    for viewer in [Viewer::Anonymous, viewer(anna, None)] {
        for owner in [anna, deleted, stranger()] {
            let outcome = list(&store, &community(Mode::Follow), &viewer, owner, None, &page).await;
            assert_refused!(outcome, ListRefusal::WrongMode, store, before);
        }
        for owner in [deleted, stranger()] {
            let friendship = community(Mode::Friendship);
            let outcome = list(&store, &friendship, &viewer, owner, None, &page).await;
            assert_refused!(outcome, ListRefusal::NoSuchUser, store, before);
        }
    }
    store.fail();
    let outcome =
        list(&store, &community(Mode::Friendship), &Viewer::Anonymous, anna, None, &page).await;
    assert_refused!(outcome, ListRefusal::Store(StoreError::Unavailable(_)), store, before);
}
