//! Sealing again.

use kith_domain::UserId;
use kith_domain::client_user::ClientUser;
use kith_domain::provider_connection::{Action, Sealed, SealedPlace};

use crate::clients::client;
use crate::contract::sources::at;
use crate::contract::{Ports, stranger};
use crate::providers::{connect, grant, perform, sealed, slug};

pub async fn what_is_there_is_replaced_and_the_connection_is_not(ports: &Ports) {
    let user = connected(ports, "x").await;
    let other = connected(ports, "y").await;
    let before = ports.providers(user.uuid).await;
    let (old, new) = (sealed("old", b"before"), sealed("new", b"after"));
    assert!(reseal(ports, user.id, "fitbit", &old, &new).await);
    for one in ports.all_sealed().await {
        let replaced = one.place == place(user.id, "fitbit");
        assert_eq!(one.sealed, if replaced { new.clone() } else { old.clone() }, "{one:?}");
    }
    assert_eq!(ports.providers(user.uuid).await, before);
    assert!(!reseal(ports, user.id, "fitbit", &old, &new).await, "the old is not there any more");
    ports.expect_legal(&[user.id, other.id]).await;
}

pub async fn nothing_changes_if_something_else_is_there(ports: &Ports) {
    let user = connected(ports, "x").await;
    let connections = &*ports.provider_connections;
    connect(connections, user.uuid, "garmin", grant("1", &[]), None).await;
    connect(connections, user.uuid, "strava", grant("1", &[]), None).await;
    perform(connections, user.uuid, "strava", &Action::Deregister).await;
    let forgotten = connected(ports, "y").await;
    ports.forget(forgotten.uuid, at(0)).await;
    let before = ports.everything().await;
    let (old, new) = (sealed("old", b"before"), sealed("new", b"after"));
    for (user, provider, old) in [
        // Both the key and every byte count.
        (user.id, "fitbit", &sealed("other", b"before")),
        (user.id, "fitbit", &sealed("old", b"Before")),
        (user.id, "fitbit", &sealed("old", b"befor")),
        (user.id, "fitbit", &sealed("old", b"")),
        (user.id, "fitbit", &new),
        // Where no credentials are, none come.
        (user.id, "garmin", &old),
        (user.id, "strava", &old),
        (user.id, "peloton", &old),
        (forgotten.id, "fitbit", &old),
        (stranger(), "fitbit", &old),
    ] {
        assert!(!reseal(ports, user, provider, old, &new).await, "{user} {provider} {old:?}");
        assert_eq!(ports.everything().await, before);
    }
}

/// Somebody with two connections whose credentials the old key sealed.
async fn connected(ports: &Ports, reference: &str) -> ClientUser {
    let user = client(reference).create(&*ports.client_users).await;
    for provider in ["fitbit", "oura"] {
        let granted = grant(&format!("{provider} {reference}"), &["daily"]);
        let credentials = sealed("old", b"before");
        let connections = &*ports.provider_connections;
        connect(connections, user.uuid, provider, granted, Some(&credentials)).await;
    }
    user
}

fn place(user_id: UserId, provider: &str) -> SealedPlace {
    SealedPlace { user_id, provider: slug(provider) }
}

async fn reseal(ports: &Ports, user: UserId, provider: &str, old: &Sealed, new: &Sealed) -> bool {
    let place = place(user, provider);
    let resealed = ports.provider_connections.reseal(&place, old, new);
    resealed.await.expect("storage works")
}
