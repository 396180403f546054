//! What a team's operator does: keys, connections, sealing, and what time alone brings about.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::database::{Place, on_both};
use crate::process::{Client, Server, answer, complaint, kith};

/// 32 bytes each, in base64.
const OLD: &str = "old:b2xkIGtleSwgb25seSBmb3IgdGhlc2UgdGVzdHMgIyE=";
const NEW: &str = "new:bmV3IGtleSwgb25seSBmb3IgdGhlc2UgdGVzdHMgIyE=";

fn with_keys(place: &Place, keys: &str) -> Command {
    let mut command = kith(&place.url());
    // Whatever can be logged is.
    command.env("KITH__SEALING__KEYS", keys).env("KITH__LOG__FILTER", "trace");
    command
}

fn create_key(place: &Place, name: &str) -> String {
    answer(kith(&place.url()).args(["key", "create", "--name", name]))
}

fn create_user(backend: &Client, reference: &str) -> String {
    let body = json!({"client_user_id": reference});
    let (status, user) = backend.send("POST", "/v2/user", None, Some(&body));
    assert_eq!(status, 200, "{user}");
    user["user_id"].as_str().unwrap().to_owned()
}

fn import(backend: &Client, user: &str, access_token: &str) -> (u16, Value) {
    let connection = json!({
        "user_id": user, "access_token": access_token, "refresh_token": "canary-refresh",
        "provider_id": "FB1", "expires_at": 2_147_483_647, "oauth_scopes": ["weight"],
    });
    let body = json!({"provider": "fitbit", "connections": [connection]});
    backend.send("POST", "/v2/link/bulk_import", None, Some(&body))
}

fn export(backend: &Client) -> (u16, Value) {
    backend.send("POST", "/v2/link/bulk_export", None, Some(&json!({"provider": "fitbit"})))
}

fn keys_are_made_listed_and_revoked(place: &Place) {
    let mut command = kith(&place.url());
    let server = Server::run(command.env("KITH__AUTH__CREDENTIAL_CACHE", "0s").arg("serve"));
    let key = create_key(place, "backend");
    assert!(key.starts_with("kith_") && key.len() == 69, "a key and nothing else");
    let backend = Client::backend(&server, &key);
    assert_eq!(backend.send("GET", "/v2/user", None, None).0, 200);

    let taken = complaint(kith(&place.url()).args(["key", "create", "--name", "backend"]));
    assert!(taken.contains("a key in force has that name"), "{taken}");
    complaint(kith(&place.url()).args(["key", "create", "--name", "not a name"]));
    let list = answer(kith(&place.url()).args(["key", "list"]));
    assert!(list.starts_with("backend ") && !list.contains("revoked"), "{list}");
    assert!(!list.contains(&key));

    // A key that could not be shown to anybody opens nothing, and leaves its name free.
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut unseen = kith(&place.url());
    let unseen = unseen.args(["key", "create", "--name", "unseen"]).stdout(full).output().unwrap();
    assert!(!unseen.status.success());
    let list = answer(kith(&place.url()).args(["key", "list"]));
    assert!(
        list.lines().any(|line| line.starts_with("unseen ") && line.contains("revoked")),
        "{list}"
    );
    create_key(place, "unseen");

    answer(kith(&place.url()).args(["key", "revoke", "backend"]));
    let refused = (401, json!({"detail": "invalid token"}));
    assert_eq!(backend.send("GET", "/v2/user", None, None), refused);
    complaint(kith(&place.url()).args(["key", "revoke", "backend"]));
    let again = create_key(place, "backend");
    assert_ne!(again, key);
    assert_eq!(Client::backend(&server, &again).send("GET", "/v2/user", None, None).0, 200);
    let list = answer(kith(&place.url()).args(["key", "list", "--json"]));
    let list: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (list[0]["name"].as_str(), list[0]["revoked_at"].is_null()),
        (Some("backend"), false)
    );
    let newest = list.last().unwrap();
    assert_eq!((&newest["name"], &newest["revoked_at"]), (&json!("backend"), &Value::Null));
    let (_, log) = server.stop("-TERM");
    assert!(!log.contains(&key) && !log.contains(&again), "a key is in the log");
}

fn connections_are_kept_on_the_command_line(place: &Place) {
    let server = Server::start(place);
    let backend = Client::backend(&server, &create_key(place, "backend"));
    let user = create_user(&backend, "anna");
    let connection = |arguments: &[&str]| {
        let mut command = kith(&place.url());
        command.arg("connection").args(arguments);
        command
    };
    let connected = answer(&mut connection(&[
        "connect",
        &user,
        "fitbit",
        "--external-user-id",
        "FB1",
        "--granted-scopes",
        "weight,sleep",
        "--json",
    ]));
    let connected: Value = serde_json::from_str(&connected).unwrap();
    assert_eq!(connected["granted_scopes"], json!(["sleep", "weight"]));

    let message = "--error-message=the token\nwas refused";
    let error = ["error", "1", "fitbit", "--error-type", "token_refresh_failed", message];
    let errored = answer(&mut connection(&error));
    assert!(errored.contains("token_refresh_failed: the token\\nwas refused"), "{errored}");
    let providers = format!("/v2/user/providers/{user}");
    let entry = || backend.send("GET", &providers, None, None).1["providers"][0].clone();
    assert_eq!(entry()["error_details"]["error_type"], "token_refresh_failed");
    answer(&mut connection(&["pause", &user, "fitbit"]));
    assert_eq!(entry()["status"], "paused");
    let refused = complaint(&mut connection(&["pause", &user, "fitbit"]));
    assert!(refused.contains("paused already"), "{refused}");
    answer(&mut connection(&["recover", &user, "fitbit"]));
    assert_eq!(
        (&entry()["status"], &entry()["external_user_id"]),
        (&json!("connected"), &json!("FB1"))
    );
    assert_eq!(answer(&mut connection(&["list", "1"])).lines().count(), 1);
    let gone = answer(&mut connection(&["deregister", &user, "fitbit"]));
    assert!(gone.contains("deregistered"), "{gone}");
    assert!(entry().is_null());

    complaint(&mut connection(&["deregister", &user, "fitbit"]));
    complaint(&mut connection(&["connect", &user, "nothing"]));
    complaint(&mut connection(&["connect", "99", "fitbit"]));
    complaint(&mut connection(&["connect", &user, "fitbit", "--granted-scopes", "not a scope"]));
    for (error_type, errored_at, why) in [
        ("bogus", "2026-01-24T23:45:32Z", "possible values: token_refresh_failed"),
        ("unknown", "0000-01-01T00:00:00+23:59", "1970 to 9999"),
        ("unknown", "2026-01-24 23:45:32", "1970 to 9999"),
    ] {
        let arguments =
            ["error", "1", "fitbit", "--error-type", error_type, "--errored-at", errored_at];
        let complained = complaint(&mut connection(&arguments));
        assert!(complained.contains(why), "{complained}");
    }
}

fn tokens_are_sealed_and_sealed_again(place: &Place) {
    let key = create_key(place, "backend");
    let server = Server::run(with_keys(place, OLD).arg("serve"));
    let backend = Client::backend(&server, &key);
    let (anna, bruno) = (create_user(&backend, "anna"), create_user(&backend, "bruno"));
    assert_eq!(import(&backend, &anna, "canary-anna").0, 200);
    assert_eq!(import(&backend, &bruno, "canary-bruno").0, 200);
    let (_, given) = export(&backend);
    assert_eq!(given["data"][0]["access_token"], "canary-anna", "{given}");
    let (_, log) = server.stop("-TERM");
    assert!(!log.contains("canary"), "a token is in the log");
    if let Place::Sqlite(folder) = place {
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(6).any(|window| window == b"canary"), "a token is in the file");
        }
    }

    // With a new key first, everything is sealed with it, and the old one can go.
    let both = format!("{NEW},{OLD}");
    assert_eq!(answer(with_keys(place, &both).arg("rotate-key")), "sealed again: 2");
    assert_eq!(answer(with_keys(place, &both).arg("rotate-key")), "sealed again: 0");
    let server = Server::run(with_keys(place, NEW).arg("serve"));
    let backend = Client::backend(&server, &key);
    assert_eq!(export(&backend).1, given);

    // Without the new one, nothing can be opened, and nothing is lost.
    let left = with_keys(place, OLD).arg("rotate-key").output().unwrap();
    let (told, complained) =
        (String::from_utf8(left.stdout).unwrap(), String::from_utf8(left.stderr).unwrap());
    assert!(told.contains("user 1, fitbit: the sealing key new is not configured"), "{told}");
    assert!(!left.status.success() && complained.contains("2 could not be opened"), "{complained}");
    complaint(kith(&place.url()).arg("rotate-key"));
    drop(server);
    let server = Server::run(with_keys(place, OLD).arg("serve"));
    let backend = Client::backend(&server, &key);
    assert_eq!(export(&backend).0, 400);
}

fn without_a_sealing_key_tokens_are_refused(place: &Place) {
    let server = Server::start(place);
    let backend = Client::backend(&server, &create_key(place, "backend"));
    let user = create_user(&backend, "anna");
    let (status, refusal) = import(&backend, &user, "canary");
    assert_eq!(status, 400, "{refusal}");
    let providers = backend.send("GET", &format!("/v2/user/providers/{user}"), None, None);
    assert_eq!(providers, (200, json!({"providers": []})));
    let (_, log) = server.stop("-TERM");
    assert!(!log.contains("canary"), "a token is in the log");
    for (keys, why) in
        [("secret", "id:base64"), ("a:secret!", "base64"), ("a:c2VjcmV0", "32 bytes")]
    {
        let complaint = complaint(with_keys(place, keys).arg("serve"));
        assert!(
            complaint.contains("sealing.keys: key 1") && complaint.contains(why),
            "{complaint}"
        );
        assert!(!complaint.contains("secret") && !complaint.contains("c2Vj"), "{complaint}");
    }
}

fn what_is_due_is_done_in_the_background(place: &Place) {
    let mut command = kith(&place.url());
    let server = Server::run(command.env("KITH__UPKEEP__INTERVAL", "50ms").arg("serve"));
    let backend = Client::backend(&server, &create_key(place, "backend"));
    let [anna, bruno, carla] = ["anna", "bruno", "carla"].map(|name| create_user(&backend, name));
    for user in [&anna, &bruno] {
        let deleted = backend.send("DELETE", &format!("/v2/user/{user}"), None, None);
        assert_eq!(deleted, (200, json!({"success": true})));
    }
    let connect = format!("/kith/v1/users/{carla}/providers/fitbit");
    assert_eq!(backend.send("PUT", &connect, None, Some(&json!({}))).0, 200);
    let patch = json!({"ingestion_end": "2020-01-01"});
    let patched = backend.send("PATCH", &format!("/v2/user/{carla}"), None, Some(&patch));
    assert_eq!(patched.0, 204);
    // As if seven days had passed for one of them.
    let earlier = match place {
        Place::Sqlite(_) => "update client_users set erase_at = 0 where client_user_id = 'anna'",
        Place::Postgres(_) => {
            "update client_users set erase_at = to_timestamp(0) where client_user_id = 'anna'"
        }
    };
    place.execute(earlier);

    let since = Instant::now();
    let providers = format!("/v2/user/providers/{carla}");
    let due = || {
        let users = answer(kith(&place.url()).args(["user", "list"]));
        let erased = !users.contains(&anna) && users.contains(&bruno);
        let connection = backend.send("GET", &providers, None, None).1["providers"][0].clone();
        erased && connection["status"] == "paused"
    };
    while !due() {
        assert!(since.elapsed() < Duration::from_secs(30), "what is due is not done");
        thread::sleep(Duration::from_millis(20));
    }
    let undo = |user: &str| {
        backend.send("POST", &format!("/v2/user/undo_delete?user_id={user}"), None, None).0
    };
    assert_eq!((undo(&anna), undo(&bruno)), (404, 200));
}

fn it_starts_only_with_what_it_can_keep(place: &Place) {
    let key = create_key(place, "backend");
    let server = Server::start(place);
    let backend = Client::backend(&server, &key);
    for name in ["anna", "bruno"] {
        let user = create_user(&backend, name);
        let connect = format!("/kith/v1/users/{user}/providers/fitbit");
        let body = json!({"external_user_id": "FB1"});
        assert_eq!(backend.send("PUT", &connect, None, Some(&body)).0, 200);
    }
    drop(server);
    let refusing = || {
        let mut command = kith(&place.url());
        command.env("KITH__PROVIDERS__REJECT_DUPLICATE_CONNECTION", "true").arg("serve");
        command
    };
    let complained = complaint(&mut refusing());
    assert!(complained.contains("connected with several users"), "{complained}");
    // The check finds them, whether or not the database has the rule.
    let mut check = kith(&place.url());
    let check = check.env("KITH__PROVIDERS__REJECT_DUPLICATE_CONNECTION", "true").arg("check");
    assert!(complaint(check).contains("account_of_several_users"));
    answer(kith(&place.url()).arg("check"));
    answer(kith(&place.url()).args(["connection", "deregister", "2", "fitbit"]));
    let server = Server::run(&mut refusing());
    // A command without the setting leaves the rule alone.
    answer(kith(&place.url()).args(["key", "list"]));
    let backend = Client::backend(&server, &key);
    let body = json!({"external_user_id": "FB1"});
    let again = backend.send("PUT", "/kith/v1/users/2/providers/fitbit", None, Some(&body));
    assert_eq!((again.0, &again.1["status"]), (409, &json!(409)), "{}", again.1);

    let catalog = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&catalog, "[[provider]]\nslug = 'a b'\n").unwrap();
    let mut command = kith(&place.url());
    command.env("KITH__PROVIDERS__CATALOG_FILE", catalog.path()).arg("serve");
    let complained = complaint(&mut command);
    assert!(complained.contains("line "), "{complained}");
}

on_both!(
    keys_are_made_listed_and_revoked,
    connections_are_kept_on_the_command_line,
    tokens_are_sealed_and_sealed_again,
    without_a_sealing_key_tokens_are_refused,
    what_is_due_is_done_in_the_background,
    it_starts_only_with_what_it_can_keep
);
