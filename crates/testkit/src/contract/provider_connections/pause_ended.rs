//! Pausing the connections of users whose time is over.

use chrono::NaiveDate;
use kith_domain::client_user::{ClientUser, ClientUserEdit};
use kith_domain::provider_connection::{
    Action, ConnectedProvider, ConnectionHealth, ProviderConnection,
};
use uuid::Uuid;

use crate::clients::{client, day};
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::people::anna;
use crate::providers::{connect, grant, perform, report, sealed};

pub async fn only_those_before_the_day_are_paused(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    connect(&*ports.provider_connections, anna.id, "fitbit", grant("1", &[]), None).await;
    let open = connected(ports, "open", "2020-01-01", "").await;
    let never = connected(ports, "never", "", "").await;
    let mut bounded = Vec::new();
    for end in ["2025-12-31", "2026-01-31", "2026-02-01", "2026-02-02", "2027-01-01"] {
        bounded.push(connected(ports, end, "", end).await);
    }
    let live = ports.everything().await;
    assert_eq!(pause(ports, "2025-12-31", 100).await, 0, "a day is not before itself");
    assert_eq!(ports.everything().await, live);
    // Each has one connection that works, one that failed and one that is paused already.
    for (day, paused, ended) in
        [("2026-01-01", 2, 1), ("2026-02-01", 2, 2), ("2026-02-02", 2, 3), ("2026-02-02", 0, 3)]
    {
        assert_eq!(pause(ports, day, 100).await, paused, "before {day}");
        for (number, user) in bounded.iter().enumerate() {
            let expected = if number < ended { 3 } else { 1 };
            assert_eq!(paused_of(ports, user.uuid).await, expected, "before {day}");
        }
    }
    for user in [open, never] {
        assert_eq!(paused_of(ports, user.uuid).await, 1);
    }
    assert_eq!(paused_of(ports, anna.uuid).await, 0);
}

pub async fn what_is_paused_keeps_everything_but_its_error(ports: &Ports) {
    let user = connected(ports, "x", "2024-01-01", "2024-12-31").await;
    let before = ports.providers(user.uuid).await.expect("is live");
    let sealed = ports.all_sealed().await;
    assert_eq!(pause(ports, "2025-01-01", 100).await, 2);
    let paused = |one: ConnectedProvider| {
        let health = ConnectionHealth::Paused;
        let connection = ProviderConnection { health, ..one.connection };
        ConnectedProvider { connection, ..one }
    };
    let expected: Vec<_> = before.into_iter().map(paused).collect();
    assert_eq!(ports.providers(user.uuid).await, Some(expected));
    assert_eq!(ports.all_sealed().await, sealed, "the credentials stay");
    assert_eq!(ports.client(user.uuid).await, Some(user.clone()));
    ports.expect_legal(&[user.id]).await;
}

pub async fn no_more_are_paused_than_was_asked_for(ports: &Ports) {
    let mut users = Vec::new();
    for number in 0..3 {
        users.push(connected(ports, &number.to_string(), "", "2025-01-01").await.uuid);
    }
    let mut expected = 3;
    for (limit, paused) in [(0, 0), (1, 1), (2, 2), (1, 1), (5, 2), (5, 0)] {
        assert_eq!(pause(ports, "2026-01-01", limit).await, paused, "at most {limit}");
        expected += usize::try_from(paused).expect("small");
        let mut found = 0;
        for user in &users {
            found += paused_of(ports, *user).await;
        }
        assert_eq!(found, expected, "at most {limit}");
    }
}

pub async fn the_end_is_the_one_that_is_stored_now(ports: &Ports) {
    let user = connected(ports, "x", "", "2025-01-01").await;
    let longer = ClientUserEdit {
        ingestion_end: Some(Some(day("2027-01-01"))),
        ..ClientUserEdit::default()
    };
    ports.client_users.edit(user.uuid, &longer, at(1)).await.expect("storage works");
    assert_eq!(pause(ports, "2026-01-01", 100).await, 0);
    let over = ClientUserEdit {
        ingestion_end: Some(Some(day("2025-12-31"))),
        ..ClientUserEdit::default()
    };
    ports.client_users.edit(user.uuid, &over, at(2)).await.expect("storage works");
    assert_eq!(pause(ports, "2026-01-01", 100).await, 2);
    // Whoever connects again is paused again.
    connect(&*ports.provider_connections, user.uuid, "fitbit", grant("2", &[]), None).await;
    assert_eq!(pause(ports, "2026-01-01", 100).await, 1);
}

pub async fn the_first_and_the_last_day_are_days_like_any(ports: &Ports) {
    let early = connected(ports, "early", "", "0001-01-01").await;
    let late = connected(ports, "late", "", "9999-12-31").await;
    let before = async |before| {
        let paused = ports.provider_connections.pause_ended(before, 100).await;
        paused.expect("storage works")
    };
    assert_eq!(before(NaiveDate::MIN).await, 0);
    assert_eq!(before(day("0001-01-01")).await, 0);
    assert_eq!(before(day("9999-12-31")).await, 2);
    assert_eq!(paused_of(ports, early.uuid).await, 3);
    assert_eq!(paused_of(ports, late.uuid).await, 1);
}

/// Somebody with a connection that works, one that failed and one that is paused.
async fn connected(ports: &Ports, reference: &str, start: &str, end: &str) -> ClientUser {
    let user = client(reference).ingestion(start, end).create(&*ports.client_users).await;
    let connections = &*ports.provider_connections;
    for provider in ["fitbit", "garmin", "oura"] {
        let granted = grant(&format!("{provider} {reference}"), &["daily"]);
        let credentials = sealed("k1", provider.as_bytes());
        connect(connections, user.uuid, provider, granted, Some(&credentials)).await;
    }
    perform(connections, user.uuid, "garmin", &report("It broke.")).await;
    perform(connections, user.uuid, "oura", &Action::Pause).await;
    ports.client(user.uuid).await.expect("is live")
}

async fn pause(ports: &Ports, before: &str, limit: u32) -> u32 {
    let paused = ports.provider_connections.pause_ended(day(before), limit).await;
    paused.expect("storage works")
}

async fn paused_of(ports: &Ports, user: Uuid) -> usize {
    let all = ports.providers(user).await.expect("is live");
    all.iter().filter(|one| one.connection.health == ConnectionHealth::Paused).count()
}
