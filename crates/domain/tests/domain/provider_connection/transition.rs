//! The golden table: what every action does to every connection; and what none of them does.

use std::fmt::Write as _;

use chrono::{DateTime, Duration};
use kith_domain::Timestamp;
use kith_domain::provider_connection::{
    Action, ConnectionErrorType, ConnectionHealth, ErrorDetails, Grant, GrantedScopes,
    ProviderConnection, Refusal, decide,
};
use proptest::prelude::*;

fn at(minute: i64) -> Timestamp {
    DateTime::UNIX_EPOCH + Duration::minutes(minute)
}

fn grant(external_user_id: &str, scopes: &[&str]) -> Grant {
    let scopes = scopes.iter().map(|scope| scope.parse().unwrap());
    Grant {
        external_user_id: Some(external_user_id.parse().unwrap()),
        granted_scopes: Some(GrantedScopes::new(scopes).unwrap()),
    }
}

fn details(error_type: ConnectionErrorType, minute: i64) -> ErrorDetails {
    let error_message = "It broke.".parse().unwrap();
    ErrorDetails { error_type, error_message, errored_at: at(minute) }
}

fn connection(health: ConnectionHealth) -> ProviderConnection {
    ProviderConnection { grant: grant("before", &["daily"]), created_on: at(1), health }
}

/// No connection, and one in each state of health.
fn states() -> [Option<ProviderConnection>; 4] {
    let errored = details(ConnectionErrorType::TokenRefreshFailed, 2);
    [
        None,
        Some(connection(ConnectionHealth::Connected)),
        Some(connection(ConnectionHealth::Error(errored))),
        Some(connection(ConnectionHealth::Paused)),
    ]
}

/// Every action, each with news of its own.
fn actions() -> [Action; 7] {
    [
        Action::Link(grant("after", &["weight"])),
        Action::Reconnect(grant("after", &["weight"])),
        Action::Connect(grant("after", &["weight"])),
        Action::ReportError(details(ConnectionErrorType::UserNotFound, 3)),
        Action::Pause,
        Action::Recover,
        Action::Deregister,
    ]
}

fn verb(action: &Action) -> &'static str {
    match action {
        Action::Link(_) => "link",
        Action::Reconnect(_) => "reconnect",
        Action::Connect(_) => "connect",
        Action::ReportError(_) => "report error",
        Action::Pause => "pause",
        Action::Recover => "recover",
        Action::Deregister => "deregister",
    }
}

fn name(state: Option<&ProviderConnection>) -> &'static str {
    state.map_or("none", |connection| connection.health.status().as_str())
}

fn refusal(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotConnected => "not connected",
        Refusal::AlreadyConnected => "already connected",
        Refusal::AlreadyPaused => "already paused",
        Refusal::Paused => "is paused",
    }
}

/// Whether that was so before, or is new.
fn since<T: PartialEq>(before: Option<&T>, after: &T) -> &'static str {
    if before == Some(after) { "kept" } else { "new" }
}

/// Ends a line without spaces.
fn end(golden: &mut String) {
    golden.truncate(golden.trim_end().len());
    golden.push('\n');
}

#[test]
fn what_every_action_does_to_every_connection() {
    let mut golden = String::from("→ what it becomes; otherwise why not.\n\n            ");
    for action in actions() {
        write!(golden, " {:17}", verb(&action)).unwrap();
    }
    end(&mut golden);
    for state in states() {
        write!(golden, "  {:10}", name(state.as_ref())).unwrap();
        for action in actions() {
            let cell = match decide(state.as_ref(), action, at(9)) {
                Ok(then) => format!("→ {}", name(then.as_ref())),
                Err(reason) => refusal(reason).to_owned(),
            };
            write!(golden, " {cell:17}").unwrap();
        }
        end(&mut golden);
    }
    golden.push_str("\nWhat becomes of the facts, wherever a connection is left:\n\n");
    let head = ["before", "action", "after", "created on", "user there", "scopes"];
    let [before, action, after, created, user, scopes] = head;
    writeln!(
        golden,
        "  {before:10} {action:13} {after:10} {created:11} {user:11} {scopes:7} details"
    )
    .unwrap();
    for state in states() {
        for action in actions() {
            let verb = verb(&action);
            let Ok(Some(then)) = decide(state.as_ref(), action, at(9)) else { continue };
            let old = state.as_ref();
            let error =
                |connection: &ProviderConnection| connection.health.error_details().cloned();
            let error = match (old.and_then(error), error(&then)) {
                (Some(_), None) => "cleared",
                (None, None) => "none",
                (before, Some(after)) => since(before.as_ref(), &after),
            };
            writeln!(
                golden,
                "  {:10} {verb:13} {:10} {:11} {:11} {:7} {error}",
                name(old),
                name(Some(&then)),
                since(old.map(|old| &old.created_on), &then.created_on),
                since(old.map(|old| &old.grant.external_user_id), &then.grant.external_user_id),
                since(old.map(|old| &old.grant.granted_scopes), &then.grant.granted_scopes),
            )
            .unwrap();
        }
    }
    insta::with_settings!({
        snapshot_path => "../golden", prepend_module_to_snapshot => false, omit_expression => true
    }, {
        insta::assert_snapshot!("provider_connections", golden);
    });
}

#[test]
fn connecting_is_never_refused_and_takes_what_was_granted() {
    for state in states() {
        let granted = grant("after", &[]);
        let action = Action::Connect(granted.clone());
        let then = decide(state.as_ref(), action, at(9)).unwrap().unwrap();
        assert_eq!((then.grant, then.health), (granted, ConnectionHealth::Connected));
        assert_eq!(then.created_on, state.map_or(at(9), |state| state.created_on));
    }
}

#[test]
fn a_second_error_replaces_the_first() {
    let [_, _, errored, _] = states();
    let news = details(ConnectionErrorType::Unknown, 7);
    let then = decide(errored.as_ref(), Action::ReportError(news.clone()), at(9)).unwrap().unwrap();
    assert_eq!(then.health.error_details(), Some(&news));
}

proptest! {
    /// Whatever happens in whatever order: only a link and a reconnection change the grant, only
    /// deregistration ends, and a life's beginning never moves.
    #[test]
    fn health_and_availability_are_independent(
        steps in proptest::collection::vec(0..7_usize, 0..40),
    ) {
        let mut state: Option<ProviderConnection> = None;
        for (minute, step) in (1..).zip(steps) {
            let [_, _, _, _, _, _, deregister] = actions();
            let action = match actions().into_iter().nth(step).unwrap() {
                // Each grant is another one.
                Action::Link(_) => Action::Link(grant(&format!("u{minute}"), &[])),
                Action::Reconnect(_) => Action::Reconnect(grant(&format!("u{minute}"), &[])),
                Action::Connect(_) => Action::Connect(grant(&format!("u{minute}"), &[])),
                other => other,
            };
            let Ok(then) = decide(state.as_ref(), action.clone(), at(minute)) else { continue };
            match (&state, &then, &action) {
                (_, Some(then), action) if action.grant().is_some() => {
                    prop_assert_eq!(Some(&then.grant), action.grant());
                    prop_assert_eq!(&then.health, &ConnectionHealth::Connected);
                }
                (Some(before), Some(then), _) => prop_assert_eq!(&before.grant, &then.grant),
                (before, then, _) => {
                    prop_assert!(before.is_some() && then.is_none());
                    prop_assert_eq!(&action, &deregister);
                }
            }
            if let (Some(before), Some(then)) = (&state, &then) {
                prop_assert_eq!(before.created_on, then.created_on);
            } else if let Some(then) = &then {
                prop_assert_eq!(then.created_on, at(minute));
            }
            state = then;
        }
    }
}
