//! Reading one user.

use kith_domain::UserReference;
use kith_domain::provider_connection::Action;
use kith_domain::user::{Deletion, Moderation};

use crate::SequentialUuids;
use crate::clients::client;
use crate::contract::sources::at;
use crate::contract::{Ports, stranger};
use crate::people::anna;
use crate::providers::{connect_at, perform, report, unknown_grant};

pub async fn an_empty_store_has_no_users(ports: &Ports) {
    assert_eq!(ports.client(stranger()).await, None);
    assert_eq!(ports.client(SequentialUuids::numbered(1)).await, None);
    assert_eq!(ports.referred("x").await, None);
    assert_eq!((ports.clients().await.users, ports.clients().await.total), (vec![], 0));
}

pub async fn a_user_is_found_by_each_id_and_by_reference(ports: &Ports) {
    let one = client("1").create(&*ports.client_users).await;
    let other = client("2").time_zone("Europe/Rome").create(&*ports.client_users).await;
    let anna = anna().register(&*ports.users).await;
    for user in [one, other] {
        assert_eq!(ports.client(UserReference::Id(user.id)).await.as_ref(), Some(&user));
        assert_eq!(ports.client(UserReference::Uuid(user.uuid)).await.as_ref(), Some(&user));
        assert_eq!(ports.referred(user.client_user_id.as_str()).await, Some(user));
    }
    // An integer that is written as a reference is no id, nor is a UUID of somebody with another one.
    assert_ne!(ports.referred("1").await, ports.client(anna.id).await);
    let first = ports.referred("1").await.expect("is live");
    assert_eq!(ports.referred(&first.uuid.to_string()).await, None);
}

pub async fn a_blocked_user_is_read_and_a_deleted_one_is_not(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    ports.moderate(user.id, Moderation::Block).await;
    assert_eq!(ports.client(user.uuid).await.as_ref(), Some(&user));
    assert_eq!(ports.referred("x").await.as_ref(), Some(&user));
    for deletion in [Deletion::Soft, Deletion::Hard] {
        ports.delete(user.id, deletion).await;
        assert_eq!(ports.client(user.id).await, None);
        assert_eq!(ports.client(user.uuid).await, None);
        assert_eq!(ports.referred("x").await, None);
    }
}

pub async fn connected_sources_come_by_time_then_slug_however_they_stand(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let other = client("y").create(&*ports.client_users).await;
    let connections = &*ports.provider_connections;
    // Bytes decide, as they do not in every language: 1 before _ before a.
    for (provider, second) in
        [("ab", 5), ("a_b", 5), ("oura", 9), ("a1", 5), ("zwift", -1), ("fitbit", 4)]
    {
        connect_at(connections, user.uuid, provider, unknown_grant(), None, at(second)).await;
    }
    connect_at(connections, other.uuid, "strava", unknown_grant(), None, at(0)).await;
    perform(connections, user.uuid, "oura", &Action::Pause).await;
    perform(connections, user.uuid, "zwift", &report("It broke.")).await;
    let found = ports.client(user.uuid).await.expect("is live").connected_sources;
    let found: Vec<_> = found.iter().map(|one| (one.provider.as_str(), one.created_on)).collect();
    let expected = [("zwift", -1), ("fitbit", 4), ("a1", 5), ("a_b", 5), ("ab", 5), ("oura", 9)];
    assert_eq!(found, expected.map(|(provider, second)| (provider, at(second))));
    let listed = ports.clients().await.users;
    assert_eq!(listed.iter().map(|one| one.connected_sources.len()).collect::<Vec<_>>(), [1, 6]);
    ports.expect_legal(&[user.id, other.id]).await;
}
