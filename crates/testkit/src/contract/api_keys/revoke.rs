//! Revoking keys.

use kith_domain::StoreError;
use kith_domain::Timestamp;
use kith_domain::api_key::{ApiKey, Revoked};

use super::{all, by_text, create, known};
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, ROUNDS, count};
use crate::contract::sources::at;

pub async fn a_revoked_key_is_remembered_with_the_moment(ports: &Ports) {
    create(ports, "one", "1", at(0)).await;
    create(ports, "two", "2", at(1)).await;
    let moment: Timestamp = "2026-11-22T09:10:11.123456Z".parse().expect("an instant");
    assert_eq!(revoke(ports, "one", moment).await, Revoked::Revoked);
    let expected = ApiKey { revoked_at: Some(moment), ..known("one", "1", at(0)) };
    assert_eq!(by_text(ports, "1").await.as_ref(), Some(&expected));
    assert_eq!(all(ports).await, [expected, known("two", "2", at(1))], "nobody else is touched");
}

pub async fn only_a_key_in_force_is_revoked(ports: &Ports) {
    create(ports, "one", "1", at(0)).await;
    revoke(ports, "one", at(5)).await;
    let before = all(ports).await;
    for name in ["one", "two", "ONE"] {
        assert_eq!(revoke(ports, name, at(9)).await, Revoked::NoSuchKey, "{name}");
        assert_eq!(all(ports).await, before, "the first moment stays");
    }
    // With the name used again, the new one is meant.
    create(ports, "one", "2", at(10)).await;
    assert_eq!(revoke(ports, "one", at(11)).await, Revoked::Revoked);
    let moments: Vec<_> = all(ports).await.iter().map(|key| key.revoked_at).collect();
    assert_eq!(moments, [Some(at(5)), Some(at(11))]);
}

pub async fn a_key_is_revoked_once_however_many_try(arena: &Arena) {
    for round in 0..ROUNDS {
        let name = format!("name-{round}");
        create(arena, &name, &name, at(0)).await;
        let attempt = |_| -> Attempt<Result<Revoked, StoreError>> {
            let (keys, name) = (arena.api_keys.clone(), name.parse().expect("valid"));
            Box::pin(async move { keys.revoke(&name, at(1)).await })
        };
        let outcomes = arena.at_once((0..CONTENDERS).map(attempt).collect()).await;
        let won = count(&outcomes, |outcome| matches!(outcome, Ok(Revoked::Revoked)));
        let lost = count(&outcomes, |outcome| matches!(outcome, Ok(Revoked::NoSuchKey)));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
    }
}

async fn revoke(ports: &Ports, name: &str, moment: Timestamp) -> Revoked {
    let name = name.parse().expect("a valid name");
    ports.api_keys.revoke(&name, moment).await.expect("storage works")
}
