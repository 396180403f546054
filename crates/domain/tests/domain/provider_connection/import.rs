//! Taking connections over.

use chrono::TimeDelta;
use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::provider_connection::{
    Action, BulkOperation, BulkOperationType, BulkOperationsRequest, ConnectionHealth, Credentials,
    FinishedBulkOperation, Grant, ImportOutcome, ImportRefusal, ImportedConnection, NoSealingKey,
    act, import, list_bulk_operations,
};
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{grant, report, slug, unknown_grant};
use kith_testkit::{FixedClock, SequentialUuids, TestSealer};
use uuid::Uuid;

use super::{all_sealed, connections, provider, tokens, users};
use crate::assert_refused;

fn imported(user: Uuid, grant: Grant, credentials: Option<Credentials>) -> ImportedConnection {
    ImportedConnection { user, grant, credentials }
}

async fn run(
    store: &MemoryStore,
    keyring: &TestSealer,
    connections: Vec<ImportedConnection>,
) -> Result<ImportOutcome, ImportRefusal> {
    let (clock, permit) = (FixedClock::new(), TeamPermit::operator());
    import(store, store, keyring, &clock, permit, provider("fitbit"), connections).await
}

async fn recorded(store: &MemoryStore) -> Vec<BulkOperation> {
    let request = BulkOperationsRequest { before: None, limit: 50 };
    list_bulk_operations(store, TeamPermit::operator(), request).await.unwrap().operations
}

#[tokio::test]
async fn users_are_connected_with_sealed_credentials() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let [anna, bruno, carla] = users(&store).await;
    let wanted = vec![
        imported(anna.uuid, grant("FB1", &["weight"]), Some(tokens("canary"))),
        imported(bruno.uuid, unknown_grant(), None),
    ];
    let outcome = run(&store, &keyring, wanted).await.unwrap();
    let expected = ImportOutcome { imported: vec![anna.uuid, bruno.uuid], failed: vec![] };
    assert_eq!(outcome, expected);
    for (user, granted) in [(&anna, grant("FB1", &["weight"])), (&bruno, unknown_grant())] {
        let [one] = connections(&store, user.id).await.try_into().unwrap();
        assert_eq!((one.provider.as_str(), one.connection.grant), ("fitbit", granted));
        assert_eq!(one.connection.health, ConnectionHealth::Connected);
    }
    assert_eq!(connections(&store, carla.id).await, vec![]);
    let [sealed] = all_sealed(&store).await.try_into().unwrap();
    assert_eq!((sealed.user, sealed.sealed.key.as_str()), (anna.uuid, "k1"));
    let opened = Credentials::open(&keyring, &sealed.sealed, anna.uuid, &slug("fitbit"));
    assert_eq!(opened.unwrap(), tokens("canary"));
    // Neither in the clear nor in any other text that holds them.
    assert!(!String::from_utf8_lossy(&sealed.sealed.bytes).contains("canary"));
}

#[tokio::test]
async fn an_existing_connection_is_renewed_however_it_stands() {
    let (store, keyring, clock) = (MemoryStore::new(), TestSealer::new(["k1"]), FixedClock::new());
    let [user] = users(&store).await;
    let permit = TeamPermit::operator();
    for (number, broken) in
        [None, Some(report("It broke.")), Some(Action::Pause)].into_iter().enumerate()
    {
        if let Some(action) = &broken {
            act(&store, &clock, permit, user.id.into(), &slug("fitbit"), action).await.unwrap();
        }
        let (granted, word) = (grant(&number.to_string(), &["sleep"]), number.to_string());
        let wanted = vec![imported(user.uuid, granted.clone(), Some(tokens(&word)))];
        let outcome = run(&store, &keyring, wanted).await.unwrap();
        assert_eq!(outcome.imported, [user.uuid]);
        let [one] = connections(&store, user.id).await.try_into().unwrap();
        assert_eq!(one.connection.grant, granted);
        assert_eq!(one.connection.health, ConnectionHealth::Connected);
        let [sealed] = all_sealed(&store).await.try_into().unwrap();
        let opened = Credentials::open(&keyring, &sealed.sealed, user.uuid, &slug("fitbit"));
        assert_eq!(opened.unwrap(), tokens(&word));
    }
    // An import without tokens takes away those of an earlier one.
    run(&store, &keyring, vec![imported(user.uuid, unknown_grant(), None)]).await.unwrap();
    assert_eq!(all_sealed(&store).await, vec![]);
}

#[tokio::test]
async fn the_last_of_each_user_counts_at_the_place_of_the_first() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let [anna, bruno] = users(&store).await;
    let nobody = SequentialUuids::numbered(1);
    let wanted = vec![
        imported(anna.uuid, grant("1", &[]), Some(tokens("first"))),
        imported(nobody, grant("9", &[]), None),
        imported(bruno.uuid, grant("2", &[]), None),
        imported(anna.uuid, grant("3", &["sleep"]), Some(tokens("last"))),
        imported(nobody, grant("8", &[]), None),
    ];
    let outcome = run(&store, &keyring, wanted).await.unwrap();
    let expected = ImportOutcome { imported: vec![anna.uuid, bruno.uuid], failed: vec![nobody] };
    assert_eq!(outcome, expected);
    let [one] = connections(&store, anna.id).await.try_into().unwrap();
    assert_eq!(one.connection.grant, grant("3", &["sleep"]));
    let [sealed] = all_sealed(&store).await.try_into().unwrap();
    let opened = Credentials::open(&keyring, &sealed.sealed, anna.uuid, &slug("fitbit"));
    assert_eq!(opened.unwrap(), tokens("last"));
}

#[tokio::test]
async fn whoever_is_not_there_or_wants_anothers_account_is_named_as_failed() {
    let (store, keyring) = (MemoryStore::rejecting_duplicates(), TestSealer::new(["k1"]));
    let [anna, bruno, deleted] = users(&store).await;
    let (clock, permit) = (FixedClock::new(), TeamPermit::operator());
    kith_domain::client_user::delete(&store, &clock, permit, deleted.uuid).await.unwrap();
    let wanted = vec![
        imported(deleted.uuid, grant("1", &[]), Some(tokens("lost"))),
        imported(anna.uuid, grant("1", &[]), None),
        imported(bruno.uuid, grant("1", &[]), Some(tokens("refused"))),
    ];
    let outcome = run(&store, &keyring, wanted).await.unwrap();
    let expected =
        ImportOutcome { imported: vec![anna.uuid], failed: vec![deleted.uuid, bruno.uuid] };
    assert_eq!(outcome, expected);
    assert_eq!(connections(&store, bruno.id).await, vec![]);
    assert_eq!(all_sealed(&store).await, vec![]);
    assert_eq!(recorded(&store).await[0].operation.processed, 3, "refused ones included");
}

#[tokio::test]
async fn without_a_key_an_import_with_tokens_changes_nothing() {
    let (store, keyless) = (MemoryStore::new(), TestSealer::new([]));
    let [anna, bruno] = users(&store).await;
    let before = store.dump();
    // The one with tokens comes last: nothing is stored before everything is sealed.
    let wanted = vec![
        imported(anna.uuid, grant("1", &[]), None),
        imported(bruno.uuid, grant("2", &[]), Some(tokens("canary"))),
    ];
    let refused = run(&store, &keyless, wanted).await;
    assert_refused!(refused, ImportRefusal::NoSealingKey(NoSealingKey), store, before);
    // Nor does it matter where there are none.
    let wanted = vec![imported(anna.uuid, grant("1", &[]), None)];
    assert_eq!(run(&store, &keyless, wanted).await.unwrap().imported, [anna.uuid]);
}

#[tokio::test]
async fn an_import_is_recorded_when_it_is_over() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let [user] = users(&store).await;
    let wanted = vec![
        imported(user.uuid, grant("1", &[]), None),
        imported(user.uuid, grant("2", &[]), None),
    ];
    run(&store, &keyring, wanted).await.unwrap();
    run(&store, &keyring, vec![]).await.unwrap();
    let operation = |processed| FinishedBulkOperation {
        operation: BulkOperationType::Import,
        provider: slug("fitbit"),
        processed,
        started_at: FixedClock::start(),
        ended_at: FixedClock::start(),
    };
    let found: Vec<_> = recorded(&store).await.into_iter().map(|one| one.operation).collect();
    assert_eq!(found, [operation(0), operation(1)], "a user counts once");
}

#[tokio::test]
async fn more_than_are_made_at_the_same_time_are_all_made() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let users = users::<70>(&store).await;
    let wanted = users.iter().rev().map(|user| {
        let id = user.client_user_id.as_str();
        imported(user.uuid, grant(id, &[]), Some(tokens(id)))
    });
    let expected: Vec<Uuid> = users.iter().rev().map(|user| user.uuid).collect();
    let outcome = run(&store, &keyring, wanted.collect()).await.unwrap();
    assert_eq!((outcome.imported, outcome.failed), (expected, vec![]));
    assert_eq!(all_sealed(&store).await.len(), 70);
    for user in users {
        let [one] = connections(&store, user.id).await.try_into().unwrap();
        assert_eq!(one.connection.grant, grant(user.client_user_id.as_str(), &[]));
    }
}

#[tokio::test]
async fn failing_storage_is_said() {
    let (store, keyring) = (MemoryStore::new(), TestSealer::new(["k1"]));
    let [user] = users(&store).await;
    let clock = FixedClock::new();
    clock.advance(TimeDelta::days(1));
    let before = store.dump();
    store.fail();
    let outcome = run(&store, &keyring, vec![imported(user.uuid, grant("1", &[]), None)]).await;
    assert_refused!(outcome, ImportRefusal::Store(StoreError::Unavailable(_)), store, before);
}
