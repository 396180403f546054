//! Kith's own API: what operators tell of users' connections with providers.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::Kith;

const GARMIN: &str = "/kith/v1/users/1/providers/garmin";

async fn put(kith: &Kith, body: Value) -> Value {
    kith.put(GARMIN).keyed().json(&body).send().await.plain_json(200)
}

#[actix_web::test]
async fn a_user_is_known_by_all_names() {
    let kith = Kith::start().await;
    let anna = kith.uuid(kith.anna).await.to_string();
    let expected = json!({"id": 1, "uuid": anna, "client_user_id": anna, "username": "anna"});
    for name in ["1", "01", anna.as_str(), &anna.to_uppercase()] {
        for path in [format!("/kith/v1/users/{name}"), format!("/kith/v1/users/{name}/")] {
            let seen = kith.get(&path).keyed().send().await.plain_json(200);
            assert_eq!(seen, expected, "{path}");
        }
    }
    for nobody in
        ["99", "0", "-1", "x", "anna", &anna.replace('-', ""), "%ff", "9223372036854775808"]
    {
        for path in
            [format!("/kith/v1/users/{nobody}"), format!("/kith/v1/users/{nobody}/providers")]
        {
            assert_eq!(kith.get(&path).keyed().send().await.problem(404), "no_such_user", "{path}");
        }
    }
}

#[actix_web::test]
async fn a_key_or_an_admin_and_nobody_else() {
    let kith = Kith::start().await;
    kith.block(kith.bruno).await;
    let path = "/kith/v1/users/1";
    kith.get(path).keyed().send().await.plain_json(200);
    kith.get(path).by(kith.ada).send().await.plain_json(200);
    // The key decides, if there is one.
    kith.get(path).keyed().bearer("bad").send().await.plain_json(200);
    let both = kith.get(path).by(kith.ada).header("x-vital-api-key", "bad").send().await;
    assert_eq!(both.problem(401), "not_authenticated");
    for user in [kith.anna, kith.bruno, kith.mo] {
        let reply = kith.get(path).by(user).send().await;
        assert_eq!(reply.problem(403), "forbidden");
    }
    let anonymous = kith.get(path).send().await;
    assert_eq!(anonymous.problem(401), "not_authenticated");
    assert_eq!(anonymous.header("www-authenticate"), Some("Bearer"));
    assert_eq!(kith.get(path).bearer("bad").send().await.problem(401), "not_authenticated");
    // Who may not ask learns nothing of who is there.
    for path in ["/kith/v1/users/99", "/kith/v1/users/x/providers/nothing"] {
        let method = if path.ends_with("nothing") { Method::PUT } else { Method::GET };
        let reply = kith.ask(method, path).by(kith.anna).send().await;
        assert_eq!(reply.problem(403), "forbidden");
    }
}

#[actix_web::test]
async fn a_connection_is_made_renewed_and_shown() {
    let kith = Kith::start().await;
    let made = put(&kith, json!({"external_user_id": "a", "granted_scopes": ["daily"]})).await;
    assert_eq!(made["slug"], "garmin");
    assert_eq!(made["external_user_id"], "a");
    assert_eq!(made.as_object().unwrap().len(), 8);
    kith.clock.advance(TimeDelta::hours(1));
    for body in ["", "{}", r#"{"external_user_id": null, "granted_scopes": null}"#] {
        let ask = kith.put(GARMIN).keyed().bytes(body.as_bytes());
        let renewed = ask.send().await.plain_json(200);
        assert_eq!(renewed["created_on"], made["created_on"]);
        assert_eq!(renewed["external_user_id"], Value::Null);
        assert_eq!(
            renewed["resource_availability"]["sleep"],
            json!({"status": "available", "scope_requirements": null})
        );
        let listed = kith.get("/kith/v1/users/1/providers").keyed().send().await.plain_json(200);
        assert_eq!(listed, json!({"providers": [renewed]}));
    }
    let bare = put(&kith, json!({"granted_scopes": []})).await;
    assert_eq!(bare["resource_availability"]["sleep"]["status"], "unavailable");
}

#[actix_web::test]
async fn the_life_of_a_connection() {
    let kith = Kith::start().await;
    let failed = json!({"error_type": "token_refresh_failed", "error_message": "no\nmore"});
    let step = async |step: &str| {
        let ask = match step {
            "connect" => kith.put(GARMIN),
            "deregister" => kith.delete(GARMIN),
            step => kith.post(&format!("{GARMIN}/{step}")),
        };
        let body = if step == "connect" { json!({}) } else { failed.clone() };
        let reply = ask.keyed().json(&body).send().await;
        match reply.status.as_u16() {
            200 => reply.plain_json(200)["status"].as_str().unwrap().to_owned(),
            204 => "gone".to_owned(),
            status => format!("{status} {}", reply.problem(status)),
        }
    };
    for (action, outcome) in [
        ("error", "404 not_connected"),
        ("pause", "404 not_connected"),
        ("recover", "404 not_connected"),
        ("deregister", "404 not_connected"),
        ("connect", "connected"),
        ("recover", "409 already_connected"),
        ("error", "error"),
        ("error", "error"),
        ("recover", "connected"),
        ("error", "error"),
        ("connect", "connected"),
        ("pause", "paused"),
        ("pause", "409 already_paused"),
        ("error", "409 paused"),
        ("recover", "connected"),
        ("error", "error"),
        ("pause", "paused"),
        ("connect", "connected"),
        ("deregister", "gone"),
        ("deregister", "404 not_connected"),
    ] {
        assert_eq!(step(action).await, outcome, "{action}");
    }
}

#[actix_web::test]
async fn an_error_says_why_and_when() {
    let kith = Kith::start().await;
    put(&kith, json!({})).await;
    let path = format!("{GARMIN}/error");
    for (errored_at, shown) in [
        (json!(null), "2026-11-21T08:00:00.000000+00:00"),
        (json!("2026-01-24T23:45:32Z"), "2026-01-24T23:45:32.000000+00:00"),
        (json!("2026-01-24T23:45:32.1234567-05:00"), "2026-01-25T04:45:32.123456+00:00"),
        (json!("1970-01-01T00:00:00Z"), "1970-01-01T00:00:00.000000+00:00"),
        (json!("9999-12-31T23:59:59Z"), "9999-12-31T23:59:59.000000+00:00"),
    ] {
        let body = json!({"error_type": "unknown", "error_message": "", "errored_at": errored_at});
        let seen = kith.post(&path).keyed().json(&body).send().await.plain_json(200);
        let details = json!({"error_type": "unknown", "error_message": "", "errored_at": shown});
        assert_eq!((&seen["status"], &seen["error_details"]), (&json!("error"), &details));
    }
    for word in [
        "token_refresh_failed",
        "webhook_registration_failed",
        "user_not_found",
        "deregistered_per_provider",
        "required_scopes_not_granted",
        "provider_credential_error",
        "provider_password_expired",
        "unknown",
    ] {
        let body = json!({"error_type": word, "error_message": "m"});
        let seen = kith.post(&path).keyed().json(&body).send().await.plain_json(200);
        assert_eq!(seen["error_details"]["error_type"], word);
    }
}

#[actix_web::test]
async fn bodies_that_are_wrong_are_told_all_at_once() {
    let kith = Kith::start().await;
    put(&kith, json!({})).await;
    let before = kith.store.dump();
    let scopes = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
    for (body, code) in [
        (json!([]), "invalid #:model_attributes_type"),
        (json!({"external_user_id": ""}), "invalid #/external_user_id:string_too_short"),
        (
            json!({"external_user_id": 7, "granted_scopes": "x"}),
            "invalid #/external_user_id:string_type #/granted_scopes:list_type",
        ),
        (json!({"granted_scopes": ["a", "b c"]}), "invalid #/granted_scopes/1:value_error"),
        (json!({"granted_scopes": scopes(101)}), "invalid #/granted_scopes:too_long"),
        (
            json!({"granted_scope": [], "a/b~": 1}),
            "invalid #/a~1b~0:extra_forbidden #/granted_scope:extra_forbidden",
        ),
    ] {
        assert_eq!(kith.put(GARMIN).keyed().json(&body).send().await.problem(422), code, "{body}");
    }
    let path = format!("{GARMIN}/error");
    for (body, code) in [
        ("", "invalid #:missing"),
        ("{", "invalid #:json_invalid"),
        ("{}", "invalid #/error_type:missing #/error_message:missing"),
        (
            r#"{"error_type": "x", "error_message": "\u0000", "errored_at": "2026-01-24T23:45:32"}"#,
            "invalid #/error_type:enum #/error_message:value_error #/errored_at:datetime_parsing",
        ),
        (
            r#"{"error_type": null, "error_message": null, "errored_at": 7}"#,
            "invalid #/error_type:enum #/error_message:string_type #/errored_at:datetime_type",
        ),
        (
            r#"{"error_type": "unknown", "error_message": "", "errored_at": "1969-12-31T23:59:59Z"}"#,
            "invalid #/errored_at:datetime_parsing",
        ),
    ] {
        let ask = kith.post(&path).keyed().bytes(body.as_bytes());
        assert_eq!(ask.send().await.problem(422), code, "{body}");
    }
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn a_provider_is_one_of_the_catalog() {
    let kith = Kith::start().await;
    for slug in ["nothing", "Oura", "x-y", "%ff", "%00"] {
        let path = format!("/kith/v1/users/1/providers/{slug}");
        for (method, path) in [
            (Method::PUT, path.clone()),
            (Method::DELETE, path.clone()),
            (Method::POST, format!("{path}/pause")),
            (Method::POST, format!("{path}/recover")),
        ] {
            let reply = kith.ask(method, &path).keyed().send().await;
            assert_eq!(reply.problem(404), "no_such_provider", "{path}");
        }
    }
    // Who is meant comes first.
    let reply = kith.put("/kith/v1/users/x/providers/x-y").keyed().send().await;
    assert_eq!(reply.problem(404), "no_such_user");
    let reply = kith.put("/kith/v1/users/99/providers/oura").keyed().send().await;
    assert_eq!(reply.problem(404), "no_such_user");
    let reply = kith.post("/kith/v1/users/99/providers/oura/pause").keyed().send().await;
    assert_eq!(reply.problem(404), "no_such_user");
}
