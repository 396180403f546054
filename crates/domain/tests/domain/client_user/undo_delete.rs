//! Taking deletions back.

use chrono::TimeDelta;
use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::{Forgotten, GRACE, UndoRefusal, delete, read, undo_delete};
use kith_testkit::clients::client;
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, SequentialUuids};

use crate::assert_refused;

#[tokio::test]
async fn a_deletion_is_taken_back_within_the_grace() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let user = client("x").create(&store).await;
    let names = [Forgotten::Uuid(user.uuid), Forgotten::ClientUserId(user.client_user_id.clone())];
    for forgotten in &names {
        delete(&store, &clock, permit, user.uuid).await.unwrap();
        clock.advance(GRACE - TimeDelta::microseconds(1));
        undo_delete(&store, &clock, permit, forgotten).await.unwrap();
        assert_eq!(read(&store, permit, user.id.into()).await.unwrap(), user);
    }
    delete(&store, &clock, permit, user.uuid).await.unwrap();
    clock.advance(GRACE);
    let before = store.dump();
    for forgotten in &names {
        let refused = undo_delete(&store, &clock, permit, forgotten).await;
        assert_refused!(refused, UndoRefusal::NoSuchUser, store, before);
    }
}

#[tokio::test]
async fn every_refusal_is_said_and_changes_nothing() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let user = client("x").create(&store).await;
    delete(&store, &clock, permit, user.uuid).await.unwrap();
    let heir = client("x").uuid(SequentialUuids::numbered(1)).create(&store).await;
    let before = store.dump();
    for forgotten in [Forgotten::Uuid(user.uuid), Forgotten::ClientUserId(user.client_user_id)] {
        let refused = undo_delete(&store, &clock, permit, &forgotten).await;
        assert_refused!(refused, UndoRefusal::Taken, store, before);
    }
    for forgotten in [
        Forgotten::Uuid(heir.uuid),
        Forgotten::Uuid(SequentialUuids::numbered(2)),
        Forgotten::ClientUserId("y".parse().unwrap()),
    ] {
        let refused = undo_delete(&store, &clock, permit, &forgotten).await;
        assert_refused!(refused, UndoRefusal::NoSuchUser, store, before);
    }
    store.fail();
    let failed = undo_delete(&store, &clock, permit, &Forgotten::Uuid(user.uuid)).await;
    assert_refused!(failed, UndoRefusal::Store(StoreError::Unavailable(_)), store, before);
}
