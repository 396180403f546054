//! The races for a reference of the team's: one live user has it.

use serde_json::json;

use super::backend::{Call, Reply};
use super::duel::{Duel, First, Lane};
use crate::database::{Place, on_both};

/// The refusal names whoever has the reference.
#[track_caller]
fn assert_taken((status, body): &Reply, holder: &serde_json::Value) {
    assert_eq!(*status, 400, "{body}");
    let detail = &body["detail"];
    assert_eq!(detail["error_type"], "INVALID_REQUEST", "{body}");
    assert_eq!(detail["user_id"], holder["user_id"], "{body}");
    assert_eq!(detail["created_on"], holder["created_on"], "{body}");
}

fn two_creates(lane: &Lane, round: usize) -> First {
    let reference = format!("crm-{round}");
    let create = |time_zone: &str| {
        let body = json!({"client_user_id": reference, "fallback_time_zone": time_zone});
        Call::post("/v2/user", body)
    };
    let zones = ["Europe/Rome", "Europe/London"];
    let [one, other] = lane.meet(&zones.map(create));
    let (first, zone, won, lost) = match (one.0, other.0) {
        (200, 400) => (First::One, zones[0], one.1, other),
        (400, 200) => (First::Other, zones[1], other.1, one),
        statuses => panic!("round {round}: {statuses:?}, {} {}", one.1, other.1),
    };
    assert_eq!(won["fallback_time_zone"]["id"], zone);
    assert_taken(&lost, &won);
    let resolved = lane.backend().done(&Call::get(format!("/v2/user/resolve/{reference}")));
    assert_eq!(resolved, won, "round {round}");
    first
}

fn two_creates_of_one_reference(place: &Place) {
    let both = ["Rome", "London"];
    let name = "two creates of one client_user_id";
    Duel { name, both, settings: &[], round: two_creates }.run(place);
}

fn undo_or_create(lane: &Lane, round: usize) -> First {
    let backend = lane.backend();
    let reference = format!("crm-{round}");
    let old = backend.create(&reference);
    let old_user = backend.done(&Call::get(format!("/v2/user/{old}")));
    backend.done(&Call::import("fitbit", &json!({"user_id": old})));
    backend.done(&Call::delete(format!("/v2/user/{old}")));

    let undo = if round.is_multiple_of(2) {
        Call::undo_delete("user_id", &old)
    } else {
        Call::undo_delete("client_user_id", &reference)
    };
    let create = Call::post("/v2/user", json!({"client_user_id": reference}));
    let [undone, created] = lane.meet(&[undo, create]);
    let resolved = backend.done(&Call::get(format!("/v2/user/resolve/{reference}")));
    match (undone.0, created.0) {
        (200, 400) => {
            assert_eq!(undone.1, json!({"success": true}));
            assert_taken(&created, &old_user);
            assert_eq!(resolved, old_user, "back as before, but for the connection");
            assert!(backend.providers(&old).is_empty());
            First::One
        }
        (400, 200) => {
            assert_eq!(undone.1["detail"]["error_type"], "INVALID_REQUEST", "{}", undone.1);
            assert_eq!(resolved, created.1);
            assert_ne!(created.1["user_id"], json!(old));
            assert_eq!(backend.status(format!("/v2/user/{old}")), 404);
            First::Other
        }
        statuses => panic!("round {round}: {statuses:?}, {} {}", undone.1, created.1),
    }
}

fn undo_delete_and_create(place: &Place) {
    let both = ["undo_delete", "create"];
    let name = "undo_delete and create of one client_user_id";
    Duel { name, both, settings: &[], round: undo_or_create }.run(place);
}

on_both!(two_creates_of_one_reference, undo_delete_and_create);
