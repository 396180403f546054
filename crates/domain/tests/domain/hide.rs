//! Hiding.

use kith_domain::StoreError;
use kith_domain::hide::{Hides as _, Hiding, HidingRefusal, ToggleRefusal, between, toggle};
use kith_domain::user::{Deletion, Users as _};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::{assert_refused, member, stranger};

#[tokio::test]
async fn hiding_is_toggled_and_seen_from_both_sides() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    for hides in [true, false, true] {
        toggle(&store, &clock, &member(anna, None), bruno).await.unwrap();
        let mine = between(&store, &member(anna, None), bruno).await.unwrap();
        assert_eq!(mine, Hiding { hides, hidden_by: false });
        let theirs = between(&store, &member(bruno, None), anna).await.unwrap();
        assert_eq!(theirs, Hiding { hides: false, hidden_by: hides });
        let expected = if hides { vec![bruno] } else { vec![] };
        assert_eq!(store.hidden_by(anna).await.unwrap(), expected);
    }
    let oneself = between(&store, &member(anna, None), anna).await.unwrap();
    assert_eq!(oneself, Hiding::default());
}

#[tokio::test]
async fn every_refusal_is_said_and_changes_nothing() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let anna = people::anna().register(&store).await.id;
    let deleted = people::bruno().register(&store).await.id;
    store.delete(deleted, Deletion::Soft, FixedClock::start()).await.unwrap();
    let before = store.dump();
    let member = member(anna, None);
    let outcome = toggle(&store, &clock, &member, anna).await;
    assert_refused!(outcome, ToggleRefusal::Oneself, store, before);
    for other in [deleted, stranger()] {
        let outcome = toggle(&store, &clock, &member, other).await;
        assert_refused!(outcome, ToggleRefusal::NoSuchUser, store, before);
        let outcome = between(&store, &member, other).await;
        assert_refused!(outcome, HidingRefusal::NoSuchUser, store, before);
    }
    store.fail();
    let outcome = toggle(&store, &clock, &member, deleted).await;
    assert_refused!(outcome, ToggleRefusal::Store(StoreError::Unavailable(_)), store, before);
    let outcome = between(&store, &member, deleted).await;
    assert_refused!(outcome, HidingRefusal::Store(_), store, before);
}
