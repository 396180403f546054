//! What paths mean: percent sequences, slashes, literal segments (contract, section 1).

use actix_web::http::Method;
use serde_json::json;

use crate::support::Kith;

#[actix_web::test]
async fn a_reference_is_found_as_each_sdk_writes_it() {
    let kith = Kith::start().await;
    for (client_user_id, spellings) in [
        // Node, then Python.
        ("w 9+ü@%", &["w%209%2B%C3%BC%40%25", "w%209+%C3%BC@%"][..]),
        ("a/b", &["a%2Fb", "a%2fb"]),
        ("a%2Fb", &["a%252Fb"]),
        ("+", &["+", "%2B", "%2b"]),
        ("%", &["%", "%25"]),
        ("%4", &["%4", "%254"]),
        ("%zz", &["%zz", "%25zz"]),
        // What is decoded is not decoded again, wherever it came from.
        ("%41", &["%2541", "%%34%31", "%%341"]),
        ("%25", &["%2525", "%%32%35"]),
        ("a?b#c", &["a%3Fb%23c"]),
        ("..", &["..", "%2e%2E"]),
        (".", &["%2e"]),
        (" ", &["%20"]),
        ("/", &["%2F"]),
        ("//", &["%2F%2F"]),
        ("é", &["%C3%A9"]),
        ("🦀", &["%F0%9F%A6%80"]),
        ("\u{fffd}", &["%EF%BF%BD"]),
        ("a;b=c,d&e", &["a;b=c,d&e", "a%3Bb%3Dc%2Cd%26e"]),
        ("metrics", &["metrics", "%6Detrics"]),
        ("A", &["A"]),
        ("a", &["a"]),
    ] {
        let user = kith.client(client_user_id).await;
        for spelling in spellings {
            for slash in ["", "/"] {
                let path = format!("/v2/user/resolve/{spelling}{slash}");
                let found = kith.get(&path).keyed().send().await.plain_json(200);
                assert_eq!(found["user_id"], user, "{path}");
                assert_eq!(found["client_user_id"], client_user_id);
            }
        }
    }
}

#[actix_web::test]
async fn a_reference_that_nobody_can_have_is_refused_and_others_are_not_found() {
    let kith = Kith::start().await;
    kith.client("\u{fffd}").await;
    for (spelling, items) in [
        ("%ff", "string_unicode path.client_user_id"),
        ("%C3", "string_unicode path.client_user_id"),
        ("%00", "value_error path.client_user_id"),
        ("%0A", "value_error path.client_user_id"),
        (&"x".repeat(256), "string_too_long path.client_user_id"),
    ] {
        let reply = kith.get(&format!("/v2/user/resolve/{spelling}")).keyed().send().await;
        assert_eq!(reply.items(), [items], "{spelling}");
    }
    for spelling in ["nobody", "%2541", "a%20b"] {
        let reply = kith.get(&format!("/v2/user/resolve/{spelling}")).keyed().send().await;
        assert_eq!(reply.detail(404), "User not found");
    }
    // A slash that is not encoded makes another path.
    let reply = kith.get("/v2/user/resolve/a/b").keyed().send().await;
    assert_eq!(reply.detail(404), "Not Found");
}

#[actix_web::test]
async fn a_user_is_named_by_a_uuid_in_either_case() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for spelling in [user.clone(), user.to_uppercase(), user.replace('-', "%2D")] {
        for path in [format!("/v2/user/{spelling}"), format!("/v2/user/{spelling}/")] {
            let seen = kith.get(&path).keyed().send().await.plain_json(200);
            assert_eq!(seen["user_id"], user);
        }
    }
    let integer = kith.anna.to_string();
    for wrong in
        ["x", &integer, &user.replace('-', ""), &user[1..], "%ff", "%00", &format!("{user}%20")]
    {
        for path in [format!("/v2/user/{wrong}"), format!("/v2/user/providers/{wrong}")] {
            let reply = kith.get(&path).keyed().send().await;
            assert_eq!(reply.items(), ["uuid_parsing path.user_id"], "{path}");
        }
    }
}

#[actix_web::test]
async fn literal_segments_win() {
    let kith = Kith::start().await;
    // Where the literal has no such method, the placeholder is not asked.
    for (method, path, allowed) in [
        (Method::DELETE, "/v2/user/metrics", "GET, HEAD"),
        (Method::GET, "/v2/user/undo_delete", "POST"),
        (Method::DELETE, "/v2/user/resolve/oura", "GET, HEAD"),
        (Method::DELETE, "/v2/user/providers/oura", "GET, HEAD"),
        (Method::PUT, "/v2/user", "GET, HEAD, POST"),
        (Method::GET, "/v2/link/bulk_import", "POST"),
    ] {
        let reply = kith.ask(method, path).keyed().send().await;
        assert_eq!(reply.header("allow"), Some(allowed), "{path}");
        assert_eq!(reply.detail(405), "Method Not Allowed");
    }
    kith.get("/v2/user/%6Detrics").keyed().send().await.plain_json(200);
}

#[actix_web::test]
async fn what_is_nowhere_is_told_in_the_envelope_of_where_it_would_be() {
    let kith = Kith::start().await;
    for path in [
        "/v2",
        "/v2/",
        "/v2/users",
        "/v2/user//",
        "/v2/link/token",
        "/v2/link/start",
        "/%762/x",
        "/v2/team/x",
    ] {
        for method in [Method::GET, Method::POST] {
            let reply = kith.ask(method, path).send().await;
            assert_eq!(reply.detail(404), "Not Found", "{path}");
            assert_eq!(reply.header("x-request-id"), Some("test"));
        }
    }
    for path in
        ["/kith", "/kith/", "/kith/v1", "/kith/v2/users/1", "/kith/v1/users/1/providers/x/y"]
    {
        assert_eq!(kith.get(path).send().await.problem(404), "no_such_route", "{path}");
    }
    for path in ["/", "/v20/user", "/V2/user", "/api/v2/user/providers/x"] {
        assert_eq!(kith.get(path).send().await.codes(404), ["not_found"], "{path}");
    }
}

#[actix_web::test]
async fn head_answers_as_get_does() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for path in ["/v2/user", &format!("/v2/user/{user}"), "/v2/providers", "/v2/user/metrics"] {
        let get = kith.get(path).keyed().send().await;
        let head = kith.ask(Method::HEAD, path).keyed().send().await;
        assert_eq!((get.status, head.status), (200.try_into().unwrap(), get.status));
        assert_eq!(get.header("content-type"), head.header("content-type"));
    }
    let refused = kith.ask(Method::HEAD, "/v2/user").send().await;
    assert_eq!(refused.status, 401);
}

#[actix_web::test]
async fn a_body_has_a_limit() {
    let kith = Kith::start().await;
    let body = json!({"client_user_id": "x", "unknown": "x".repeat(65 * 1024)});
    let reply = kith.post("/v2/user").keyed().json(&body).send().await;
    assert_eq!(reply.detail(413), "The body is too large");
    let path = "/kith/v1/users/1/providers/oura";
    let reply = kith.put(path).keyed().json(&body).send().await;
    assert_eq!(reply.problem(413), "too_large");
    // Without a key, nobody learns of it.
    let reply = kith.post("/v2/user").json(&body).send().await;
    assert_eq!(reply.detail(401), "invalid token");
}
