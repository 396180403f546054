//! The commands that scripts rely on.

use serde_json::Value;

use crate::database::{Place, on_both};
use crate::process::{Client, Server, answer, complaint, create_user, kith, token};

fn users_are_made_listed_and_promoted(place: &Place) {
    let url = place.url();
    let ada = create_user(&url, &["ada", "--role", "admin", "--ext-id", "crm-1"]);
    assert_eq!(ada["id"], 1);
    assert_eq!(ada["role"], "admin");
    assert_eq!(ada["ext_id"], "crm-1");
    assert_eq!(ada["uuid"].as_str().unwrap().len(), 36);
    let anna = create_user(&url, &["anna", "--email", "anna@example.com"]);
    assert!(anna["role"].is_null());

    let list = answer(kith(&url).args(["user", "list", "--json"]));
    let list: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(list, [ada, anna]);
    let table = answer(kith(&url).args(["user", "list"]));
    assert_eq!(table.lines().count(), 2, "{table}");

    answer(kith(&url).args(["user", "promote", "anna", "--role", "moderator"]));
    let anna = answer(kith(&url).args(["user", "promote", "2", "--json"]));
    let anna: Value = serde_json::from_str(&anna).unwrap();
    assert_eq!(anna["role"], "admin");
    let anna = answer(kith(&url).args(["user", "promote", "anna", "--role", "none", "--json"]));
    let anna: Value = serde_json::from_str(&anna).unwrap();
    assert!(anna["role"].is_null());

    let taken = complaint(kith(&url).args(["user", "create", "--username", "ANNA"]));
    assert!(taken.contains("username is taken"), "{taken}");
    let taken =
        complaint(kith(&url).args(["user", "create", "--username", "x", "--ext-id", "crm-1"]));
    assert!(taken.contains("ext_id is taken"), "{taken}");
    complaint(kith(&url).args(["user", "create", "--username", "not a name"]));
    complaint(kith(&url).args(["user", "promote", "nobody"]));
}

fn a_token_is_what_the_server_believes(place: &Place) {
    let server = Server::start(place);
    let anna = create_user(&place.url(), &["anna"]);
    let token = token(&place.url(), &anna);
    assert_eq!(token.split('.').count(), 3, "{token}");
    let (status, me) = Client::new(&server, Some(&token)).get("/api/v2/user/me/");
    assert_eq!((status, &me["username"]), (200, &Value::from("anna")));
    let long = ["token", "--user", "1", "--lifetime", "25h"];
    assert!(complaint(kith(&place.url()).args(long)).contains("lifetime"));
    // Nobody has that id: it is signed all the same, and not believed.
    let stranger = answer(kith(&place.url()).args(["token", "--user", "99", "--lifetime", "5m"]));
    assert_eq!(Client::new(&server, Some(&stranger)).get("/api/v2/user/me/").0, 401);
}

fn migrating_is_done_once(place: &Place) {
    let first = answer(kith(&place.url()).arg("migrate"));
    assert!(first.starts_with("applied "), "{first}");
    assert_eq!(answer(kith(&place.url()).arg("migrate")), "the schema is up to date");
}

on_both!(
    users_are_made_listed_and_promoted,
    a_token_is_what_the_server_believes,
    migrating_is_done_once
);

#[test]
fn every_command_explains_itself() {
    let place = Place::sqlite();
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["demo", "--help"],
        &["migrate", "--help"],
        &["user", "--help"],
        &["user", "create", "--help"],
        &["user", "list", "--help"],
        &["user", "promote", "--help"],
        &["token", "--help"],
        &["check", "--help"],
        &["key", "--help"],
        &["key", "create", "--help"],
        &["key", "list", "--help"],
        &["key", "revoke", "--help"],
        &["connection", "--help"],
        &["connection", "list", "--help"],
        &["connection", "connect", "--help"],
        &["connection", "error", "--help"],
        &["connection", "pause", "--help"],
        &["connection", "recover", "--help"],
        &["connection", "deregister", "--help"],
        &["rotate-key", "--help"],
        &["seed", "--help"],
        &["backup", "--help"],
        &["export", "--help"],
        &["import", "--help"],
        &["erase", "--help"],
    ] {
        let help = answer(kith(&place.url()).args(command));
        assert!(help.contains("Usage:"), "{help}");
    }
}

#[test]
fn the_demo_shows_itself_and_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let mut command = kith("sqlite:unused.db");
        command.current_dir(&folder).args(["demo", "--listen", "127.0.0.1:0"]);
        let server = Server::run(&mut command);
        let (status, list) = Client::new(&server, None).get("/api/v2/user/2/provider/");
        assert_eq!(status, 200);
        assert_eq!(list[0]["provider"], "google");
        server.stop("-INT");
    }
    let url = format!("sqlite:{}", folder.path().join("kith-demo.db").display());
    let people = answer(kith(&url).args(["user", "list"]));
    assert_eq!(people.lines().count(), 8, "{people}");
    assert!(!folder.path().join("unused.db").exists());
}
