//! What no handler does: unknown routes, wrong methods, limits, headers, browsers of other origins.

use std::collections::BTreeSet;

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::documented::filled;
use crate::support::{Ask, Kith, Reply};

/// Every documented path, with what it asks for filled in, and its methods as `Allow` lists them.
fn documented() -> Vec<(String, Vec<String>)> {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            (filled(path, "1"), methods.map(|method| method.to_uppercase()).collect())
        })
        .collect()
}

#[actix_web::test]
async fn both_spellings_of_every_documented_path_are_served_alike() {
    let kith = Kith::start().await;
    let paths = documented();
    assert!(paths.len() > 9);
    for (path, methods) in paths {
        let bare = path.trim_end_matches('/').to_owned();
        for method in methods {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            // Without a token nothing changes, so that the same request may be sent twice.
            let first = kith.ask(method.clone(), &bare).send().await;
            let second = kith.ask(method.clone(), &format!("{bare}/")).send().await;
            assert_eq!(
                (first.status, &first.body),
                (second.status, &second.body),
                "{method} {bare}"
            );
            assert!(first.status != 404 && first.status != 405, "{method} {bare}");
        }
    }
}

#[actix_web::test]
async fn wrong_methods_learn_the_right_ones() {
    let kith = Kith::start().await;
    for (path, mut methods) in documented() {
        if methods.contains(&"GET".to_owned()) {
            methods.push("HEAD".to_owned());
        }
        methods.sort();
        for wrong in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            if methods.contains(&wrong.to_owned()) {
                continue;
            }
            let reply = kith.ask(Method::from_bytes(wrong.as_bytes()).unwrap(), &path);
            let reply = reply.header("authorization", "Bearer bad").send().await;
            match path.split('/').nth(1) {
                Some("v2") => assert_eq!(reply.detail(405), "Method Not Allowed", "{path}"),
                Some("kith") => assert_eq!(reply.problem(405), "method_not_allowed", "{path}"),
                _ => assert_eq!(reply.codes(405), ["method_not_allowed"], "{wrong} {path}"),
            }
            let mut allowed: Vec<_> = reply.header("allow").unwrap().split(", ").collect();
            allowed.sort_unstable();
            assert_eq!(allowed, methods, "{path}");
        }
    }
}

#[actix_web::test]
async fn unknown_paths_are_404_in_the_envelope() {
    let kith = Kith::start().await;
    for path in [
        "/",
        "/api/v2/",
        "/api/v2/user//",
        "/api/v2/user/1/provider/x/",
        "/api/v2/user/1//provider/",
        "/api/v2/user/1/provider//",
        "/api//v2/user/me/",
        "/API/v2/user/me/",
        "/api/v2/account/create/",
        "/docs/nothing.js",
        "/docs/..%2f..%2fCargo.toml",
    ] {
        for method in [Method::GET, Method::HEAD] {
            assert_eq!(kith.ask(method, path).send().await.codes(404), ["not_found"], "{path}");
        }
    }
}

#[actix_web::test]
async fn head_answers_as_get_does() {
    let kith = Kith::start().await;
    for path in ["/api/v2/user/1/", "/api/v2/user/1/provider/", "/health", "/openapi.json"] {
        let (get, head) = (kith.get(path).send().await, kith.ask(Method::HEAD, path).send().await);
        assert_eq!(get.status, head.status);
        assert_eq!(get.header("content-type"), head.header("content-type"));
    }
}

#[actix_web::test]
async fn a_request_id_is_echoed_if_well_formed_and_else_made() {
    let kith = Kith::start().await;
    let made = |reply: &Reply| {
        let id = reply.header("x-request-id").unwrap().to_owned();
        assert!(id.starts_with("00000000-0000-7000-8000-"), "{id}");
        id
    };
    for path in ["/api/v2/user/1/", "/nothing", "/health"] {
        for good in ["a", "A.b_c-9", &"x".repeat(128)] {
            let reply = kith.get(path).header("x-request-id", good).send().await;
            assert_eq!(reply.header("x-request-id"), Some(good));
        }
        for bad in ["", "a b", "a\tb", "é", "a/b", &"x".repeat(129)] {
            made(&kith.get(path).header("x-request-id", bad).send().await);
        }
        let twice = kith.get(path).another_header("x-request-id", b"other").send().await;
        let again = kith.get(path).header("x-request-id", "\"").send().await;
        assert_ne!(made(&twice), made(&again));
    }
}

#[actix_web::test]
async fn no_answer_is_guessed_at_and_none_that_was_made_for_a_caller_is_kept() {
    let kith = Kith::start().await;
    for (path, bearer, stored) in [
        ("/api/v2/user/1/", None, None),
        ("/api/v2/user/1/", Some(kith.token(kith.anna)), Some("no-store")),
        ("/api/v2/user/1/", Some("bad".to_owned()), Some("no-store")),
        ("/nothing", Some("bad".to_owned()), Some("no-store")),
        ("/assets/avatar.svg", None, Some("public, max-age=86400")),
    ] {
        let mut ask = kith.get(path);
        if let Some(token) = bearer {
            ask = ask.bearer(&token);
        }
        let reply = ask.send().await;
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("cache-control"), stored, "{path}");
    }
}

#[actix_web::test]
async fn a_body_has_a_limit() {
    let kith = Kith::start().await;
    let of_size = |bytes: usize| {
        let body = json!({"username": "anna", "unknown": ""}).to_string();
        body.replace(r#":"""#, &format!(r#":"{}""#, "x".repeat(bytes - body.len())))
    };
    let path = "/api/v2/user/1/";
    let fits = of_size(64 * 1024);
    assert_eq!(fits.len(), 64 * 1024);
    kith.patch(path).by(kith.anna).body("application/json", &fits).send().await.json(200);
    let reply = kith.patch(path).by(kith.anna).body("application/json", &of_size(64 * 1024 + 1));
    assert_eq!(reply.send().await.codes(413), ["too_large"]);
    let announced = kith.patch(path).by(kith.anna).header("content-length", "99999999999").send();
    assert_eq!(announced.await.codes(413), ["too_large"]);
}

#[actix_web::test]
async fn only_multipart_is_refused_for_its_type() {
    let kith = Kith::start().await;
    let body = r#"{"bio": "b"}"#;
    let path = "/api/v2/user/1/";
    for read in ["application/json", "text/plain", "x", "Application/JSON; charset=utf-8"] {
        kith.patch(path).by(kith.anna).body(read, body).send().await.json(200);
    }
    kith.patch(path).by(kith.anna).bytes(body.as_bytes()).send().await.json(200);
    let form = "Application/X-WWW-Form-Urlencoded; charset=utf-8";
    let changed = kith.patch(path).by(kith.anna).body(form, "bio=c").send().await.json(200);
    assert_eq!(changed["bio"], "c");
    for refused in ["multipart/form-data; boundary=x", "Multipart/Mixed"] {
        let reply = kith.patch(path).by(kith.anna).body(refused, "--x--").send().await;
        assert_eq!(reply.codes(415), ["unsupported_media_type"]);
    }
}

/// What a browser asks before it calls from another origin.
fn preflight<'a>(kith: &'a Kith, method: &str) -> Ask<'a> {
    kith.ask(Method::OPTIONS, "/api/v2/user/1/provider/")
        .header("origin", "https://a.example")
        .header("access-control-request-method", method)
        .header("access-control-request-headers", "authorization,content-type,x-request-id")
}

#[actix_web::test]
async fn browsers_of_other_origins_may_call_and_see_errors() {
    let kith = Kith::start().await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        let reply = preflight(&kith, method).send().await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert_eq!(reply.header("access-control-allow-credentials"), None);
        assert!(reply.header("access-control-allow-methods").unwrap().contains(method));
        assert_eq!(reply.header("x-request-id"), Some("test"));
    }
    let refused = preflight(&kith, "TRACE").send().await;
    assert_eq!(refused.codes(400), ["invalid"]);
    for path in ["/api/v2/user/me/", "/nothing", "/api/v2/user/1/"] {
        let reply = kith.get(path).header("origin", "https://a.example").send().await;
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"), "{path}");
        let exposed = reply.header("access-control-expose-headers").unwrap_or_default();
        let exposed: BTreeSet<_> = exposed.split(',').map(str::trim).collect();
        assert_eq!(exposed, BTreeSet::from(["retry-after", "x-request-id"]));
    }

    let listed = Kith::start_with(|services| {
        let origins = vec!["https://a.example".to_owned()];
        services.options.cors_allowed_origins = kith_http::AllowedOrigins::List(origins);
    });
    let listed = listed.await;
    for (origin, allowed) in [("https://a.example", true), ("https://b.example", false)] {
        let reply = listed.get("/api/v2/user/1/").header("origin", origin).send().await;
        let expected = allowed.then_some(origin);
        assert_eq!(reply.header("access-control-allow-origin"), expected);
        reply.json(200);
        let reply = preflight(&listed, "GET").header("origin", origin).send().await;
        assert_eq!(reply.status.is_success(), allowed);
    }
}

#[actix_web::test]
async fn bodies_that_are_not_one_json_object_are_refused() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    let deep = format!("{{\"bio\":\"x\",\"a\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    for body in [
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{}{}",
        "{\"bio\":\"x\",}",
        "bio=x",
        "\u{feff}{}",
        r#"{"bio":"x","bio":"x"}"#,
        r#"{"bio":"x","a":{"b":1,"b":1}}"#,
        r#"{"bio":"x","a":1e999}"#,
        r#"{"bio":"x","a":NaN}"#,
        &deep,
    ] {
        let reply = kith.patch("/api/v2/user/1/").by(kith.anna).bytes(body.as_bytes()).send().await;
        assert_eq!(reply.codes(400), ["parse_error"], "{body:.40}");
    }
    let reply =
        kith.patch("/api/v2/user/1/").by(kith.anna).bytes(b"{\"bio\":\"\xff\"}").send().await;
    assert_eq!(reply.codes(400), ["parse_error"]);
    let reply = kith.patch("/api/v2/user/1/").by(kith.anna).form("bio=%ff").send().await;
    assert_eq!(reply.codes(400), ["parse_error"]);
    let reply = kith.patch("/api/v2/user/1/").by(kith.anna).form("bio=a&bio=b").send().await;
    assert_eq!(reply.codes(400), ["bio:invalid"]);
    assert_eq!(kith.store.dump(), before);
    let unread: Value =
        kith.patch("/api/v2/user/1/").by(kith.anna).form("x=a&x=b").send().await.json(200);
    assert_eq!(unread["bio"], "");
}
