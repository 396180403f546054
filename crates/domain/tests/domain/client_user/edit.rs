//! Changing users.

use chrono::TimeDelta;
use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::client_user::{
    BoundsReversed, ClientUser, ClientUserEdit, EditRefusal, Fallback, delete, edit, read,
};
use kith_testkit::clients::{bounds, client, day};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, SequentialUuids};
use uuid::Uuid;

use crate::assert_refused;

async fn change(
    store: &MemoryStore,
    user: Uuid,
    changes: &ClientUserEdit,
) -> Result<(), EditRefusal> {
    let clock = FixedClock::new();
    clock.advance(TimeDelta::hours(1));
    edit(store, &clock, TeamPermit::operator(), user, changes).await
}

fn end(text: &str) -> ClientUserEdit {
    ClientUserEdit { ingestion_end: Some(Some(day(text))), ..ClientUserEdit::default() }
}

fn reference(text: &str) -> ClientUserEdit {
    ClientUserEdit { client_user_id: text.parse().ok(), ..ClientUserEdit::default() }
}

#[tokio::test]
async fn what_is_named_changes_and_is_dated() {
    let store = MemoryStore::new();
    let new = client("x").time_zone("Europe/London").born("1980-03-13").ingestion("2024-01-01", "");
    let user = new.create(&store).await;
    let changes = ClientUserEdit {
        client_user_id: "y".parse().ok(),
        fallback_time_zone: Some("Europe/Paris".parse().ok()),
        fallback_birth_date: Some(None),
        ..end("2024-12-15")
    };
    change(&store, user.uuid, &changes).await.unwrap();
    let expected = ClientUser {
        client_user_id: "y".parse().unwrap(),
        fallback_time_zone: Some(Fallback {
            value: "Europe/Paris".parse().unwrap(),
            updated_at: FixedClock::start() + TimeDelta::hours(1),
        }),
        fallback_birth_date: None,
        ingestion: bounds("2024-01-01", "2024-12-15"),
        ..user.clone()
    };
    let found = read(&store, TeamPermit::operator(), user.id.into()).await.unwrap();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn every_refusal_is_said_and_changes_nothing() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let user = client("x").ingestion("2024-01-01", "").create(&store).await;
    client("y").create(&store).await;
    let deleted = client("z").create(&store).await;
    delete(&store, &clock, TeamPermit::operator(), deleted.uuid).await.unwrap();
    let before = store.dump();
    let refused = change(&store, user.uuid, &ClientUserEdit::default()).await;
    assert_refused!(refused, EditRefusal::Nothing, store, before);
    let refused = change(&store, user.uuid, &reference("y")).await;
    assert_refused!(refused, EditRefusal::Taken, store, before);
    let refused = change(&store, user.uuid, &end("2023-12-31")).await;
    assert_refused!(refused, EditRefusal::BoundsReversed(BoundsReversed), store, before);
    for absent in [deleted.uuid, SequentialUuids::numbered(1)] {
        // Whether there is such a user comes first.
        for changes in [ClientUserEdit::default(), reference("y"), end("2023-12-31")] {
            let refused = change(&store, absent, &changes).await;
            assert_refused!(refused, EditRefusal::NoSuchUser, store, before);
        }
    }
    store.fail();
    for changes in [ClientUserEdit::default(), reference("free")] {
        let failed = change(&store, user.uuid, &changes).await;
        assert_refused!(failed, EditRefusal::Store(StoreError::Unavailable(_)), store, before);
    }
}
