//! Listing followers and followings.

use kith_domain::community::Mode;
use kith_domain::connection::{ListRefusal, Mutual};
use kith_domain::follow::{Side, list};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Deletion, Users as _};
use kith_domain::visibility::Viewer;
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people, ties};

use crate::{assert_refused, closed, community, stranger, viewer};

const SIDES: [Side; 2] = [Side::Followers, Side::Followings];

#[tokio::test]
async fn both_ends_are_listed_to_whoever_may_read() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    let carla = people::named("carla").register(&store).await.id;
    for (follower, idol) in [(bruno, anna), (carla, anna), (anna, carla), (bruno, carla)] {
        ties::follow(&store, follower, idol).await;
    }
    let page = PageRequest::first(10);
    for (viewer, side, filter, expected) in [
        (Viewer::Anonymous, Side::Followers, None, vec![carla, bruno]),
        (Viewer::Anonymous, Side::Followings, None, vec![carla]),
        (viewer(bruno, None), Side::Followers, Some(Mutual::Only), vec![carla]),
        (viewer(bruno, None), Side::Followers, Some(Mutual::Without), vec![bruno]),
        (viewer(carla, None), Side::Followings, Some(Mutual::Only), vec![]),
    ] {
        let community = community(Mode::Follow);
        let listed =
            list(&store, &store, &community, &viewer, (anna, side), filter, &page).await.unwrap();
        let ids: Vec<_> = listed.items.iter().map(|person| person.user.id).collect();
        assert_eq!(ids, expected, "{side:?} for {viewer:?}, {filter:?}");
    }
    let before = store.dump();
    for side in SIDES {
        for mode in [Mode::Follow, Mode::Friendship] {
            let anonymous = Viewer::Anonymous;
            let refused =
                list(&store, &store, &closed(mode), &anonymous, (anna, side), None, &page).await;
            assert_refused!(refused, ListRefusal::NotAuthenticated, store, before);
            let member = viewer(bruno, None);
            list(&store, &store, &closed(mode), &member, (anna, side), None, &page).await.unwrap();
        }
    }
}

#[tokio::test]
async fn in_a_community_of_friends_the_lists_are_empty() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let deleted = people::bruno().register(&store).await.id;
    ties::follow(&store, anna, deleted).await;
    ties::follow(&store, deleted, anna).await;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    let before = store.dump();
    let page = PageRequest::first(10);
    for side in SIDES {
        let friends = community(Mode::Friendship);
        let listed =
            list(&store, &store, &friends, &Viewer::Anonymous, (anna, side), None, &page).await;
        assert_eq!(listed.unwrap(), Page::empty());
        for mode in [Mode::Friendship, Mode::Follow] {
            for owner in [deleted, stranger()] {
                let community = community(mode);
                let viewer = Viewer::Anonymous;
                let outcome =
                    list(&store, &store, &community, &viewer, (owner, side), None, &page).await;
                assert_refused!(outcome, ListRefusal::NoSuchUser, store, before);
            }
        }
    }
    store.fail();
    for mode in [Mode::Friendship, Mode::Follow] {
        let community = community(mode);
        let owner = (anna, Side::Followers);
        let outcome =
            list(&store, &store, &community, &Viewer::Anonymous, owner, None, &page).await;
        assert_refused!(outcome, ListRefusal::Store(_), store, before);
    }
}
