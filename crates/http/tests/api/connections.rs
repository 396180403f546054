//! The life of a connection (contract, section 5).

use kith_domain::community::Mode;
use serde_json::{Value, json};

use crate::support::Kith;

/// Every action that asks for a state, besides asking itself.
const ANSWERS: [&str; 5] = ["accept", "reject", "cancel_request", "cancel_reject", "remove"];
const SENT: &str = "sent_connection_request";
const RECEIVED: &str = "received_connection_request";

/// The counters of a user: connections, requests sent, requests received.
async fn counters(kith: &Kith, user: kith_domain::UserId) -> [u64; 3] {
    let path = format!("/api/v2/user/{user}/counters");
    let counters = kith.get(&path).send().await.json(200);
    ["connections", "connection_requests_sent", "connection_requests_received"].map(|name| {
        assert_eq!(counters[name], counters[format!("{name}_counter")], "{name}");
        counters[name].as_u64().unwrap()
    })
}

#[actix_web::test]
async fn from_strangers_to_friends_and_back() {
    let kith = Kith::start().await;
    let (anna, bruno) = (kith.anna, kith.bruno);
    for (actor, other, action, status, back, counted) in [
        (anna, bruno, "request", json!(SENT), json!(RECEIVED), [[0, 1, 0], [0, 0, 1]]),
        (bruno, anna, "reject", Value::Null, json!(SENT), [[0, 1, 0], [0, 0, 0]]),
        (bruno, anna, "cancel_reject", json!(RECEIVED), json!(SENT), [[0, 1, 0], [0, 0, 1]]),
        (anna, bruno, "cancel_request", Value::Null, Value::Null, [[0, 0, 0], [0, 0, 0]]),
        (bruno, anna, "request", json!(SENT), json!(RECEIVED), [[0, 0, 1], [0, 1, 0]]),
        (anna, bruno, "accept", json!("connected"), json!("connected"), [[1, 0, 0], [1, 0, 0]]),
        (bruno, anna, "remove", Value::Null, Value::Null, [[0, 0, 0], [0, 0, 0]]),
    ] {
        let reply = kith.act(actor, &format!("connection/{action}"), other).await;
        assert_eq!(reply.json(200), json!({"connection_status": status}), "{action}");
        for (viewer, seen, expected) in [(actor, other, &status), (other, actor, &back)] {
            assert_eq!(kith.sees(viewer, seen, "connection_status/").await, *expected, "{action}");
            assert_eq!(kith.sees(viewer, seen, "").await["connection_status"], *expected);
            let is_connection = kith.sees(viewer, seen, "is_connection").await;
            assert_eq!(is_connection, json!(*expected == "connected"));
        }
        let after = [counters(&kith, anna).await, counters(&kith, bruno).await];
        assert_eq!(after, counted, "{action}");
    }
}

#[actix_web::test]
async fn an_action_reads_no_body_whatever_its_type() {
    let kith = Kith::start().await;
    for content_type in [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "nonsense",
    ] {
        for body in ["", "{", "a=%ff", "--x"] {
            for action in ["request", "cancel_request"] {
                let path = format!("/api/v2/user/2/connection/{action}/");
                let ask = kith.post(&path).by(kith.anna).body(content_type, body);
                let status = if action == "request" { json!(SENT) } else { Value::Null };
                let reply = ask.send().await.json(200);
                assert_eq!(reply, json!({"connection_status": status}), "{content_type} {body}");
            }
        }
    }
}

#[actix_web::test]
async fn what_cannot_be_done_is_refused_and_changes_nothing() {
    let kith = Kith::start().await;
    let (anna, bruno) = (kith.anna, kith.bruno);
    let refused = async |actor, action: &str, other, status, code: &str| {
        let before = kith.store.dump();
        let reply = kith.act(actor, &format!("connection/{action}"), other).await;
        assert_eq!(reply.codes(status), [code], "{action}");
        assert_eq!(kith.store.dump(), before, "{action}");
    };
    // Strangers.
    for action in ANSWERS {
        refused(anna, action, bruno, 404, "not_found").await;
    }
    kith.does(anna, "connection/request", bruno).await;
    refused(anna, "request", bruno, 400, "already_exists").await;
    refused(bruno, "request", anna, 400, "already_exists").await;
    for action in ["accept", "reject", "cancel_reject", "remove"] {
        refused(anna, action, bruno, 404, "not_found").await;
    }
    for action in ["cancel_request", "cancel_reject", "remove"] {
        refused(bruno, action, anna, 404, "not_found").await;
    }
    // The one who asked does not learn that it was rejected.
    kith.does(bruno, "connection/reject", anna).await;
    refused(anna, "request", bruno, 400, "already_exists").await;
    refused(bruno, "accept", anna, 404, "not_found").await;
    refused(bruno, "reject", anna, 404, "not_found").await;
    // Who rejected may ask in turn; accepting takes both requests away.
    kith.does(bruno, "connection/request", anna).await;
    refused(bruno, "cancel_reject", anna, 400, "already_exists").await;
    kith.does(anna, "connection/accept", bruno).await;
    refused(anna, "request", bruno, 400, "already_connected").await;
    refused(bruno, "request", anna, 400, "already_connected").await;
    for action in ["accept", "reject", "cancel_request", "cancel_reject"] {
        refused(anna, action, bruno, 404, "not_found").await;
    }
}

#[actix_web::test]
async fn cancelling_leaves_what_the_other_asked_in_turn() {
    let kith = Kith::start().await;
    kith.does(kith.anna, "connection/request", kith.bruno).await;
    kith.does(kith.bruno, "connection/reject", kith.anna).await;
    kith.does(kith.bruno, "connection/request", kith.anna).await;
    let reply = kith.act(kith.anna, "connection/cancel_request", kith.bruno).await;
    assert_eq!(reply.json(200), json!({"connection_status": RECEIVED}));
}

#[actix_web::test]
async fn oneself_and_nobody_are_no_targets() {
    let kith = Kith::start().await;
    let gone = kith.person("gone").await;
    kith.delete(&format!("/api/v2/user/{gone}/")).by(gone).send().await.empty(204);
    let before = kith.store.dump();
    let actions = ["request", "accept", "reject", "cancel_request", "cancel_reject", "remove"]
        .map(|action| format!("connection/{action}"));
    for action in actions.iter().map(String::as_str).chain(["connection_requests/mark_seen"]) {
        assert_eq!(
            kith.act(kith.anna, action, kith.anna).await.codes(400),
            ["invalid"],
            "{action}"
        );
        for nobody in [gone.to_string().as_str(), "99", "9223372036854775807"] {
            let path = format!("/api/v2/user/{nobody}/{action}/");
            let reply = kith.post(&path).by(kith.anna).send().await;
            assert_eq!(reply.codes(404), ["not_found"], "{path}");
        }
        let path = format!("/api/v2/user/99/{action}/");
        assert_eq!(kith.post(&path).send().await.codes(401), ["not_authenticated"]);
    }
    for look in ["connection_status", "is_connection"] {
        for nobody in [gone.to_string(), "99".to_owned()] {
            let path = format!("/api/v2/user/{nobody}/{look}/");
            assert_eq!(kith.get(&path).by(kith.anna).send().await.codes(404), ["not_found"]);
        }
    }
    assert_eq!(kith.sees(kith.anna, kith.anna, "connection_status").await, Value::Null);
    assert_eq!(kith.sees(kith.anna, kith.anna, "is_connection").await, false);
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn who_hides_or_is_blocked_builds_nothing_and_may_still_cut() {
    /// Brings two people to where each action of the second on the first would work.
    async fn prepared(action: &str) -> Kith {
        let kith = Kith::start().await;
        let (anna, bruno) = (kith.anna, kith.bruno);
        match action {
            "request" => {}
            "accept" | "reject" => kith.does(anna, "connection/request", bruno).await,
            "cancel_reject" => {
                kith.does(anna, "connection/request", bruno).await;
                kith.does(bruno, "connection/reject", anna).await;
            }
            "cancel_request" => kith.does(bruno, "connection/request", anna).await,
            _ => kith.connect(anna, bruno).await,
        }
        kith
    }
    for (action, builds) in [
        ("request", true),
        ("accept", true),
        ("cancel_reject", true),
        ("reject", false),
        ("cancel_request", false),
        ("remove", false),
    ] {
        for trouble in ["hides", "is hidden", "is blocked"] {
            let kith = prepared(action).await;
            match trouble {
                "hides" => kith.does(kith.bruno, "hide", kith.anna).await,
                "is hidden" => kith.does(kith.anna, "hide", kith.bruno).await,
                _ => kith.block(kith.bruno).await,
            }
            let before = kith.store.dump();
            let reply = kith.act(kith.bruno, &format!("connection/{action}"), kith.anna).await;
            if builds {
                assert_eq!(reply.codes(403), ["permission_denied"], "{action}, {trouble}");
                assert_eq!(kith.store.dump(), before);
            } else {
                assert_eq!(reply.json(200), json!({"connection_status": null}), "{action}");
            }
        }
    }
    // The answer does not tell hiding from being blocked, nor who hides whom.
    let mut bodies = Vec::new();
    for trouble in ["hides", "is hidden", "is blocked"] {
        let kith = Kith::start().await;
        match trouble {
            "hides" => kith.does(kith.bruno, "hide", kith.anna).await,
            "is hidden" => kith.does(kith.anna, "hide", kith.bruno).await,
            _ => kith.block(kith.bruno).await,
        }
        bodies.push(kith.act(kith.bruno, "connection/request", kith.anna).await.body);
    }
    assert!(bodies.windows(2).all(|two| two[0] == two[1]));
}

#[actix_web::test]
async fn a_community_of_followers_serves_no_connections_and_keeps_them() {
    let kith = Kith::start().await;
    kith.connect(kith.anna, kith.bruno).await;
    kith.does(kith.mo, "connection/request", kith.anna).await;
    let store = kith.store.clone();
    let kith = Kith::start_with(|services| {
        services.community.mode = Mode::Follow;
        services.users = std::sync::Arc::new(store.clone());
        services.connections = std::sync::Arc::new(store.clone());
    })
    .await;
    let before = store.dump();
    for action in ANSWERS.iter().chain(&["request"]) {
        for other in ["2", "99"] {
            let path = format!("/api/v2/user/{other}/connection/{action}/");
            let reply = kith.post(&path).by(kith.anna).send().await;
            assert_eq!(reply.codes(403), ["friendship_mode_required"], "{path}");
            assert_eq!(kith.post(&path).send().await.codes(401), ["not_authenticated"]);
        }
    }
    for list in
        ["connection/requests", "connection/requests_sent", "1/connections", "99/connections"]
    {
        // The mode is looked at before the query.
        let path = format!("/api/v2/user/{list}/?cursor=wrong&mutual=7");
        let reply = kith.get(&path).by(kith.anna).send().await;
        assert_eq!(reply.codes(403), ["friendship_mode_required"], "{path}");
    }
    let reply = kith.act(kith.anna, "connection_requests/mark_seen", kith.mo).await;
    assert_eq!(reply.codes(404), ["not_found"]);
    assert_eq!(kith.sees(kith.anna, kith.bruno, "connection_status").await, Value::Null);
    assert_eq!(kith.sees(kith.anna, kith.bruno, "is_connection").await, false);
    let body = json!({"users": [2, 4]});
    let reply = kith.post("/api/v2/user/connection/statuses/").by(kith.anna).json(&body).send();
    assert_eq!(reply.await.json(200), json!({"connection_statuses": {"2": null, "4": null}}));
    assert_eq!(store.dump(), before);
}

#[actix_web::test]
async fn requests_are_listed_to_the_two_whom_they_concern() {
    let kith = Kith::start().await;
    let (anna, bruno) = (kith.anna, kith.bruno);
    kith.does(anna, "connection/request", bruno).await;
    kith.does(kith.mo, "connection/request", bruno).await;
    kith.does(bruno, "connection/request", kith.ada).await;
    let received = async || {
        let path = "/api/v2/user/connection/requests/";
        kith.get(path).by(bruno).send().await.json(200)
    };
    let page = received().await;
    assert_eq!(
        (&page["count"], &page["next"], &page["previous"]),
        (&json!(2), &json!(null), &json!(null))
    );
    let [first, second] = [&page["results"][0], &page["results"][1]];
    let keys: Vec<_> = first.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["created", "from_user", "id", "rejected", "viewed"]);
    assert_eq!((&first["from_user"]["id"], &second["from_user"]["id"]), (&json!(4), &json!(1)));
    assert_eq!(first["from_user"]["connection_status"], RECEIVED);
    assert_eq!(second["created"], "2026-11-21T08:00:00.000000Z");
    assert_eq!((&second["viewed"], &second["rejected"]), (&json!(null), &json!(null)));

    // The first time of being seen counts; both see it.
    for _ in 0..2 {
        let reply = kith.act(bruno, "connection_requests/mark_seen", anna).await;
        reply.empty(204);
        kith.clock.advance(chrono::TimeDelta::seconds(60));
        assert_eq!(received().await["results"][1]["viewed"], "2026-11-21T08:00:03.000000Z");
    }
    let none = kith.act(anna, "connection_requests/mark_seen", bruno).await;
    assert_eq!(none.codes(404), ["not_found"]);

    // A rejected one is listed to the one who asked alone.
    kith.does(bruno, "connection/reject", anna).await;
    assert_eq!(received().await["count"], 1);
    let sent = kith.get("/api/v2/user/connection/requests_sent/").by(anna).send().await.json(200);
    let request = &sent["results"][0];
    let keys: Vec<_> = request.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["created", "id", "rejected", "to_user", "viewed"]);
    assert_eq!(request["rejected"], "2026-11-21T08:02:03.000000Z");
    assert_eq!(
        (&request["to_user"]["id"], &request["to_user"]["connection_status"]),
        (&json!(2), &json!(SENT))
    );
    for path in ["/api/v2/user/connection/requests/", "/api/v2/user/connection/requests_sent"] {
        assert_eq!(kith.get(path).send().await.codes(401), ["not_authenticated"]);
    }
}

#[actix_web::test]
async fn statuses_have_a_key_for_everybody_who_is_asked_for() {
    let kith = Kith::start().await;
    let path = "/api/v2/user/connection/statuses/";
    kith.connect(kith.anna, kith.bruno).await;
    kith.does(kith.anna, "connection/request", kith.ada).await;
    kith.does(kith.mo, "connection/request", kith.anna).await;
    let body = json!({"users": [2, "3", 4, 1, 99, 2]});
    let expected = json!({"connection_statuses": {
        "1": null, "2": "connected", "3": SENT, "4": RECEIVED, "99": null,
    }});
    let reply = kith.post(path).by(kith.anna).json(&body).send().await;
    assert_eq!(reply.json(200), expected);
    // The documentation's sample says that it is a form, and sends JSON.
    let mislabelled =
        kith.post(path).by(kith.anna).body("application/x-www-form-urlencoded", &body.to_string());
    assert_eq!(mislabelled.send().await.json(200), expected);
    let nobody = kith.post(path).by(kith.anna).json(&json!({"users": []})).send().await;
    assert_eq!(nobody.json(200), json!({"connection_statuses": {}}));

    let many: Vec<i64> = (1..=1000).collect();
    let reply = kith.post(path).by(kith.anna).json(&json!({"users": many})).send().await;
    assert_eq!(reply.json(200)["connection_statuses"].as_object().unwrap().len(), 1000);
    let too_many: Vec<i64> = (1..=1001).collect();
    for wrong in [
        json!(too_many),
        json!("1,2"),
        json!(1),
        json!({}),
        json!([0]),
        json!([1.5]),
        json!([null]),
    ] {
        let reply = kith.post(path).by(kith.anna).json(&json!({"users": wrong})).send().await;
        assert_eq!(reply.codes(400), ["users:invalid"]);
    }
    for missing in [json!({}), json!({"users": null})] {
        let reply = kith.post(path).by(kith.anna).json(&missing).send().await;
        assert_eq!(reply.codes(400), ["users:required"]);
    }
    assert_eq!(kith.post(path).by(kith.anna).send().await.codes(400), ["users:required"]);
    assert_eq!(
        kith.post(path).by(kith.anna).form("users=1").send().await.codes(400),
        ["parse_error"]
    );
    assert_eq!(kith.post(path).bytes(b"{").send().await.codes(401), ["not_authenticated"]);
}
