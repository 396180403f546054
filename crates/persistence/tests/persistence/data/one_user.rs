//! What a user has a right to: everything about themselves, and that nothing of it stays.

use kith_domain::user::{Deleted, Deletion};
use kith_domain::{UserId, UserReference};
use kith_persistence::{Held, export_user};
use kith_testkit::FixedClock;
use serde_json::{Value, json};

use super::{EVERYTHING, exported, fill, is_sound};
use crate::database::Place;
use crate::migrations::on_both;

/// The rows of that kind in which that column is that user.
fn rows(kind: &str, column: &str, user: i64) -> Vec<Value> {
    let lines = EVERYTHING.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.map(|line| line[kind].clone()).filter(|row| row[column] == user).collect()
}

async fn everything_about_a_user_and_nothing_of_others(place: Place) {
    fill(&place).await;
    let id = UserId::new(1).unwrap();
    let person = export_user(&place.options(), id.into()).await.unwrap().unwrap();
    assert_eq!(person.id, id);
    let document: Value = serde_json::from_str(&person.document).unwrap();
    let expected = json!({
        "user": rows("user", "id", 1)[0],
        "client_user": rows("client_user", "user_id", 1)[0],
        "associations": rows("association", "user_id", 1),
        "connections": rows("connection", "user_id", 1),
        "requests_sent": [{"id": 1, "to_id": 3, "created": rows("connection_request", "id", 1)[0]["created"]}],
        "requests_received": rows("connection_request", "to_id", 1),
        "follows": rows("follow", "follower_id", 1),
        "followers": rows("follow", "followed_id", 1),
        "hides": rows("hide", "user_id", 1),
        "provider_connections": rows("provider_connection", "user_id", 1),
        "credentials_kept": ["fitbit"],
    });
    assert_eq!(document, expected);
    let held = Held {
        associations: 2,
        connections: 2,
        requests: 2,
        follows: 3,
        hides: 2,
        provider_connections: 2,
        credentials: 1,
    };
    assert_eq!(person.held, held);
    // Every canary of the whole export but the sealed one is in it, and of others ids alone.
    let canaries = |text: &str| text.to_lowercase().matches("canary").count();
    assert_eq!(canaries(&person.document), canaries(EVERYTHING));
    for of_others in ["bruno", "carla", "dario", "Ä 1", "2026\"", "AgIC"] {
        assert!(!person.document.contains(of_others), "{of_others}");
    }

    let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c4".parse::<UserReference>().unwrap();
    let deleted = export_user(&place.options(), uuid).await.unwrap().unwrap();
    assert_eq!((deleted.id.get(), deleted.held.connections), (4, 1));
    let nobody = export_user(&place.options(), UserId::new(99).unwrap().into()).await.unwrap();
    assert!(nobody.is_none());
}

async fn nothing_of_an_erased_user_stays(place: Place) {
    fill(&place).await;
    let database = place.open().await;
    for id in [1, 4] {
        let id = UserId::new(id).unwrap();
        let erased = database.users().delete(id, Deletion::Hard, FixedClock::start()).await;
        assert_eq!(erased.unwrap(), Deleted::Deleted);
        assert!(export_user(&place.options(), id.into()).await.unwrap().is_none());
    }
    database.close();
    let lines = exported(&place).await;
    assert!(!lines.to_lowercase().contains("canary"), "{lines}");
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let (kind, fields) = line.as_object().unwrap().iter().next().unwrap();
        for (field, value) in fields.as_object().unwrap() {
            let is_user = (kind == "user" && field == "id") || field.ends_with("_id");
            assert!(!is_user || (value != 1 && value != 4), "{line}");
        }
    }
    assert!(is_sound(&place).await);
}

on_both!(everything_about_a_user_and_nothing_of_others, nothing_of_an_erased_user_stays);
