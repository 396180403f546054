//! The races for a connection with a provider: there is one, or none, and it is of one piece.

use serde_json::{Value, json};

use super::backend::{Backend, Call, Reply};
use super::duel::{Duel, First, Lane};
use crate::database::{Place, on_both};

const ALL: &str = "/v2/user/providers";

/// A connection as it is imported; everything about it is told by its name.
fn recipe(user: &str, name: &str, scopes: &[&str], expires_at: i64) -> Value {
    json!({
        "user_id": user, "provider_id": name, "access_token": format!("access-{name}"),
        "refresh_token": format!("refresh-{name}"), "expires_at": expires_at, "oauth_scopes": scopes,
    })
}

/// Who was imported and who was not, of one user.
#[track_caller]
fn is_imported((status, body): &Reply, user: &str) -> bool {
    assert_eq!(*status, 200, "{body}");
    if *body == json!({"user_ids_imported": [user], "user_ids_failed": []}) {
        return true;
    }
    assert_eq!(*body, json!({"user_ids_imported": [], "user_ids_failed": [user]}));
    false
}

/// Nothing of a connection is to be seen anywhere of a live user.
#[track_caller]
fn assert_unconnected(backend: &Backend, user: &str) {
    assert!(backend.providers(user).is_empty());
    let user_object = backend.done(&Call::get(format!("/v2/user/{user}")));
    assert_eq!(user_object["connected_sources"], json!([]));
    assert!(backend.export("fitbit", user).is_empty());
}

fn two_imports(lane: &Lane, round: usize) -> First {
    let backend = lane.backend();
    let user = backend.create(&format!("crm-{round}"));
    if round.is_multiple_of(2) {
        let before = recipe(&user, "before", &["heartrate"], 1);
        backend.done(&Call::import("fitbit", &before));
    }
    let names = [format!("one-{round}"), format!("other-{round}")];
    let recipes = [
        recipe(&user, &names[0], &["sleep", "weight"], 2_000_000_001),
        recipe(&user, &names[1], &["activity"], 2_000_000_002),
    ];
    let calls = recipes.each_ref().map(|recipe| Call::import("fitbit", recipe));
    for imported in lane.meet(&calls) {
        assert!(is_imported(&imported, &user), "{imported:?}");
    }

    let connections = backend.providers(&user);
    let [connection] = &connections[..] else { panic!("round {round}: {connections:?}") };
    assert_eq!(
        (&connection["slug"], &connection["status"]),
        (&json!("fitbit"), &json!("connected"))
    );
    let account = connection["external_user_id"].as_str().unwrap();
    let last = names.iter().position(|name| name == account);
    let Some(last) = last else { panic!("round {round}: {connection}") };
    // The scopes, and with them what is available, are those of the account.
    let available = |resource: &str| &connection["resource_availability"][resource]["status"];
    let (sleep, steps) = [("available", "unavailable"), ("unavailable", "available")][last];
    assert_eq!((available("sleep"), available("steps")), (&json!(sleep), &json!(steps)));
    // The tokens too.
    let mut expected = recipes[last].clone();
    let exported = backend.export("fitbit", &user);
    let [exported] = &exported[..] else { panic!("round {round}: {exported:?}") };
    sort_scopes(&mut expected);
    assert_eq!(*exported, expected, "round {round}");
    if last == 1 { First::One } else { First::Other }
}

/// Scopes are a set: they come back ordered by their bytes.
fn sort_scopes(recipe: &mut Value) {
    let scopes = recipe["oauth_scopes"].as_array_mut().unwrap();
    scopes.sort_by_key(Value::to_string);
}

fn two_imports_of_one_connection(place: &Place) {
    let both = ["sleep and weight", "activity"];
    let name = "two imports of one connection";
    Duel { name, both, settings: &[], round: two_imports }.run(place);
}

fn error_or_deregister(lane: &Lane, round: usize) -> First {
    let backend = lane.backend();
    let user = backend.create(&format!("crm-{round}"));
    let before = recipe(&user, "before", &["sleep"], 1);
    backend.done(&Call::import("fitbit", &before));

    let failure = json!({"error_type": "token_refresh_failed", "error_message": "refused"});
    let report = format!("/kith/v1/users/{user}/providers/fitbit/error");
    let deregister = || Call::delete(format!("/v2/user/{user}/fitbit"));
    let [reported, ended] = lane.meet(&[Call::post(report, failure), deregister()]);
    assert_eq!(ended, (200, json!({"success": true})), "round {round}");
    assert_unconnected(backend, &user);
    assert_eq!(backend.call(&deregister()).0, 404);
    match reported {
        (200, connection) => {
            assert_eq!(connection["status"], "error", "{connection}");
            assert_eq!(connection["error_details"]["error_message"], "refused", "{connection}");
            First::One
        }
        (404, _) => First::Other,
        (status, body) => panic!("round {round}: {status} {body}"),
    }
}

fn report_error_and_deregister(place: &Place) {
    let both = ["error", "deregister"];
    let name = "report error and deregister";
    Duel { name, both, settings: &[], round: error_or_deregister }.run(place);
}

fn delete_or_import(lane: &Lane, round: usize) -> First {
    let backend = lane.backend();
    let user = backend.create(&format!("crm-{round}"));
    if round.is_multiple_of(2) {
        let before = recipe(&user, "before", &["heartrate"], 1);
        backend.done(&Call::import("fitbit", &before));
    }
    let delete = Call::delete(format!("/v2/user/{user}"));
    let import = Call::import("fitbit", &recipe(&user, "new", &["sleep"], 2));
    let [deleted, imported] = lane.meet(&[delete, import]);
    assert_eq!(deleted, (200, json!({"success": true})), "round {round}");
    assert_eq!(backend.status(format!("/v2/user/{user}")), 404);
    assert_eq!(backend.status(format!("{ALL}/{user}")), 404);
    assert!(backend.export("fitbit", &user).is_empty());
    // Brought back, the user shows that nothing was left.
    backend.done(&Call::undo_delete("user_id", &user));
    assert_unconnected(backend, &user);
    if is_imported(&imported, &user) { First::Other } else { First::One }
}

fn delete_and_import(place: &Place) {
    let both = ["delete", "import"];
    let name = "delete a user and import their connection";
    Duel { name, both, settings: &[], round: delete_or_import }.run(place);
}

fn two_users_of_one_account(lane: &Lane, round: usize) -> First {
    let backend = lane.backend();
    let users = ["one", "other"].map(|name| backend.create(&format!("crm-{round}-{name}")));
    let account = format!("account-{round}");
    let import = |user: &String| Call::import("fitbit", &recipe(user, &account, &["sleep"], 1));
    let answers = lane.meet(&users.each_ref().map(import));
    let connected = [0, 1].map(|place: usize| {
        let connected = is_imported(&answers[place], &users[place]);
        assert_eq!(backend.providers(&users[place]).len(), usize::from(connected));
        assert_eq!(backend.export("fitbit", &users[place]).len(), usize::from(connected));
        connected
    });
    match connected {
        [true, false] => First::One,
        [false, true] => First::Other,
        both => panic!("round {round}: {both:?}"),
    }
}

/// With duplicates refused.
fn two_users_import_one_account(place: &Place) {
    let both = ["one", "the other"];
    let name = "two users import one account";
    let settings = &[("KITH__PROVIDERS__REJECT_DUPLICATE_CONNECTION", "true")];
    Duel { name, both, settings, round: two_users_of_one_account }.run(place);
}

on_both!(
    two_imports_of_one_connection,
    report_error_and_deregister,
    delete_and_import,
    two_users_import_one_account
);
