//! Every field of every body, every parameter and every place of a path of Junction's API and of Kith's
//! own, with everything that does not belong there.
//!
//! Whatever is sent: an expected status, in the envelope, and nothing changed unless the answer is
//! success.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::hostile::{values, with_value};
use crate::support::{Kith, Reply};

/// One operation with a request that works, and the statuses that a hostile value may lead to.
struct Operation {
    method: Method,
    path: &'static str,
    good: Value,
    /// The first is that of the request that works.
    statuses: &'static [u16],
}

/// `{}` stands for a user who is connected with Garmin, in a body too.
fn operations() -> Vec<Operation> {
    let operation = |method, path, good, statuses| Operation { method, path, good, statuses };
    let user = json!({
        "client_user_id": "y", "fallback_time_zone": "Europe/London",
        "fallback_birth_date": "1980-03-13", "ingestion_start": "2024-01-01",
        "ingestion_end": "2024-12-15",
    });
    let recipe = json!({
        "user_id": "{}", "access_token": "a", "refresh_token": "r", "provider_id": "p",
        "expires_at": 1, "oauth_scopes": ["daily"],
    });
    let import =
        json!({"provider": "garmin", "connections": [recipe], "wait_for_completion": null});
    let export = json!({"provider": "garmin", "user_ids": null, "next_token": null});
    let (post, put) = (Method::POST, Method::PUT);
    vec![
        operation(post.clone(), "/v2/user", user.clone(), &[200, 422]),
        operation(Method::PATCH, "/v2/user/{}", user, &[204, 422]),
        operation(post.clone(), "/v2/link/bulk_import", import, &[200, 422]),
        operation(
            post.clone(),
            "/v2/link/bulk_pause",
            json!({"provider": "garmin", "user_ids": ["{}"]}),
            &[200, 422],
        ),
        operation(post.clone(), "/v2/link/bulk_export", export, &[200, 422]),
        operation(
            post.clone(),
            "/v2/link/connect/demo",
            json!({"user_id": "{}", "provider": "oura"}),
            &[200, 422],
        ),
        operation(
            post.clone(),
            "/v2/link/provider/manual/omron_ble",
            json!({"user_id": "{}", "provider_id": "p"}),
            &[200, 422],
        ),
        operation(
            put,
            "/kith/v1/users/{}/providers/oura",
            json!({"external_user_id": "p", "granted_scopes": ["daily"]}),
            &[200, 422],
        ),
        operation(
            post,
            "/kith/v1/users/{}/providers/garmin/error",
            json!({"error_type": "unknown", "error_message": "m", "errored_at": null}),
            &[200, 422],
        ),
    ]
}

/// An application in which somebody is connected with Garmin.
async fn prepared() -> (Kith, String) {
    let kith = Kith::start().await;
    let user = kith.client("somebody").await;
    kith.joined(&user, "garmin", &json!("g"), &json!(["daily"])).await;
    (kith, user)
}

/// Whether something may have changed, after the answer was found to be one of those expected.
fn check(kith: &Kith, before: &str, reply: &Reply, statuses: &[u16], what: &str) -> bool {
    let status = reply.status.as_u16();
    assert!(statuses.contains(&status), "{status} for {what:.200}: {:?}", reply.body);
    if reply.status.is_success() {
        return true;
    }
    if what.contains(" /kith") {
        assert!(!reply.problem(status).is_empty());
    } else if status == 422 {
        assert!(!reply.items().is_empty());
    } else {
        assert!(!reply.detail(status).is_null());
    }
    assert_eq!(kith.store.dump(), before, "{what:.200}");
    false
}

#[actix_web::test]
async fn every_request_works_before_it_is_spoilt() {
    for operation in operations() {
        let (kith, user) = prepared().await;
        let body = operation.good.to_string().replace("{}", &user);
        let path = operation.path.replace("{}", &user);
        let ask = kith.ask(operation.method, &path).keyed().bytes(body.as_bytes());
        assert_eq!(ask.send().await.status, operation.statuses[0], "{path}");
    }
}

#[actix_web::test]
async fn every_field_of_every_body() {
    let mut sent = 0;
    for operation in operations() {
        let (mut kith, mut user) = prepared().await;
        for body in spoilt(&operation.good) {
            let before = kith.store.dump();
            let body = body.replace("{}", &user);
            let path = operation.path.replace("{}", &user);
            let what = format!("{} {path} {body}", operation.method);
            let ask = kith.ask(operation.method.clone(), &path).keyed().bytes(body.as_bytes());
            if check(&kith, &before, &ask.send().await, operation.statuses, &what) {
                (kith, user) = prepared().await;
            }
            sent += 1;
        }
    }
    assert!(sent > 2_500, "{sent}");
}

/// The body with each member in turn, and each member of what it lists, replaced by everything.
fn spoilt(good: &Value) -> Vec<String> {
    let mut bodies = Vec::new();
    for (field, kept) in good.as_object().unwrap() {
        bodies.extend(values().iter().map(|value| with_value(good, field, value)));
        let Some(item) = kept.get(0) else { continue };
        match item {
            Value::Object(members) => {
                for member in members.keys() {
                    bodies.extend(values().iter().map(|value| {
                        with_value(good, field, &format!("[{}]", with_value(item, member, value)))
                    }));
                }
            }
            _ => bodies.extend(
                values().iter().map(|value| with_value(good, field, &format!("[{value}]"))),
            ),
        }
        // The same member twice.
        let text = good.to_string();
        bodies.push(format!("{},\"{field}\":null}}", &text[..text.len() - 1]));
    }
    bodies
}

#[actix_web::test]
async fn every_parameter_of_every_query() {
    let (kith, user) = prepared().await;
    let (get, post) = (Method::GET, Method::POST);
    let queries: [(&Method, &str, &[&str], &[u16]); 4] = [
        (&get, "/v2/user", &["offset", "limit"], &[200, 422]),
        (&post, "/v2/user/undo_delete", &["user_id", "client_user_id"], &[400, 404, 422]),
        (&get, "/v2/providers", &["source_type"], &[200, 422]),
        (&get, "/v2/link/bulk_op", &["next_cursor", "page_size"], &[200, 422]),
    ];
    let before = kith.store.dump();
    let mut sent = 0;
    for (method, path, names, statuses) in queries {
        for name in names.iter().chain(&["unknown"]) {
            for value in texts(&user) {
                let path = format!("{path}?{name}={value}");
                if path.parse::<actix_web::http::Uri>().is_err() {
                    continue;
                }
                let reply = kith.ask(method.clone(), &path).keyed().send().await;
                check(&kith, &before, &reply, statuses, &format!("{method} {path}"));
                assert_eq!(kith.store.dump(), before);
                sent += 1;
            }
        }
    }
    assert!(sent > 200, "{sent}");
}

#[actix_web::test]
async fn every_place_of_every_path() {
    let (kith, user) = prepared().await;
    let (get, post, put) = (Method::GET, Method::POST, Method::PUT);
    let (patch, delete) = (Method::PATCH, Method::DELETE);
    let paths: [(&Method, &str, &[u16]); 16] = [
        (&get, "/v2/user/{}", &[422]),
        (&patch, "/v2/user/{}", &[422]),
        (&delete, "/v2/user/{}", &[422]),
        (&get, "/v2/user/providers/{}", &[422]),
        (&get, "/v2/user/resolve/{}", &[404, 422]),
        (&delete, "/v2/user/{}/oura", &[422]),
        (&delete, "/v2/user/USER/{}", &[422]),
        (&post, "/v2/link/provider/manual/{}", &[422]),
        (&get, "/kith/v1/users/{}", &[404]),
        (&get, "/kith/v1/users/{}/providers", &[404]),
        (&put, "/kith/v1/users/{}/providers/oura", &[404]),
        (&put, "/kith/v1/users/USER/providers/{}", &[404, 422]),
        (&delete, "/kith/v1/users/USER/providers/{}", &[404]),
        (&post, "/kith/v1/users/USER/providers/{}/error", &[404, 422]),
        (&post, "/kith/v1/users/USER/providers/{}/pause", &[404]),
        (&post, "/kith/v1/users/USER/providers/{}/recover", &[404]),
    ];
    let before = kith.store.dump();
    let mut sent = 0;
    for (method, template, statuses) in paths {
        for value in texts(&user) {
            // An empty place makes another path; these name somebody, somewhere.
            let other = value.is_empty() || value.contains(['/', '?', '#']);
            let named = template.starts_with("/kith/v1/users/{}") && value == "1";
            if other || named || (value == user && !template.contains("USER")) {
                continue;
            }
            let path = template.replace("USER", &user).replace("{}", &value);
            if path.parse::<actix_web::http::Uri>().is_err() {
                continue;
            }
            let ask = kith.ask(method.clone(), &path).keyed().json(&json!({"a": 1}));
            let reply = ask.send().await;
            check(&kith, &before, &reply, statuses, &format!("{method} {path}"));
            assert_eq!(kith.store.dump(), before, "{path}");
            sent += 1;
        }
    }
    assert!(sent > 400, "{sent}");
}

/// What a client might put into a path or a query.
fn texts(user: &str) -> Vec<String> {
    let texts = [
        "",
        "%20",
        "x",
        "null",
        "true",
        "1",
        "0",
        "-1",
        "+1",
        "1.5",
        "%00",
        "a%00b",
        "%0d%0a",
        "%7f",
        "%c2%85",
        "%e2%80%ae",
        "%ff",
        "%c3",
        "%",
        "%zz",
        "%u0041",
        "+",
        "é",
        "%f0%9f%a6%80",
        "[]",
        "9223372036854775808",
        "18446744073709551616",
        "-9223372036854775809",
        "1e300",
        "NaN",
        "'%20OR%201=1",
        "1;2",
        "a=b",
        "..",
        "%2e%2e",
        "%2F",
        "a%2Fb",
        "%5C",
        "%D9%A7",
        "00000000-0000-0000-0000-00000000000g",
        "{00000000-0000-0000-0000-000000000000}",
        "urn:uuid:00000000-0000-0000-0000-000000000000",
    ];
    let mut all: Vec<String> = texts.map(str::to_owned).to_vec();
    all.extend([user.replace('-', ""), format!("{user}%00"), format!("%20{user}")]);
    all.extend([256, 5_000].map(|length| "x".repeat(length)));
    all.push("9".repeat(400));
    all.push(user.to_owned());
    all
}
