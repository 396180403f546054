//! Tokens and keys are in no answer but an export, and in no line of the log.

use serde_json::{Value, json};

use super::NOBODY;
use crate::support::{Kith, log};

const CANARY: &str = "canary-token";

#[actix_web::test]
async fn tokens_leave_only_by_export() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    log::listen();
    let recipe = |user: &str| {
        json!({
            "user_id": user, "access_token": CANARY, "refresh_token": CANARY,
            "provider_id": "p", "expires_at": 1, "oauth_scopes": ["daily"],
        })
    };
    let body = |connections: Value| json!({"provider": "garmin", "connections": connections});
    let import = |body: Value| kith.post("/v2/link/bulk_import").keyed().json(&body).send();
    let mut replies = Vec::new();
    replies.push(import(body(json!([recipe(&user), recipe(NOBODY)]))).await);
    assert_eq!(replies[0].status, 200);
    for path in [
        "/v2/user".to_owned(),
        format!("/v2/user/{user}"),
        "/v2/user/resolve/x".to_owned(),
        format!("/v2/user/providers/{user}"),
        "/v2/user/metrics".to_owned(),
        "/v2/link/bulk_op".to_owned(),
        format!("/kith/v1/users/{user}"),
        format!("/kith/v1/users/{user}/providers"),
    ] {
        let reply = kith.get(&path).keyed().send().await;
        assert_eq!(reply.status, 200);
        replies.push(reply);
    }
    // Whatever is wrong with an import, nothing of it is sent back.
    for wrong in [
        json!(CANARY),
        json!([CANARY]),
        json!({"provider": CANARY, "connections": []}),
        json!({"connections": [recipe(&user)], "wait_for_completion": CANARY}),
        body(json!(CANARY)),
        body(json!({"a": CANARY})),
        body(json!([CANARY, [CANARY]])),
        body(json!([{"access_token": CANARY}])),
        body(
            json!([{"user_id": CANARY, "access_token": [CANARY], "refresh_token": {"a": CANARY}}]),
        ),
        body(json!([{"user_id": user, "access_token": CANARY, "expires_at": CANARY}])),
        body(json!([{"user_id": user, "provider_id": format!("{CANARY}\n")}])),
        body(json!([{"user_id": user, "oauth_scopes": [format!("{CANARY} x")]}])),
        body(json!([{"user_id": user, "oauth_scopes": CANARY}])),
        body(Value::from(vec![CANARY; 1001])),
    ] {
        let reply = import(wrong).await;
        assert!(!reply.items().is_empty());
        assert!(reply.detail(422).as_array().unwrap().iter().all(|item| item["input"].is_null()));
        replies.push(reply);
    }
    for broken in [
        format!(r#"{{"provider": "garmin", "connections": [{{"access_token": "{CANARY}""#),
        format!(r#"{{"{CANARY}": 1, "{CANARY}": 2}}"#),
        CANARY.to_owned(),
        format!("{{}} {CANARY}"),
    ] {
        let reply = kith.post("/v2/link/bulk_import").keyed().bytes(broken.as_bytes()).send().await;
        assert!(reply.items()[0].starts_with("json_invalid body."));
        replies.push(reply);
    }
    for reply in &replies {
        let text = String::from_utf8_lossy(&reply.body);
        assert!(!text.contains("canary"), "{text}");
    }
    let ask = kith.post("/v2/link/bulk_export").keyed().json(&json!({"provider": "garmin"}));
    let exported = ask.send().await.plain_json(200);
    assert_eq!(exported["data"][0]["access_token"], CANARY);
    let text = log::text();
    for secret in ["canary", kith.key.as_str()] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(log::ours().len() > 20);
    // What is kept of them is sealed.
    assert!(!kith.store.dump().contains("canary"));
}

#[actix_web::test]
async fn keys_are_not_logged_whether_good_or_bad() {
    let kith = Kith::start().await;
    log::listen();
    kith.get("/v2/user").keyed().send().await.plain_json(200);
    kith.get("/v2/user").header("x-vital-api-key", "canary-key").send().await.detail(401);
    kith.get("/kith/v1/users/1").header("x-vital-api-key", "canary-key").send().await.problem(401);
    kith.get("/v2/user/resolve/canary-reference").keyed().send().await.detail(404);
    let text = log::text();
    for secret in ["canary", kith.key.as_str()] {
        assert!(!text.contains(secret), "{text}");
    }
    assert_eq!(log::ours()[3]["fields"]["route"], "/v2/user/resolve/{client_user_id}");
}
