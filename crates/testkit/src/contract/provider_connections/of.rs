//! A user's connections.

use kith_domain::UserId;

use crate::clients::client;
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::providers::{connect_at, grant, unknown_grant};

pub async fn connections_come_by_time_then_slug(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let connections = &*ports.provider_connections;
    for (provider, second) in [
        ("zwift", 5),
        ("ab", 5),
        ("oura", -5),
        ("a_b", 5),
        ("fitbit", 9),
        ("a1", 5),
        ("a", 5),
        ("strava", 5),
    ] {
        connect_at(connections, user.uuid, provider, unknown_grant(), None, at(second)).await;
    }
    let expected = ["oura", "a", "a1", "a_b", "ab", "strava", "zwift", "fitbit"];
    assert_eq!(order(ports, user.id).await, expected);
    // A reconnection changes nothing about the order.
    connect_at(connections, user.uuid, "oura", grant("1", &[]), None, at(99)).await;
    assert_eq!(order(ports, user.id).await, expected);
    ports.expect_legal(&[user.id]).await;
}

pub async fn everybody_has_a_list_of_their_own(ports: &Ports) {
    let one = client("1").create(&*ports.client_users).await;
    let other = client("2").create(&*ports.client_users).await;
    let connections = &*ports.provider_connections;
    let first =
        connect_at(connections, one.uuid, "oura", grant("1", &["daily"]), None, at(1)).await;
    assert_eq!(ports.providers(other.uuid).await, Some(vec![]));
    let second = connect_at(connections, other.uuid, "oura", grant("2", &[]), None, at(2)).await;
    for (user, connection) in [(one, first), (other, second)] {
        let found = ports.providers(user.uuid).await.expect("is live");
        let found: Vec<_> = found.into_iter().map(|one| one.connection).collect();
        assert_eq!(found, [connection]);
    }
}

async fn order(ports: &Ports, user: UserId) -> Vec<String> {
    let found = ports.providers(user).await.expect("is live");
    found.iter().map(|one| one.provider.as_str().to_owned()).collect()
}
