//! The word for what ties the caller to others.

use kith_domain::community::Mode;
use kith_domain::connection::{ConnectionStatus, StatusRefusal, is_connection, status, statuses};
use kith_domain::user::{Deletion, Users as _};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people, ties};

use crate::{assert_refused, member, stranger};

#[tokio::test]
async fn each_mode_shows_its_own_statuses_and_none_of_the_other() {
    use ConnectionStatus::{Connected, Followed, ReceivedConnectionRequest, SentConnectionRequest};
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let mut others = Vec::new();
    for name in ["friend", "asked", "asks", "idol", "nobody"] {
        others.push(people::named(name).register(&store).await.id);
    }
    ties::connect(&store, anna, others[0]).await;
    ties::request(&store, anna, others[1]).await;
    ties::request(&store, others[2], anna).await;
    ties::follow(&store, anna, others[3]).await;
    ties::follow(&store, anna, others[0]).await;
    ties::follow(&store, others[4], anna).await;
    others.extend([anna, stranger()]);
    let member = member(anna, None);
    let friendship = [
        Some(Connected),
        Some(SentConnectionRequest),
        Some(ReceivedConnectionRequest),
        None,
        None,
        None,
        None,
    ];
    let follow = [Some(Followed), None, None, Some(Followed), None, None, None];
    for (mode, expected) in [(Mode::Friendship, friendship), (Mode::Follow, follow)] {
        let expected: Vec<_> = others.iter().copied().zip(expected).collect();
        assert_eq!(statuses(&store, mode, &member, &others).await.unwrap(), expected, "{mode:?}");
        for (other, expected) in &expected[..6] {
            assert_eq!(status(&store, mode, &member, *other).await.unwrap(), *expected);
            let connected = is_connection(&store, mode, &member, *other).await.unwrap();
            assert_eq!(connected, *expected == Some(Connected), "{mode:?}");
        }
    }
    let twice = [others[0], others[0]];
    assert_eq!(statuses(&store, Mode::Friendship, &member, &twice).await.unwrap().len(), 2);
}

#[tokio::test]
async fn nobody_has_no_status_and_failing_storage_is_said() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let deleted = people::bruno().register(&store).await.id;
    ties::connect(&store, anna, deleted).await;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    let before = store.dump();
    let member = member(anna, None);
    for mode in [Mode::Friendship, Mode::Follow] {
        for other in [deleted, stranger()] {
            let outcome = status(&store, mode, &member, other).await;
            assert_refused!(outcome, StatusRefusal::NoSuchUser, store, before);
            let outcome = is_connection(&store, mode, &member, other).await;
            assert_refused!(outcome, StatusRefusal::NoSuchUser, store, before);
            let statuses = statuses(&store, mode, &member, &[other]).await.unwrap();
            assert_eq!(statuses, [(other, None)], "in a list they are not told from strangers");
        }
    }
    store.fail();
    let outcome = status(&store, Mode::Friendship, &member, anna).await;
    assert_refused!(outcome, StatusRefusal::Store(_), store, before);
    assert!(statuses(&store, Mode::Friendship, &member, &[anna]).await.is_err());
}
