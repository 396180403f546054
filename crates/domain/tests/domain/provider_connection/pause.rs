//! Letting go of connections.

use chrono::{DateTime, TimeDelta};
use kith_domain::access::TeamPermit;
use kith_domain::client_user::ClientUser;
use kith_domain::provider_connection::{Action, HealthStatus, connect, pause_all, pause_ended};
use kith_domain::{StoreError, Timestamp};
use kith_testkit::clients::client;
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::{self, grant, report};
use kith_testkit::{FixedClock, SequentialUuids};
use uuid::Uuid;

use super::{connections, provider, users};

async fn status(store: &MemoryStore, user: &ClientUser) -> Vec<(String, HealthStatus)> {
    let found = connections(store, user.id).await.into_iter();
    found.map(|one| (one.provider.to_string(), one.connection.health.status())).collect()
}

#[tokio::test]
async fn those_who_are_named_are_paused_with_that_provider_alone() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let all = users::<40>(&store).await;
    for user in &all {
        for slug in ["fitbit", "oura"] {
            providers::connect(&store, user.id, slug, grant("1", &["sleep"]), None).await;
        }
    }
    providers::perform(&store, all[0].id, "fitbit", &report("It broke.")).await;
    providers::perform(&store, all[1].id, "fitbit", &Action::Pause).await;
    providers::perform(&store, all[2].id, "fitbit", &Action::Deregister).await;
    // More than at the same time, some twice, and some who are not there.
    let mut named: Vec<Uuid> = all[..39].iter().map(|user| user.uuid).collect();
    named.extend([all[3].uuid, all[1].uuid, SequentialUuids::numbered(1)]);
    pause_all(&store, &clock, TeamPermit::operator(), provider("fitbit"), &named).await.unwrap();
    for (number, user) in all.iter().enumerate() {
        let fitbit = if number == 39 { HealthStatus::Connected } else { HealthStatus::Paused };
        let oura = ("oura".to_owned(), HealthStatus::Connected);
        let expected = match number {
            2 => vec![oura],
            _ => vec![("fitbit".to_owned(), fitbit), oura],
        };
        assert_eq!(status(&store, user).await, expected, "{number}");
    }
    let before = store.dump();
    pause_all(&store, &clock, TeamPermit::operator(), provider("fitbit"), &named).await.unwrap();
    pause_all(&store, &clock, TeamPermit::operator(), provider("oura"), &[]).await.unwrap();
    assert_eq!(store.dump(), before, "there is nothing to pause any more");
}

#[tokio::test]
async fn late_data_have_seven_days_after_the_last() {
    let store = MemoryStore::new();
    let user = client("x").ingestion("", "2026-01-02").create(&store).await;
    let permit = TeamPermit::operator();
    let clock = FixedClock::new();
    connect(&store, &clock, permit, user.id.into(), provider("fitbit"), grant("1", &[]))
        .await
        .unwrap();
    let instant = |text: &str| text.parse::<Timestamp>().unwrap();
    for (now, paused) in [
        ("2026-01-02T00:00:00Z", 0),
        ("2026-01-09T00:00:00Z", 0),
        ("2026-01-09T23:59:59.999999Z", 0),
        ("2026-01-10T00:00:00Z", 1),
        ("2026-01-10T00:00:00Z", 0),
    ] {
        clock.set(instant(now));
        assert_eq!(pause_ended(&store, &clock, 100).await.unwrap(), paused, "{now}");
    }
    assert_eq!(status(&store, &user).await, [("fitbit".to_owned(), HealthStatus::Paused)]);
}

#[tokio::test]
async fn the_limit_is_kept() {
    let store = MemoryStore::new();
    let clock = FixedClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(100_000));
    for number in 0..5 {
        let new = client(&number.to_string()).ingestion("", "2026-01-02");
        let user = new.create(&store).await;
        providers::connect(&store, user.id, "fitbit", grant("1", &[]), None).await;
    }
    for paused in [2, 2, 1, 0] {
        assert_eq!(pause_ended(&store, &clock, 2).await.unwrap(), paused);
    }
}

#[tokio::test]
async fn failing_storage_is_said() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let [user] = users(&store).await;
    store.fail();
    let named = [user.uuid];
    let outcome =
        pause_all(&store, &clock, TeamPermit::operator(), provider("fitbit"), &named).await;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    let outcome = pause_ended(&store, &clock, 1).await;
    assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
}
