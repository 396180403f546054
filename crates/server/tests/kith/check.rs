//! `kith check` on the terminal: what it says, and how it ends.

use serde_json::{Value, json};

use crate::database::{Place, on_both};
use crate::process::{answer, complaint, create_user, kith};

fn a_sound_database_is_ok(place: &Place) {
    create_user(&place.url(), &["anna", "--ext-id", "crm-118"]);
    create_user(&place.url(), &["bruno"]);
    let said = answer(kith(&place.url()).arg("check"));
    let expected = "ok: 2 users, 1 associations, 0 rows of connections, 0 requests, 0 follows, 0 hides, \
         2 client users, 0 provider connections, 0 credentials";
    assert_eq!(said, expected);
    let said = answer(kith(&place.url()).args(["check", "--json"]));
    let expected = json!({
        "ok": true, "users": 2, "associations": 1, "connection_rows": 0, "requests": 0,
        "follows": 0, "hides": 0, "client_users": 2, "provider_connections": 0,
        "provider_credentials": 0,
    });
    assert_eq!(serde_json::from_str::<Value>(&said).unwrap(), expected);
}

fn damage_is_told_and_fails(place: &Place) {
    for number in 0..23 {
        create_user(&place.url(), &[&format!("user-{number}")]);
    }
    place.execute("update users set followers_counter = 7 + id");
    let output = kith(&place.url()).arg("check").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines.len(), 21, "{said}");
    assert_eq!(lines[0], "I4  followers_counter: user 1: says 8, there are 0");
    assert_eq!(lines[20], "I4  followers_counter: and 3 more");
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("the database is damaged: followers_counter"), "{complaint}");

    let output = kith(&place.url()).args(["check", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 22, "{said}");
    let first = json!({
        "invariant": "I4", "kind": "followers_counter", "users": [1], "detail": "says 8, there are 0",
    });
    assert_eq!(lines[0], first);
    assert_eq!(lines[20], json!({"invariant": "I4", "kind": "followers_counter", "more": 3}));
    assert_eq!((&lines[21]["ok"], &lines[21]["users"]), (&json!(false), &json!(23)));
}

fn without_a_schema_it_says_so(place: &Place) {
    let complaint = complaint(kith(&place.url()).arg("check"));
    assert!(!complaint.contains("damaged"), "{complaint}");
    // Still nothing is there: checking is not migrating.
    assert!(answer(kith(&place.url()).arg("migrate")).starts_with("applied "));
}

on_both!(a_sound_database_is_ok, damage_is_told_and_fails, without_a_schema_it_says_so);
