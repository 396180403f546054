//! Reading users, alone, in pages, and as numbers.

use kith_domain::access::TeamPermit;
use kith_domain::client_user::{
    ListRequest, ReadRefusal, TeamMetrics, delete, list, metrics, read, resolve,
};
use kith_domain::{StoreError, UserReference};
use kith_testkit::clients::client;
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{connect, grant, perform, report};
use kith_testkit::{FixedClock, SequentialUuids, people};

use crate::{assert_refused, stranger};

#[tokio::test]
async fn a_user_is_read_by_each_name_until_they_are_deleted() {
    let (store, clock, permit) = (MemoryStore::new(), FixedClock::new(), TeamPermit::operator());
    let user = client("x").create(&store).await;
    let references: [UserReference; 2] = [user.id.into(), user.uuid.into()];
    for reference in references {
        assert_eq!(read(&store, permit, reference).await.unwrap(), user);
    }
    assert_eq!(resolve(&store, permit, &user.client_user_id).await.unwrap(), user);
    delete(&store, &clock, permit, user.uuid).await.unwrap();
    let before = store.dump();
    let absent = [stranger().into(), SequentialUuids::numbered(1).into()];
    for reference in references.into_iter().chain(absent) {
        let refused = read(&store, permit, reference).await;
        assert_refused!(refused, ReadRefusal::NoSuchUser, store, before);
    }
    let refused = resolve(&store, permit, &user.client_user_id).await;
    assert_refused!(refused, ReadRefusal::NoSuchUser, store, before);
}

#[tokio::test]
async fn users_of_both_apis_are_listed_newest_first() {
    let (store, permit) = (MemoryStore::new(), TeamPermit::operator());
    let first = client("x").create(&store).await;
    let anna = people::anna().register(&store).await;
    let last = client("y").create(&store).await;
    let page = |offset, limit| list(&store, permit, ListRequest { offset, limit });
    let all = page(0, ListRequest::DEFAULT_LIMIT).await.unwrap();
    let ids: Vec<_> = all.users.iter().map(|user| user.id).collect();
    assert_eq!((ids, all.total), (vec![last.id, anna.id, first.id], 3));
    let middle = page(1, 1).await.unwrap();
    assert_eq!((middle.users, middle.total), (all.users[1..2].to_vec(), 3));
    let behind = page(3, 1).await.unwrap();
    assert_eq!((behind.users, behind.total), (vec![], 3));
}

#[tokio::test]
async fn everything_is_counted() {
    let (store, permit) = (MemoryStore::new(), TeamPermit::operator());
    let user = client("x").create(&store).await;
    people::anna().register(&store).await;
    for provider in ["fitbit", "oura"] {
        connect(&store, user.id, provider, grant("1", &[]), None).await;
    }
    perform(&store, user.id, "oura", &report("It broke.")).await;
    let expected = TeamMetrics { users: 2, connected_sources: 2, errored_connected_sources: 1 };
    assert_eq!(metrics(&store, permit).await.unwrap(), expected);
}

#[tokio::test]
async fn failing_storage_is_said() {
    let (store, permit) = (MemoryStore::new(), TeamPermit::operator());
    let user = client("x").create(&store).await;
    let before = store.dump();
    store.fail();
    let failed = read(&store, permit, user.id.into()).await;
    assert_refused!(failed, ReadRefusal::Store(StoreError::Unavailable(_)), store, before);
    let failed = resolve(&store, permit, &user.client_user_id).await;
    assert_refused!(failed, ReadRefusal::Store(StoreError::Unavailable(_)), store, before);
    let failed = list(&store, permit, ListRequest { offset: 0, limit: 1 }).await;
    assert_refused!(failed, StoreError::Unavailable(_), store, before);
    let failed = metrics(&store, permit).await;
    assert_refused!(failed, StoreError::Unavailable(_), store, before);
}
