//! When storage, or Kith itself, is in trouble.

use std::sync::Arc;

use actix_web::http::Method;
use kith_testkit::TestSealer;
use serde_json::json;

use super::NOBODY;
use crate::support::documented::filled;
use crate::support::{Kith, log};

#[actix_web::test]
async fn every_use_of_failing_storage_is_503_in_its_own_envelope() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    kith.store.fail();
    let mut asked = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let ask = kith.ask(method.clone(), &filled(path, NOBODY)).keyed();
            if path.starts_with("/v2/") {
                let reply = ask.send().await;
                assert_eq!(reply.detail(503), "Service Unavailable", "{method} {path}");
                assert_eq!(reply.header("retry-after"), Some("1"));
            } else if path.starts_with("/kith/") {
                let reply = ask.send().await;
                assert_eq!(reply.problem(503), "unavailable", "{method} {path}");
                assert_eq!(reply.header("retry-after"), Some("1"));
            } else {
                continue;
            }
            asked += 1;
        }
    }
    assert_eq!(asked, 24);
    kith.store.recover();
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn storage_that_fails_behind_the_key_is_503_too() {
    let broken = kith_testkit::memory::MemoryStore::new();
    broken.fail();
    let kith = Kith::start_with(|services| {
        services.client_users = Arc::new(broken.clone());
        services.provider_connections = Arc::new(broken.clone());
        services.bulk_operations = Arc::new(broken);
    });
    let kith = kith.await;
    let user = |more: serde_json::Value| {
        let mut body = json!({"user_id": NOBODY});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (method, path, body) in [
        (Method::GET, "/v2/user", json!({})),
        (Method::POST, "/v2/user", json!({"client_user_id": "x"})),
        (Method::GET, "/v2/user/metrics", json!({})),
        (Method::GET, "/v2/user/resolve/x", json!({})),
        (Method::POST, "/v2/user/undo_delete?client_user_id=x", json!({})),
        (Method::GET, "/v2/user/{}", json!({})),
        (Method::PATCH, "/v2/user/{}", json!({"client_user_id": "x"})),
        (Method::DELETE, "/v2/user/{}", json!({})),
        (Method::GET, "/v2/user/providers/{}", json!({})),
        (Method::DELETE, "/v2/user/{}/oura", json!({})),
        (
            Method::POST,
            "/v2/link/bulk_import",
            json!({"provider": "oura", "connections": [{"user_id": NOBODY}]}),
        ),
        (Method::POST, "/v2/link/bulk_pause", json!({"provider": "oura", "user_ids": [NOBODY]})),
        (Method::POST, "/v2/link/bulk_export", json!({"provider": "oura"})),
        (Method::GET, "/v2/link/bulk_op", json!({})),
        (Method::POST, "/v2/link/connect/demo", user(json!({"provider": "oura"}))),
        (Method::POST, "/v2/link/provider/manual/manual", user(json!({}))),
    ] {
        let path = path.replace("{}", NOBODY);
        let reply = kith.ask(method, &path).keyed().json(&body).send().await;
        assert_eq!(reply.detail(503), "Service Unavailable", "{path}");
    }
    let at = format!("/kith/v1/users/{NOBODY}");
    let failed = json!({"error_type": "unknown", "error_message": ""});
    for (method, path) in [
        (Method::GET, at.clone()),
        (Method::GET, format!("{at}/providers")),
        (Method::PUT, format!("{at}/providers/oura")),
        (Method::DELETE, format!("{at}/providers/oura")),
        (Method::POST, format!("{at}/providers/oura/error")),
        (Method::POST, format!("{at}/providers/oura/pause")),
        (Method::POST, format!("{at}/providers/oura/recover")),
    ] {
        let body = if path.ends_with("/error") { failed.clone() } else { json!({}) };
        let reply = kith.ask(method, &path).keyed().json(&body).send().await;
        assert_eq!(reply.problem(503), "unavailable", "{path}");
    }
}

#[actix_web::test]
async fn what_cannot_be_opened_is_told_to_the_log_alone() {
    let sealer = TestSealer::new(["lost"]);
    let old = sealer.clone();
    let kith = Kith::start_with(|services| services.sealer = Arc::new(old)).await;
    let user = kith.client("x").await;
    let body = json!({"provider": "oura", "connections": [
        {"user_id": user, "access_token": "canary", "expires_at": 1},
    ]});
    kith.post("/v2/link/bulk_import").keyed().json(&body).send().await.plain_json(200);
    let store = Arc::new(kith.store.clone());
    let kith = Kith::start_with(|services| {
        services.provider_connections = store;
        services.sealer = Arc::new(sealer.with_keys(["new"]));
    });
    let kith = kith.await;
    log::listen();
    let ask = kith.post("/v2/link/bulk_export").keyed().json(&json!({"provider": "oura"}));
    let told = ask.send().await.detail(400);
    assert_eq!(told, "Some tokens were sealed with a key that this server does not have");
    let ours = log::ours();
    assert_eq!(ours[0]["fields"]["cause"], "the sealing key lost is not configured");
    assert!(!log::text().contains("canary"));
}
