//! Counting.

use kith_domain::client_user::TeamMetrics;
use kith_domain::provider_connection::Action;
use kith_domain::user::{Deletion, Moderation};

use crate::clients::client;
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::people::anna;
use crate::providers::{connect, perform, report, unknown_grant};

pub async fn live_users_and_their_connections_are_counted(ports: &Ports) {
    assert_eq!(metrics(ports).await, counted(0, 0, 0));
    let anna = anna().register(&*ports.users).await.id;
    let mut users = vec![anna];
    for reference in ["1", "2", "3"] {
        users.push(client(reference).create(&*ports.client_users).await.id);
    }
    assert_eq!(metrics(ports).await, counted(4, 0, 0));
    let connections = &*ports.provider_connections;
    for user in &users {
        for provider in ["fitbit", "oura", "garmin"] {
            connect(connections, *user, provider, unknown_grant(), None).await;
        }
        perform(connections, *user, "oura", &report("It broke.")).await;
        perform(connections, *user, "garmin", &Action::Pause).await;
    }
    assert_eq!(metrics(ports).await, counted(4, 12, 4));
    perform(connections, users[1], "oura", &Action::Recover).await;
    perform(connections, users[1], "fitbit", &Action::Deregister).await;
    ports.moderate(users[1], Moderation::Block).await;
    assert_eq!(metrics(ports).await, counted(4, 11, 3));
    let third = ports.client(users[2]).await.expect("is live").uuid;
    ports.forget(third, at(0)).await;
    assert_eq!(metrics(ports).await, counted(3, 8, 2));
    ports.delete(users[3], Deletion::Soft).await;
    ports.delete(anna, Deletion::Hard).await;
    assert_eq!(metrics(ports).await, counted(1, 2, 0));
}

fn counted(users: u64, connected_sources: u64, errored_connected_sources: u64) -> TeamMetrics {
    TeamMetrics { users, connected_sources, errored_connected_sources }
}

async fn metrics(ports: &Ports) -> TeamMetrics {
    ports.client_users.metrics().await.expect("storage works")
}
