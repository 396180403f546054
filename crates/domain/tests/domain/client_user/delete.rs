//! Deleting users.

use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::{ClientUsers as _, DeleteRefusal, GRACE, ReadRefusal, delete, read};
use kith_domain::user;
use kith_domain::visibility::Viewer;
use kith_testkit::clients::client;
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{connect, grant};
use kith_testkit::{FixedClock, SequentialUuids};

use crate::assert_refused;
use crate::provider_connection::all_sealed;

#[tokio::test]
async fn a_deleted_user_is_gone_and_has_seven_days() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let deleted = client("x").create(&store).await;
    let sealed = kith_testkit::providers::sealed("k1", b"tokens");
    connect(&store, deleted.id, "fitbit", grant("1", &[]), Some(&sealed)).await;
    delete(&store, &clock, permit, deleted.uuid).await.unwrap();
    assert_eq!(GRACE.num_days(), 7);
    let end = FixedClock::start() + GRACE;
    assert_eq!(store.due(end, 9).await.unwrap(), [deleted.id]);
    assert_eq!(store.due(end - chrono::TimeDelta::microseconds(1), 9).await.unwrap(), []);
    assert_eq!(all_sealed(&store).await, vec![], "what opened the accounts is gone at once");
    let other = user::read(&store, &Viewer::Anonymous, deleted.id).await.unwrap().user;
    assert_eq!(other.deleted_at, Some(FixedClock::start()));
    let before = store.dump();
    let refused = read(&store, permit, deleted.id.into()).await;
    assert_refused!(refused, ReadRefusal::NoSuchUser, store, before);
    for absent in [deleted.uuid, SequentialUuids::numbered(1)] {
        let refused = delete(&store, &clock, permit, absent).await;
        assert_refused!(refused, DeleteRefusal::NoSuchUser, store, before);
    }
}

#[tokio::test]
async fn failing_storage_is_said_and_deletes_nobody() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let kept = client("x").create(&store).await;
    let before = store.dump();
    store.fail();
    let failed = delete(&store, &clock, TeamPermit::operator(), kept.uuid).await;
    assert_refused!(failed, DeleteRefusal::Store(StoreError::Unavailable(_)), store, before);
}
