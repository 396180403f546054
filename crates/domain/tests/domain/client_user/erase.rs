//! Erasing those whose grace is over.

use chrono::TimeDelta;
use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::{GRACE, delete, erase_due};
use kith_domain::user::Users as _;
use kith_testkit::FixedClock;
use kith_testkit::clients::client;
use kith_testkit::memory::MemoryStore;

use crate::assert_refused;

#[tokio::test]
async fn those_whose_grace_is_over_are_erased_a_few_at_a_time() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let kept = client("kept").create(&store).await.id;
    let mut forgotten = Vec::new();
    for number in 0..5 {
        let user = client(&number.to_string()).create(&store).await;
        delete(&store, &clock, permit, user.uuid).await.unwrap();
        forgotten.push(user.id);
    }
    let late = client("late").create(&store).await;
    clock.advance(TimeDelta::seconds(1));
    delete(&store, &clock, permit, late.uuid).await.unwrap();

    let before = store.dump();
    clock.set(FixedClock::start() + GRACE - TimeDelta::microseconds(1));
    assert_eq!(erase_due(&store, &clock, 100).await.unwrap(), 0);
    assert_eq!(store.dump(), before);

    clock.set(FixedClock::start() + GRACE);
    for (erased, left) in [(2, 3), (2, 1), (1, 0), (0, 0)] {
        assert_eq!(erase_due(&store, &clock, 2).await.unwrap(), erased);
        let mut found = 0;
        for id in &forgotten {
            found += usize::from(store.by_id(*id).await.unwrap().is_some());
        }
        assert_eq!(found, left);
    }
    assert!(store.by_id(late.id).await.unwrap().is_some(), "not yet");
    assert!(store.by_id(kept).await.unwrap().is_some());
    clock.advance(TimeDelta::seconds(1));
    assert_eq!(erase_due(&store, &clock, 2).await.unwrap(), 1);
}

#[tokio::test]
async fn failing_storage_is_said_and_erases_nobody() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let user = client("x").create(&store).await;
    delete(&store, &clock, TeamPermit::operator(), user.uuid).await.unwrap();
    clock.advance(GRACE);
    let before = store.dump();
    store.fail();
    let failed = erase_due(&store, &clock, 1).await;
    assert_refused!(failed, StoreError::Unavailable(_), store, before);
}
