//! What is logged of a request, and what is not.

use std::sync::Arc;

use kith_http::LoggedUsers;
use serde_json::Value;

use crate::support::doubles::{Trouble, Troubled};
use crate::support::{Kith, log};

#[actix_web::test]
async fn a_request_leaves_one_line_with_its_id_and_nothing_that_was_sent() {
    let kith = Kith::start().await;
    let token = kith.token(kith.ada);
    log::listen();
    let ask = kith.post("/api/v2/user/1/provider/?canary-query=1").bearer(&token);
    let body = serde_json::json!({"provider": "x", "ext_id": "canary-body"});
    ask.header("x-canary", "canary-header").json(&body).send().await.json(201);
    let ours = log::ours();
    assert_eq!(ours.len(), 1, "{ours:?}");
    assert_eq!(ours[0]["level"], "INFO");
    assert_eq!(ours[0]["span"]["request_id"], "test");
    let fields = &ours[0]["fields"];
    assert_eq!(fields["method"], "POST");
    assert_eq!(fields["route"], "/api/v2/user/{id}/provider");
    assert_eq!(fields["status"], 201);
    assert!(fields["duration_us"].is_u64());
    // Who asked is named only where the operator says how.
    assert!(fields.get("user").is_none());
    let text = log::text();
    for secret in ["canary", token.as_str(), crate::support::app::SECRET] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[actix_web::test]
async fn who_asked_is_named_as_the_operator_wants_it() {
    let as_wanted = async |logged_users: LoggedUsers, path: &str| {
        let kith = Kith::start_with(|services| services.options.logged_users = logged_users).await;
        let ask = kith.get(path);
        log::listen();
        ask.by(kith.bruno).send().await;
        log::ours()[0]["fields"]["user"].clone()
    };
    let (path, key) = ("/api/v2/user/me/", [7; 16]);
    assert_eq!(as_wanted(LoggedUsers::Omitted, path).await, Value::Null);
    assert_eq!(as_wanted(LoggedUsers::Plain, path).await, "2");
    let hash = as_wanted(LoggedUsers::Hashed(key), path).await;
    assert_eq!(hash.as_str().unwrap().len(), 16);
    // The same with another path and in another process with that key, another with another key.
    assert_eq!(as_wanted(LoggedUsers::Hashed(key), "/api/v2/user/1/counters/").await, hash);
    assert_ne!(as_wanted(LoggedUsers::Hashed([8; 16]), path).await, hash);
    // Nobody is named where nobody signed in, whatever was sent.
    let kith = Kith::start_with(|services| services.options.logged_users = LoggedUsers::Plain);
    let kith = kith.await;
    log::listen();
    kith.get("/api/v2/user/me/").bearer("nonsense").send().await.json(401);
    kith.get("/v2/user").keyed().send().await.plain_json(200);
    assert!(log::ours().iter().all(|line| line["fields"].get("user").is_none()));
}

#[actix_web::test]
async fn a_failure_is_logged_once_with_its_cause_under_the_id() {
    for (trouble, message) in [(Trouble::Panic, "panic: "), (Trouble::Inconsistent, "unexpected: ")]
    {
        let kith = Kith::start_with(|services| {
            services.associations = Arc::new(Troubled(trouble));
        });
        let kith = kith.await;
        log::listen();
        kith.get("/api/v2/user/1/provider/").send().await.json(500);
        let ours = log::ours();
        assert_eq!(ours.len(), 2, "{ours:?}");
        assert_eq!(ours[0]["level"], "ERROR");
        let cause = ours[0]["fields"]["cause"].as_str().unwrap();
        assert!(cause.contains(message) && cause.ends_with("hunter2"), "{cause}");
        assert_eq!(ours[0]["span"]["request_id"], "test");
        assert_eq!(ours[1]["span"]["request_id"], "test");
        assert_eq!(ours[1]["fields"]["status"], 500);
    }
}
