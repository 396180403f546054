//! What actions do to connections.

use chrono::TimeDelta;
use kith_domain::UserReference;
use kith_domain::provider_connection::{
    Acted, Action, ConnectedProvider, ConnectionErrorType, ErrorDetails, Grant, GrantedScopes,
    ProviderConnection, Refusal, decide,
};
use kith_domain::user::{Deletion, Moderation};
use uuid::Uuid;

use super::states::{PROVIDER, actions, arrange, states};
use crate::SequentialUuids;
use crate::clients::client;
use crate::contract::sources::at;
use crate::contract::{Ports, stranger};
use crate::people::anna;
use crate::providers::{connect, connect_at, failure, grant, perform, scopes, slug, unknown_grant};

pub async fn every_action_does_what_the_rules_say(ports: &Ports) {
    let bystander = client("bystander").create(&*ports.client_users).await.uuid;
    for provider in [PROVIDER, "garmin"] {
        connect(&*ports.provider_connections, bystander, provider, grant("1", &[]), None).await;
    }
    let untouched = ports.providers(bystander).await;
    for (row, state) in states().into_iter().enumerate() {
        for (column, action) in actions().into_iter().enumerate() {
            let user = client(&format!("{row} {column}")).create(&*ports.client_users).await.uuid;
            let before = arrange(ports, user, state.as_ref(), None).await;
            let garmin =
                connect(&*ports.provider_connections, user, "garmin", grant("2", &[]), None);
            let other = ConnectedProvider { provider: slug("garmin"), connection: garmin.await };
            let list = ports.providers(user).await;

            let now = at(60) + TimeDelta::microseconds(1);
            let acted = ports.act_with(user, PROVIDER, &action, None, now).await;
            let decided = decide(before.as_ref(), action.clone(), now);
            let case = format!("{action:?} on {before:?}");
            match decided {
                Err(refusal) => {
                    assert_eq!(acted, Acted::Refused(refusal), "{case}");
                    assert_eq!(ports.providers(user).await, list, "{case}");
                }
                Ok(after) => {
                    assert_eq!(acted, Acted::Done(after.clone()), "{case}");
                    let after = after.into_iter().map(|connection| ConnectedProvider {
                        provider: slug(PROVIDER),
                        connection,
                    });
                    let mut expected: Vec<_> = after.chain([other]).collect();
                    expected.sort_by_key(|one| one.connection.created_on);
                    assert_eq!(ports.providers(user).await, Some(expected), "{case}");
                }
            }
            assert_eq!(ports.providers(bystander).await, untouched, "{case}");
            let id = ports.client(user).await.expect("is live").id;
            ports.expect_legal_sources(id).await;
        }
    }
}

pub async fn a_user_is_named_by_either_id(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let user = client("x").create(&*ports.client_users).await;
    for (id, uuid) in [(anna.id, anna.uuid), (user.id, user.uuid)] {
        let references = [UserReference::Id(id), UserReference::Uuid(uuid)];
        for (reference, other) in [(references[0], references[1]), (references[1], references[0])] {
            let connection =
                connect(&*ports.provider_connections, reference, PROVIDER, grant("1", &[]), None);
            let connected =
                ConnectedProvider { provider: slug(PROVIDER), connection: connection.await };
            assert_eq!(ports.providers(other).await, Some(vec![connected.clone()]));
            assert_eq!(ports.providers(reference).await, Some(vec![connected]));
            let ended =
                perform(&*ports.provider_connections, other, PROVIDER, &Action::Deregister).await;
            assert_eq!((ended, ports.providers(reference).await), (None, Some(vec![])));
        }
    }
}

pub async fn only_live_users_have_connections(ports: &Ports) {
    let forgotten = client("1").create(&*ports.client_users).await;
    ports.forget(forgotten.uuid, at(0)).await;
    let retired = client("2").create(&*ports.client_users).await;
    ports.delete(retired.id, Deletion::Soft).await;
    let erased = client("3").create(&*ports.client_users).await;
    ports.delete(erased.id, Deletion::Hard).await;
    let before = ports.everything().await;
    let mut users: Vec<UserReference> =
        vec![stranger().into(), SequentialUuids::numbered(1).into()];
    for user in [forgotten, retired, erased] {
        users.extend([UserReference::Id(user.id), UserReference::Uuid(user.uuid)]);
    }
    for user in users {
        for action in actions() {
            assert_eq!(ports.act_on(user, PROVIDER, &action).await, Acted::NoSuchUser, "{user}");
        }
        assert_eq!(ports.providers(user).await, None, "{user}");
    }
    assert_eq!(ports.everything().await, before);
    let blocked = client("4").create(&*ports.client_users).await;
    ports.moderate(blocked.id, Moderation::Block).await;
    connect(&*ports.provider_connections, blocked.uuid, PROVIDER, grant("1", &[]), None).await;
    assert_eq!(ports.providers(blocked.uuid).await.map(|all| all.len()), Some(1));
}

pub async fn what_was_granted_is_kept_as_it_came(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await.uuid;
    let most: Vec<String> = (0..100).map(|number| format!("scope:{number}")).collect();
    let most: Vec<&str> = most.iter().map(String::as_str).collect();
    let url = "https://www.googleapis.com/auth/fitness.sleep.read";
    let ids = [None, Some("FB1"), Some("fb1"), Some("4e2c-ü %"), Some("O'Neill, \\\"{}[]")];
    let granted: [Option<GrantedScopes>; 6] = [
        None,
        Some(GrantedScopes::default()),
        Some(scopes(&["weight"])),
        Some(scopes(&["spo2Daily", "daily", "Daily", "!", "~", "a,b", "[]", "{}", "null"])),
        Some(scopes(&[url, "activity:read_all"])),
        Some(scopes(&most)),
    ];
    for id in ids {
        for granted_scopes in &granted {
            let grant = Grant {
                external_user_id: id.map(|id| id.parse().expect("valid")),
                granted_scopes: granted_scopes.clone(),
            };
            for action in [Action::Connect(grant.clone()), Action::Reconnect(grant.clone())] {
                let done = perform(&*ports.provider_connections, user, PROVIDER, &action).await;
                assert_eq!(done.as_ref().map(|done| &done.grant), Some(&grant));
                assert_eq!(kept(ports, user).await, done);
            }
        }
    }
}

pub async fn every_error_is_kept_as_it_was_reported(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await.uuid;
    connect(&*ports.provider_connections, user, PROVIDER, grant("1", &["daily"]), None).await;
    let long = "é".repeat(1_000);
    let messages = ["", "access revoked at Garmin", "Two\nlines.", "'; --", &long];
    let instants =
        ["1969-12-31T23:59:59.999999Z", "2026-01-24T23:45:32Z", "9999-12-31T23:59:59.999999Z"];
    for (number, error_type) in ConnectionErrorType::ALL.iter().enumerate() {
        let errored_at = instants[number % instants.len()].parse().expect("an instant");
        let message = messages[number % messages.len()];
        let details = ErrorDetails { errored_at, ..failure(*error_type, message) };
        let report = Action::ReportError(details.clone());
        let done = perform(&*ports.provider_connections, user, PROVIDER, &report).await;
        let connection = kept(ports, user).await;
        assert_eq!(connection, done);
        let health = connection.expect("is there").health;
        assert_eq!(health.error_details(), Some(&details), "the last one counts");
    }
}

pub async fn a_connection_keeps_its_beginning_until_it_ends(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await.uuid;
    let connections = &*ports.provider_connections;
    let first = "2026-01-23T12:34:56.000001Z".parse().expect("an instant");
    connect_at(connections, user, PROVIDER, grant("1", &[]), None, first).await;
    for second in [1, 2] {
        let again =
            connect_at(connections, user, PROVIDER, grant("2", &[]), None, at(second)).await;
        assert_eq!(again.created_on, first);
    }
    assert_eq!(kept(ports, user).await.map(|kept| kept.created_on), Some(first));
    perform(connections, user, PROVIDER, &Action::Deregister).await;
    assert_eq!(kept(ports, user).await, None);
    let anew = connect_at(connections, user, PROVIDER, unknown_grant(), None, at(3)).await;
    assert_eq!((anew.created_on, anew.grant), (at(3), unknown_grant()));
}

pub async fn any_slug_has_a_connection_of_its_own(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await.uuid;
    // Storage knows no catalog, and a provider that left it keeps its connections.
    let long = "a".repeat(64);
    let slugs = ["a", "a1", "a_", "a__", "aa", "8sleep", &long];
    for provider in slugs {
        connect(&*ports.provider_connections, user, provider, grant(provider, &[]), None).await;
    }
    let found = ports.providers(user).await.expect("is live");
    assert_eq!(found.len(), slugs.len());
    for one in found {
        let id = one.connection.grant.external_user_id.expect("was given");
        assert_eq!(id.as_str(), one.provider.as_str());
    }
    let absent = ports.act_on(user, "aaa", &Action::Deregister).await;
    assert_eq!(absent, Acted::Refused(Refusal::NotConnected));
}

async fn kept(ports: &Ports, user: Uuid) -> Option<ProviderConnection> {
    let mut all = ports.providers(user).await.expect("is live");
    assert!(all.len() < 2, "{all:?}");
    all.pop().map(|one| one.connection)
}
