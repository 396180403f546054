//! Making keys.

use kith_domain::StoreError;
use kith_domain::api_key::{Created, Revoked};

use super::{all, by_text, create, known, new};
use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, ROUNDS, count};
use crate::contract::sources::at;

pub async fn a_key_is_kept_as_it_was_made(ports: &Ports) {
    let created_at = "2026-11-21T07:59:59.999999Z".parse().expect("an instant");
    assert_eq!(create(ports, "backend-2.eu_1", "secret", created_at).await, Created::Created);
    let expected = known("backend-2.eu_1", "secret", created_at);
    assert_eq!(by_text(ports, "secret").await.as_ref(), Some(&expected));
    assert_eq!(all(ports).await, [expected]);
}

pub async fn a_name_is_taken_while_its_key_is_in_force(ports: &Ports) {
    create(ports, "backend", "one", at(0)).await;
    let before = all(ports).await;
    assert_eq!(create(ports, "backend", "two", at(1)).await, Created::NameTaken);
    assert_eq!(all(ports).await, before);
    assert_eq!(by_text(ports, "two").await, None, "a refused key opens nothing");
    // Names differ in every byte.
    for (number, name) in ["Backend", "backend_", "backen.", "backen-"].into_iter().enumerate() {
        assert_eq!(create(ports, name, &number.to_string(), at(2)).await, Created::Created);
    }
}

pub async fn the_name_of_a_revoked_key_is_free(ports: &Ports) {
    let name = "backend".parse().expect("valid");
    for life in 0..3 {
        let made = create(ports, "backend", &format!("key {life}"), at(life)).await;
        assert_eq!(made, Created::Created);
        assert_eq!(create(ports, "backend", "other", at(life)).await, Created::NameTaken);
        let revoked = ports.api_keys.revoke(&name, at(10 + life)).await.expect("storage works");
        assert_eq!(revoked, Revoked::Revoked);
    }
    assert_eq!(all(ports).await.len(), 3, "every one is remembered");
    for life in 0..3 {
        let key = by_text(ports, &format!("key {life}")).await.expect("is remembered");
        assert_eq!((key.created_at, key.revoked_at), (at(life), Some(at(10 + life))));
    }
}

pub async fn of_many_who_want_one_name_one_gets_it(arena: &Arena) {
    for round in 0..ROUNDS {
        let attempt = |number| -> Attempt<Result<Created, StoreError>> {
            let keys = arena.api_keys.clone();
            let new = new(&format!("name-{round}"), &format!("{round} {number}"), at(0));
            Box::pin(async move { keys.create(&new).await })
        };
        let outcomes = arena.at_once((0..CONTENDERS).map(attempt).collect()).await;
        let won = count(&outcomes, |outcome| matches!(outcome, Ok(Created::Created)));
        let lost = count(&outcomes, |outcome| matches!(outcome, Ok(Created::NameTaken)));
        assert_eq!((won, lost), (1, CONTENDERS - 1), "round {round}: {outcomes:?}");
        for (number, outcome) in outcomes.iter().enumerate() {
            let found = by_text(arena, &format!("{round} {number}")).await;
            assert_eq!(found.is_some(), matches!(outcome, Ok(Created::Created)), "round {round}");
        }
    }
    assert_eq!(all(arena).await.len(), ROUNDS);
}
