//! What is logged of a request, and what is not.

use std::sync::Arc;

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
    let span = &ours[0]["span"];
    assert_eq!(span["request_id"], "test");
    assert_eq!(span["method"], "POST");
    assert_eq!(span["route"], "/api/v2/user/{id}/provider");
    assert_eq!(span["status"], 201);
    assert!(span["duration_us"].is_u64());
    let text = log::text();
    for secret in ["canary", token.as_str(), crate::support::app::SECRET] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
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
        assert_eq!(ours[1]["span"]["status"], 500);
    }
}
