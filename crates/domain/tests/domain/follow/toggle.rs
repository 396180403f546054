//! Following, and who follows whom.

use kith_domain::StoreError;
use kith_domain::community::Mode;
use kith_domain::follow::{Following, FollowingRefusal, Refusal, ToggleRefusal, between, toggle};
use kith_domain::user::{Moderation, Users as _};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people, ties};

use crate::{assert_refused, member, stranger};

#[tokio::test]
async fn a_follow_is_toggled_and_seen_from_both_ends() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    for follows in [true, false, true] {
        toggle(&store, &clock, Mode::Follow, &member(anna, None), bruno).await.unwrap();
        for (who, other, expected) in [
            (anna, bruno, Following { follows, followed_by: false }),
            (bruno, anna, Following { follows: false, followed_by: follows }),
        ] {
            let seen = between(&store, Mode::Follow, &member(who, None), other).await.unwrap();
            assert_eq!(seen, expected);
        }
    }
}

#[tokio::test]
async fn every_refusal_is_said_and_changes_nothing() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let anna = people::anna().register(&store).await.id;
    let hider = people::bruno().register(&store).await.id;
    let idol = people::named("idol").register(&store).await.id;
    ties::hide(&store, hider, anna).await;
    ties::follow(&store, anna, idol).await;
    store.moderate(anna, Moderation::Block, true, FixedClock::start()).await.unwrap();
    let before = store.dump();
    for (mode, other, expected) in [
        (Mode::Friendship, hider, Refusal::WrongMode),
        (Mode::Friendship, anna, Refusal::WrongMode),
        (Mode::Friendship, stranger(), Refusal::WrongMode),
        (Mode::Follow, anna, Refusal::Oneself),
        (Mode::Follow, stranger(), Refusal::NoSuchUser),
        (Mode::Follow, hider, Refusal::Forbidden),
    ] {
        match toggle(&store, &clock, mode, &member(anna, None), other).await {
            Err(ToggleRefusal::Refused(refusal)) => assert_eq!(refusal, expected),
            outcome => panic!("expected {expected:?}, got {outcome:?}"),
        }
        assert_eq!(store.dump(), before);
    }
    let refused = between(&store, Mode::Friendship, &member(anna, None), idol).await;
    assert_refused!(refused, FollowingRefusal::WrongMode, store, before);
    let refused = between(&store, Mode::Follow, &member(anna, None), stranger()).await;
    assert_refused!(refused, FollowingRefusal::NoSuchUser, store, before);
    store.fail();
    let refused = toggle(&store, &clock, Mode::Follow, &member(anna, None), idol).await;
    assert_refused!(refused, ToggleRefusal::Store(StoreError::Unavailable(_)), store, before);
    let refused = between(&store, Mode::Follow, &member(anna, None), idol).await;
    assert_refused!(refused, FollowingRefusal::Store(_), store, before);
    store.recover();
    // A blocked user may still stop following.
    toggle(&store, &clock, Mode::Follow, &member(anna, None), idol).await.unwrap();
}
