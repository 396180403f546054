//! Sealed credentials, by place.

use kith_domain::UserId;
use kith_domain::provider_connection::{SealedPlace, SealedRequest};
use kith_domain::user::Deletion;
use uuid::Uuid;

use crate::SequentialUuids;
use crate::clients::client;
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::providers::{connect, grant, sealed, slug, unknown_grant};

/// Providers and the keys that sealed what each user has of them, in the order of places.
const SEALED: [(&str, &str); 4] = [("a1", "k1"), ("a_b", "k2"), ("ab", "k3"), ("oura", "k1")];

pub async fn all_come_by_user_then_slug(ports: &Ports) {
    let users = full(ports, 3).await;
    let expected: Vec<SealedPlace> = users.iter().flat_map(|user| places(user.0)).collect();
    assert_eq!(found(ports, everything()).await, expected);
    for one in ports.all_sealed().await {
        let (_, uuid) = users.iter().find(|(id, _)| *id == one.place.user_id).expect("is there");
        assert_eq!(one.user, *uuid);
        let id = one.external_user_id.expect("was given");
        assert_eq!(id.as_str(), format!("{} of {uuid}", one.place.provider));
        assert_eq!(one.sealed.bytes, id.as_str().as_bytes());
    }
}

pub async fn connections_without_credentials_are_none_of_them(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    connect(&*ports.provider_connections, user.uuid, "fitbit", grant("1", &[]), None).await;
    assert_eq!(ports.all_sealed().await, vec![]);
}

pub async fn unknown_ids_and_scopes_are_no_obstacle(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let credentials = sealed("k1", b"tokens");
    let connections = &*ports.provider_connections;
    connect(connections, user.uuid, "fitbit", unknown_grant(), Some(&credentials)).await;
    let [one] = ports.all_sealed().await.try_into().expect("one");
    assert_eq!((one.external_user_id, one.granted_scopes), (None, None));
    assert_eq!(one.sealed, credentials);
}

pub async fn every_filter_narrows(ports: &Ports) {
    let users = full(ports, 3).await;
    let (first, second, third) = (users[0], users[1], users[2]);
    let of =
        |user: (UserId, Uuid), provider| SealedPlace { user_id: user.0, provider: slug(provider) };
    let by_provider = || SealedRequest { provider: Some(slug("a_b")), ..everything() };
    let expected: Vec<_> = users.iter().map(|user| of(*user, "a_b")).collect();
    assert_eq!(found(ports, by_provider()).await, expected);
    let absent = SealedRequest { provider: Some(slug("a")), ..everything() };
    assert_eq!(found(ports, absent).await, []);

    let nobody = SequentialUuids::numbered(9);
    for (named, expected) in [
        (vec![], vec![]),
        (vec![nobody], vec![]),
        (vec![second.1], vec![second]),
        // In the order of places, whatever that of the names; each once.
        (vec![third.1, nobody, first.1, third.1], vec![first, third]),
    ] {
        let request = SealedRequest { users: Some(named), ..everything() };
        let expected: Vec<_> = expected.iter().flat_map(|user| places(user.0)).collect();
        assert_eq!(found(ports, request).await, expected);
    }

    let all = SealedRequest {
        provider: Some(slug("ab")),
        users: Some(vec![second.1, third.1]),
        after: Some(of(second, "ab")),
        limit: 5,
    };
    assert_eq!(found(ports, all.clone()).await, [of(third, "ab")]);
    let none = SealedRequest { after: Some(of(third, "ab")), ..all };
    assert_eq!(found(ports, none).await, []);
}

pub async fn pages_of_every_size_go_on_behind_a_place(ports: &Ports) {
    let users = full(ports, 3).await;
    let all: Vec<SealedPlace> = users.iter().flat_map(|user| places(user.0)).collect();
    for limit in 1..=all.len() + 1 {
        let mut walked = Vec::new();
        loop {
            let page = SealedRequest {
                after: walked.last().cloned(),
                limit: u32::try_from(limit).expect("small"),
                ..everything()
            };
            let page = found(ports, page).await;
            assert!(page.len() <= limit);
            let over = page.len() < limit;
            walked.extend(page);
            assert!(walked.len() <= all.len(), "pages of {limit} go round in circles");
            if over {
                break;
            }
        }
        assert_eq!(walked, all, "pages of {limit}");
    }
    // A place counts whether or not anything is there, or ever was.
    for (place, behind) in [
        (SealedPlace { user_id: users[1].0, provider: slug("a") }, 4),
        (SealedPlace { user_id: users[1].0, provider: slug("a2") }, 5),
        (SealedPlace { user_id: users[1].0, provider: slug("zwift") }, 8),
        (SealedPlace { user_id: users[2].0, provider: slug("zwift") }, 12),
    ] {
        let request = SealedRequest { after: Some(place), ..everything() };
        assert_eq!(found(ports, request).await, all[behind..]);
    }
}

pub async fn deleted_users_have_none(ports: &Ports) {
    let users = full(ports, 4).await;
    ports.forget(users[0].1, at(0)).await;
    ports.delete(users[1].0, Deletion::Soft).await;
    ports.delete(users[2].0, Deletion::Hard).await;
    assert_eq!(found(ports, everything()).await, places(users[3].0));
    let named = Some(users.iter().map(|(_, uuid)| *uuid).collect());
    let request = SealedRequest { users: named, ..everything() };
    assert_eq!(found(ports, request).await, places(users[3].0));
}

/// Users with credentials for each of [`SEALED`], and a connection without.
async fn full(ports: &Ports, number: usize) -> Vec<(UserId, Uuid)> {
    let mut users = Vec::new();
    for number in 0..number {
        let user = client(&number.to_string()).create(&*ports.client_users).await;
        users.push((user.id, user.uuid));
    }
    let connections = &*ports.provider_connections;
    // Made in another order than that of places.
    for (provider, key) in SEALED.iter().rev() {
        for (_, user) in users.iter().rev() {
            let id = format!("{provider} of {user}");
            let credentials = sealed(key, id.as_bytes());
            connect(connections, *user, provider, grant(&id, &[]), Some(&credentials)).await;
        }
    }
    for (_, user) in &users {
        connect(connections, *user, "manual", unknown_grant(), None).await;
    }
    users
}

fn places(user_id: UserId) -> Vec<SealedPlace> {
    SEALED.map(|(provider, _)| SealedPlace { user_id, provider: slug(provider) }).into()
}

fn everything() -> SealedRequest {
    SealedRequest { limit: u32::MAX, ..SealedRequest::default() }
}

async fn found(ports: &Ports, request: SealedRequest) -> Vec<SealedPlace> {
    ports.sealed(&request).await.into_iter().map(|one| one.place).collect()
}
