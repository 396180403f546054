//! The key, and the order of checks (contract, section 2).

use actix_web::http::Method;
use kith_domain::access::AdminPermit;
use kith_domain::api_key::{self, ApiKeys};
use serde_json::json;

use super::NOBODY;
use crate::support::Kith;
use crate::support::documented::filled;

/// Every operation of the two APIs that the key opens.
fn operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        if path.starts_with("/v2/") || path.starts_with("/kith/") {
            for method in item.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
                operations.push((Method::from_bytes(method.as_bytes()).unwrap(), path.clone()));
            }
        }
    }
    assert_eq!(operations.len(), 24);
    operations
}

#[actix_web::test]
async fn without_a_key_in_force_nothing_opens_and_nothing_is_told() {
    let kith = Kith::start().await;
    let name = "old".parse().unwrap();
    let old = api_key::create(&kith.store, &kith.clock, AdminPermit::operator(), name, [9; 32]);
    let old = old.await.unwrap();
    kith.store.revoke(&"old".parse().unwrap(), kith_testkit::FixedClock::start()).await.unwrap();
    let before = kith.store.dump();
    let upper = kith.key.to_uppercase();
    let longer = format!("{}0", kith.key);
    let keys: [&[&[u8]]; 9] = [
        &[],
        &[b""],
        &[b"wrong"],
        &[upper.as_bytes()],
        &[longer.as_bytes()],
        &[&kith.key.as_bytes()[..20]],
        &[old.expose().as_bytes()],
        &[b"\xc3\xa9"],
        &[kith.key.as_bytes(), kith.key.as_bytes()],
    ];
    for (method, path) in operations() {
        // Whatever else is wrong or right.
        for value in ["x", NOBODY] {
            for key in keys {
                let mut ask = kith.ask(method.clone(), &filled(&path, value)).bytes(b"{");
                for one in key {
                    ask = ask.another_header("x-vital-api-key", one);
                }
                let reply = ask.send().await;
                if path.starts_with("/v2/") {
                    assert_eq!(reply.detail(401), "invalid token", "{method} {path}");
                } else {
                    assert_eq!(reply.problem(401), "not_authenticated", "{method} {path}");
                }
                assert!(reply.header("www-authenticate").is_some());
            }
        }
    }
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn tokens_of_the_other_api_have_no_say_here_and_keys_none_there() {
    let kith = Kith::start().await;
    for (method, path) in operations() {
        if path.starts_with("/v2/") {
            let reply = kith.ask(method, &filled(&path, "x")).by(kith.ada).send().await;
            assert_eq!(reply.detail(401), "invalid token", "{path}");
        }
    }
    // Beside a key they are not even looked at.
    kith.get("/v2/user").keyed().bearer("bad").send().await.plain_json(200);
    let reply = kith.get("/api/v2/user/me/").keyed().send().await;
    assert_eq!(reply.codes(401), ["not_authenticated"]);
    let reply = kith.get("/v2/user").header("x-junction-api-key", &kith.key).send().await;
    assert_eq!(reply.detail(401), "invalid token");
}

#[actix_web::test]
async fn checks_come_in_order() {
    let kith = Kith::start_with(|services| services.options.demo_connections = false).await;
    let user = kith.client("x").await;
    let demo = |user: &str, provider: &str| json!({"user_id": user, "provider": provider});
    let path = "/v2/link/connect/demo";
    // Route and method, then key, then everything that is wrong, then existence, then the rules.
    kith.post("/v2/link/connect/demos").json(&demo("x", "x")).send().await.detail(404);
    kith.get(path).send().await.detail(405);
    kith.post(path).json(&demo("x", "x")).send().await.detail(401);
    let reply = kith.post(path).keyed().json(&demo("x", "x")).send().await;
    assert_eq!(reply.items(), ["uuid_parsing body.user_id", "enum body.provider"]);
    let reply = kith.post(path).keyed().json(&demo(&user, "fitbit")).send().await;
    assert_eq!(reply.detail(400), "Demo connections are not enabled");

    let path = format!("/v2/user/{NOBODY}/x");
    assert_eq!(kith.delete(&path).keyed().send().await.items(), ["enum path.provider"]);
    let path = format!("/v2/user/{NOBODY}/oura");
    assert_eq!(kith.delete(&path).keyed().send().await.detail(404), "User not found");
    let reply = kith.delete("/v2/user/x/x").keyed().send().await;
    assert_eq!(reply.items(), ["uuid_parsing path.user_id", "enum path.provider"]);
}

#[actix_web::test]
async fn what_was_answered_to_a_key_is_kept_nowhere() {
    let kith = Kith::start().await;
    for (path, status) in [("/v2/user", 200), ("/v2/user/x", 422), ("/v2/nothing", 404)] {
        let reply = kith.get(path).keyed().send().await;
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("x-request-id"), Some("test"));
    }
}

#[actix_web::test]
async fn no_page_of_another_origin_may_send_a_key() {
    let kith = Kith::start().await;
    let ask = kith
        .ask(Method::OPTIONS, "/v2/user")
        .header("origin", "https://a.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "x-vital-api-key");
    let reply = ask.send().await;
    assert!(reply.status.is_client_error());
    assert!(reply.detail(400).is_string());
}
