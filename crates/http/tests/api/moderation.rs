//! Approve, block, delete (contract, section 7).

use serde_json::{Value, json};

use crate::support::{Ask, Kith};

fn moderate<'a>(kith: &'a Kith, user: i64, query: &str) -> Ask<'a> {
    kith.patch(&format!("/api/v2/moderation/user/{user}/{query}"))
}

/// The status of a user, as an admin finds it: `a`, `b`, `d`, or nothing.
async fn status(kith: &Kith, name: &str) -> Option<Value> {
    let reply = kith.get(&format!("/api/v2/account/search/?username={name}")).by(kith.ada).send();
    let reply = reply.await;
    if reply.status == 404 { None } else { Some(reply.json(200)["status"].clone()) }
}

#[actix_web::test]
async fn a_user_is_blocked_approved_deleted_and_approved_again() {
    let kith = Kith::start().await;
    kith.connect(kith.anna, kith.bruno).await;
    for (body, query, expected, friends) in [
        (json!({"status": "b"}), "?days_blocked=7", "b", 1),
        (json!({"status": "b", "days_blocked": 7}), "", "b", 1),
        (json!({"status": "a"}), "", "a", 1),
        (json!({"status": "d"}), "?hard=0", "d", 0),
        (json!({"status": "d", "hard": false}), "?hard=1", "d", 0),
        (json!({"status": "a"}), "?hard=1", "a", 1),
    ] {
        for moderator in [kith.mo, kith.ada] {
            moderate(&kith, 1, query).by(moderator).json(&body).send().await.empty(204);
            assert_eq!(status(&kith, "anna").await, Some(json!(expected)), "{body} {query}");
            let bruno = kith.get("/api/v2/user/2/").send().await.json(200);
            assert_eq!(bruno["connections_counter"], friends, "{body}");
        }
    }
    let form = moderate(&kith, 1, "").by(kith.mo).form("status=b&days_blocked=7").send().await;
    form.empty(204);
    assert_eq!(status(&kith, "anna").await, Some(json!("b")));
}

#[actix_web::test]
async fn deleting_for_good_is_said_in_three_ways() {
    for (body, query) in [
        (json!({"status": "u"}), ""),
        (json!({"status": "d"}), "?hard=true"),
        (json!({"status": "d", "hard": true}), "?hard=0"),
    ] {
        let kith = Kith::start().await;
        moderate(&kith, 1, query).by(kith.mo).json(&body).send().await.empty(204);
        assert_eq!(status(&kith, "anna").await, None, "{body} {query}");
        let reply = moderate(&kith, 1, "").by(kith.mo).json(&json!({"status": "a"})).send().await;
        assert_eq!(reply.codes(404), ["not_found"]);
    }
}

#[actix_web::test]
async fn a_blocked_user_reads_and_builds_nothing() {
    let kith = Kith::start().await;
    kith.does(kith.bruno, "connection/request", kith.anna).await;
    kith.block(kith.anna).await;
    for action in ["connection/accept", "connection/request"] {
        assert_eq!(kith.act(kith.anna, action, kith.bruno).await.codes(403), ["permission_denied"]);
    }
    // Others may still ask.
    kith.does(kith.mo, "connection/request", kith.anna).await;
    assert_eq!(
        kith.sees(kith.anna, kith.bruno, "connection_status").await,
        "received_connection_request"
    );
    kith.does(kith.anna, "connection/reject", kith.bruno).await;
    let body = json!({"status": "a"});
    moderate(&kith, 1, "").by(kith.mo).json(&body).send().await.empty(204);
    kith.does(kith.anna, "connection/cancel_reject", kith.bruno).await;
    kith.does(kith.anna, "connection/accept", kith.bruno).await;
}

#[actix_web::test]
async fn only_moderators_and_admins_moderate_and_nobody_themselves() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    let body = json!({"status": "b"});
    for target in [1, 2, 3, 99] {
        let reply = moderate(&kith, target, "").bytes(b"{").send().await;
        assert_eq!(reply.codes(401), ["not_authenticated"]);
        let reply = moderate(&kith, target, "?days_blocked=x").by(kith.anna).bytes(b"{").send();
        assert_eq!(reply.await.codes(403), ["permission_denied"]);
    }
    for (moderator, target) in [(kith.mo, 4), (kith.mo, 3), (kith.ada, 3)] {
        let reply = moderate(&kith, target, "").by(moderator).json(&body).send().await;
        assert_eq!(reply.codes(403), ["permission_denied"], "{target}");
    }
    let reply = moderate(&kith, 99, "").by(kith.mo).json(&body).send().await;
    assert_eq!(reply.codes(404), ["not_found"]);
    assert_eq!(kith.store.dump(), before);
    moderate(&kith, 4, "").by(kith.ada).json(&body).send().await.empty(204);
    // A blocked moderator has lost the powers of the role.
    let reply = moderate(&kith, 1, "").by(kith.mo).json(&body).send().await;
    assert_eq!(reply.codes(403), ["permission_denied"]);
}

#[actix_web::test]
async fn what_makes_no_sense_is_named_and_changes_nothing() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    for (body, query, expected) in [
        (json!({}), "", "status:required"),
        (json!({"status": null}), "", "status:required"),
        (json!({"status": "x"}), "", "status:invalid"),
        (json!({"status": "B"}), "", "status:invalid"),
        (json!({"status": ["b"]}), "", "status:invalid"),
        (json!({"status": "d", "hard": "yes"}), "", "hard:invalid"),
        (json!({"status": "d"}), "?hard=2", "hard:invalid"),
        (json!({"status": "b", "days_blocked": 0}), "", "days_blocked:invalid"),
        (json!({"status": "b", "days_blocked": 1.5}), "", "days_blocked:invalid"),
        (json!({"status": "b", "days_blocked": -1}), "", "days_blocked:invalid"),
        (json!({"status": "b", "days_blocked": "soon"}), "", "days_blocked:invalid"),
        (json!({"status": "b"}), "?days_blocked=0", "days_blocked:invalid"),
        (json!({"status": "b"}), "?days_blocked=-7", "days_blocked:invalid"),
        (json!({"status": "b"}), "?days_blocked=4294967296", "days_blocked:invalid"),
        (json!({"status": "b"}), "?days_blocked=7&days_blocked=8", "days_blocked:invalid"),
    ] {
        for target in [1, 99] {
            let reply = moderate(&kith, target, query).by(kith.mo).json(&body).send().await;
            assert_eq!(reply.codes(400), [expected], "{body} {query}");
        }
    }
    assert_eq!(kith.store.dump(), before);
}
