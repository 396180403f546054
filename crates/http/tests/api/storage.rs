//! When storage, or Kith itself, is in trouble.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::Method;
use kith_domain::community::Mode;
use kith_testkit::memory::MemoryStore;
use serde_json::json;

use crate::support::counted::Counted;
use crate::support::doubles::{INTERNALS, Trouble, Troubled};
use crate::support::{Ask, Kith};

#[actix_web::test]
async fn health_says_alive_and_ready_asks_storage() {
    let kith = Kith::start().await;
    for path in ["/health", "/ready", "/health/", "/ready/"] {
        assert_eq!(kith.get(path).send().await.json(200), json!({"status": "ok"}));
    }
    kith.store.fail();
    kith.get("/health").send().await.json(200);
    let reply = kith.get("/ready").send().await;
    assert_eq!(reply.codes(503), ["service_unavailable"]);
    kith.store.recover();
    kith.get("/ready").send().await.json(200);
}

#[actix_web::test]
async fn every_use_of_failing_storage_is_503_and_changes_nothing() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    let token = kith.token(kith.ada);
    kith.store.fail();
    let body = json!({"user_id": 1, "username": "x", "provider": "x", "ext_id": "1"});
    for ask in [
        kith.get("/api/v2/user/1/"),
        kith.get("/api/v2/user/1/provider/"),
        kith.get("/api/v2/user/me/").bearer(&token),
        kith.delete("/api/v2/user/1/").bearer(&token),
        kith.post("/api/v2/user/provider/").bearer(&token).json(&body),
        kith.post("/api/v2/sso/signup/").bearer(&token).json(&body),
    ] {
        let reply = ask.send().await;
        let message = "The service is unavailable. Try again in a moment.";
        let expected = json!({"errors": [{"code": "service_unavailable", "message": message}]});
        assert_eq!(reply.json(503), expected);
        assert_eq!(reply.header("retry-after"), Some("1"));
    }
    kith.store.recover();
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn every_use_of_failing_ties_is_503() {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let broken = MemoryStore::new();
    broken.fail();
    let mut asked = 0;
    for mode in [Mode::Friendship, Mode::Follow] {
        let kith = Kith::start_with(|services| {
            services.community.mode = mode;
            services.connections = Arc::new(broken.clone());
            services.follows = Arc::new(broken.clone());
            services.hides = Arc::new(broken.clone());
        });
        let kith = kith.await;
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let used = match operation["tags"][0].as_str().unwrap() {
                    "Connections" => mode == Mode::Friendship,
                    "Follows" => mode == Mode::Follow,
                    // This list is one of users.
                    "Hiding" => !path.ends_with("/hidden_users/"),
                    _ => false,
                };
                if !used {
                    continue;
                }
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let ask = kith.ask(method, &path.replace("{id}", "2")).by(kith.anna);
                let reply = ask.json(&json!({"users": [2]})).send().await;
                assert_eq!(reply.codes(503), ["service_unavailable"], "{path}");
                asked += 1;
            }
        }
    }
    assert!(asked > 20, "{asked}");
}

#[actix_web::test]
async fn a_failure_within_shows_no_internals() {
    for trouble in [Trouble::Panic, Trouble::Inconsistent] {
        let kith = Kith::start_with(|services| {
            services.associations = Arc::new(Troubled(trouble));
        });
        let kith = kith.await;
        for _ in 0..2 {
            let reply = kith.get("/api/v2/user/1/provider/").header("origin", "https://a.example");
            let reply = reply.send().await;
            let message = "An unexpected error happened.";
            let expected = json!({"errors": [{"code": "internal_error", "message": message}]});
            assert_eq!(reply.json(500), expected);
            assert!(!String::from_utf8_lossy(&reply.body).contains(INTERNALS));
            assert_eq!(reply.header("x-request-id"), Some("test"));
            assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        }
        // The next request is served.
        kith.get("/api/v2/user/1/").send().await.json(200);
    }
}

#[actix_web::test]
async fn a_list_costs_one_look_at_storage_and_a_caller_one_more() {
    let looks = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&looks);
    let kith = Kith::start_with(|services| {
        services.users = Arc::new(Counted { port: services.users.clone(), looks: counted.clone() });
        services.associations =
            Arc::new(Counted { port: services.associations.clone(), looks: counted });
    });
    let kith = kith.await;
    for path in ["/api/v2/user/1/provider/", "/api/v2/user/provider/?user_id=1"] {
        kith.get(path).send().await.json(200);
        assert_eq!(looks.swap(0, Ordering::Relaxed), 1);
        kith.get(path).by(kith.bruno).send().await.json(200);
        assert_eq!(looks.swap(0, Ordering::Relaxed), 2);
        // A token that is bad in itself costs nothing.
        kith.get(path).bearer("bad").send().await.json(401);
        assert_eq!(looks.swap(0, Ordering::Relaxed), 0);
    }
}

/// Where associations are asked, and where storage as a whole is.
fn waits(kith: &Kith) -> [Ask<'_>; 2] {
    [kith.get("/api/v2/user/1/provider/"), kith.get("/ready")]
}

#[actix_web::test]
async fn silent_storage_is_503_soon_and_storage_that_says_something_is_waited_for() {
    let silent = Kith::start_with(|services| {
        services.associations = Arc::new(Troubled(Trouble::Silent));
        services.storage = Arc::new(Troubled(Trouble::Silent));
        services.options.silence_timeout = Duration::from_millis(20);
    });
    let silent = silent.await;
    for ask in waits(&silent) {
        let reply = ask.send().await;
        assert_eq!(reply.codes(503), ["service_unavailable"]);
        assert_eq!(reply.header("retry-after"), Some("1"));
    }

    let slow = Kith::start_with(|services| {
        services.associations = Arc::new(Troubled(Trouble::Silent));
        services.options.silence_timeout = Duration::from_millis(20);
        services.options.request_timeout = Duration::from_millis(100);
    });
    let slow = slow.await;
    let started = std::time::Instant::now();
    let reply = slow.get("/api/v2/user/1/provider/").send().await;
    assert_eq!(reply.codes(503), ["service_unavailable"]);
    assert!(started.elapsed() >= Duration::from_millis(100));
}

#[actix_web::test]
async fn once_told_to_stop_it_is_not_ready_and_closes_connections_and_still_answers() {
    let stopping = kith_http::Stopping::default();
    let known = stopping.clone();
    let kith = Kith::start_with(|services| services.stopping = known).await;
    assert!(!kith.get("/api/v2/user/1/").send().await.closes);
    stopping.begin();
    let reply = kith.get("/ready").send().await;
    assert_eq!(reply.codes(503), ["service_unavailable"]);
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert!(reply.closes);
    for path in ["/health", "/api/v2/user/1/", "/nothing", "/v2/nothing"] {
        let reply = kith.get(path).send().await;
        assert!(reply.closes && reply.status != 503, "{path}");
    }
}
