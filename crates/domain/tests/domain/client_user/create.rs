//! Making users.

use chrono::TimeDelta;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::{
    ClientUser, CreateRefusal, CreateRequest, Fallback, Holder, create,
};
use kith_domain::user::{Status, read};
use kith_domain::visibility::Viewer;
use kith_domain::{StoreError, UserId};
use kith_testkit::clients::{bounds, day};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, SequentialUuids};

use crate::assert_refused;

fn request(client_user_id: &str) -> CreateRequest {
    CreateRequest {
        client_user_id: client_user_id.parse().unwrap(),
        fallback_time_zone: "Europe/London".parse().ok(),
        fallback_birth_date: Some(day("1980-03-13")),
        ingestion: bounds("2024-01-01", "2024-12-15"),
    }
}

#[tokio::test]
async fn a_user_is_made_as_asked_for_with_both_faces() {
    let (store, clock, uuids) = (MemoryStore::new(), FixedClock::new(), SequentialUuids::new());
    let permit = TeamPermit::operator();
    let user = create(&store, &clock, &uuids, permit, request("x")).await.unwrap();
    let uuid = SequentialUuids::numbered(1);
    let updated_at = FixedClock::start();
    let expected = ClientUser {
        id: UserId::new(1).unwrap(),
        uuid,
        client_user_id: "x".parse().unwrap(),
        username: uuid.to_string().parse().unwrap(),
        created_on: FixedClock::start(),
        fallback_time_zone: Some(Fallback { value: "Europe/London".parse().unwrap(), updated_at }),
        fallback_birth_date: Some(Fallback { value: day("1980-03-13"), updated_at }),
        ingestion: bounds("2024-01-01", "2024-12-15"),
        connected_sources: vec![],
    };
    assert_eq!(user, expected);
    let other = read(&store, &Viewer::Anonymous, user.id).await.unwrap().user;
    assert_eq!((other.uuid, other.status), (uuid, Status::Approved));
    assert_eq!(other.username.as_str(), uuid.to_string());
}

#[tokio::test]
async fn whoever_tries_again_is_told_who_has_the_reference() {
    let (store, clock, uuids) = (MemoryStore::new(), FixedClock::new(), SequentialUuids::new());
    let permit = TeamPermit::operator();
    let first = create(&store, &clock, &uuids, permit, request("x")).await.unwrap();
    clock.advance(TimeDelta::hours(1));
    let before = store.dump();
    let refused = create(&store, &clock, &uuids, permit, request("x")).await;
    match &refused {
        Err(CreateRefusal::Taken(holder)) => {
            let expected = Holder { uuid: first.uuid, created_on: FixedClock::start() };
            assert_eq!(*holder, expected);
        }
        other => panic!("{other:?}"),
    }
    assert_refused!(refused, CreateRefusal::Taken(_), store, before);
    create(&store, &clock, &uuids, permit, request("X")).await.unwrap();
}

#[tokio::test]
async fn failing_storage_is_said_and_makes_nobody() {
    let (store, clock, uuids) = (MemoryStore::new(), FixedClock::new(), SequentialUuids::new());
    let before = store.dump();
    store.fail();
    let failed = create(&store, &clock, &uuids, TeamPermit::operator(), request("x")).await;
    assert_refused!(failed, CreateRefusal::Store(StoreError::Unavailable(_)), store, before);
}
