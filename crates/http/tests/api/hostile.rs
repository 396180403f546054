//! Every field of every body and every query parameter, with everything that does not belong there.
//!
//! Whatever is sent: an expected status, in the envelope, no 5xx, and nothing changed unless the
//! answer is success.

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{Kith, Reply};

/// One operation, with a request that works, and the statuses besides 400 that a hostile value may
/// lead to: success where a value happens to be fine, 404 where it names nobody.
struct Operation {
    method: Method,
    path: &'static str,
    good: Value,
    besides: &'static [u16],
}

fn bodies() -> Vec<Operation> {
    let association = json!({
        "user_id": 1, "provider": "google", "ext_id": "x", "profile_url": "https://a.example",
        "show_in_profile": true,
    });
    let external =
        json!({"user_id": 1, "provider": "external", "ext_id": "x", "metadata": {"a": 1}});
    let former = json!({"user_id": 1, "provider": "external", "ext_id": "crm-118"});
    let profile = json!({
        "username": "ada", "real_name": "A", "bio": "b", "location": "l", "location_lat_lng": "1,2",
        "position_lat_lng": "1,2", "date_of_birth": "2000-01-01", "description": "d",
        "gender": "Male", "website": "https://a.example", "avatar": "https://a.example",
        "cover": "https://a.example", "avatar_base64": null, "cover_base64": null,
    });
    let sign_up = json!({
        "username": "zoe", "ext_id": "z", "real_name": "Z", "email": "z@example.com",
        "password": null, "role": "editor", "tags": [], "avatar": "https://a.example",
        "avatar_base64": null, "cover_base64": null,
    });
    let post = Method::POST;
    vec![
        Operation {
            method: post.clone(),
            path: "/api/v2/user/1/provider/",
            good: association.clone(),
            besides: &[201],
        },
        Operation {
            method: post.clone(),
            path: "/api/v2/user/provider/",
            good: association,
            besides: &[201, 404],
        },
        Operation {
            method: post.clone(),
            path: "/api/v2/user/1/provider/",
            good: external,
            besides: &[201],
        },
        Operation {
            method: Method::DELETE,
            path: "/api/v2/user/1/provider/",
            good: former.clone(),
            besides: &[204, 404],
        },
        Operation {
            method: Method::DELETE,
            path: "/api/v2/user/provider/",
            good: former,
            besides: &[204, 404],
        },
        Operation {
            method: post.clone(),
            path: "/api/v2/sso/signup/",
            good: sign_up,
            besides: &[201],
        },
        Operation {
            method: post,
            path: "/api/v2/jwt/verify_token/",
            good: json!({"token": "x"}),
            besides: &[401],
        },
        // The profile belongs to Ada here: nobody may change another's.
        Operation {
            method: Method::PATCH,
            path: "/api/v2/user/3/",
            good: profile.clone(),
            besides: &[200],
        },
        Operation { method: Method::PUT, path: "/api/v2/user/3/", good: profile, besides: &[200] },
    ]
}

/// JSON texts that a client might put where a value belongs.
fn values() -> Vec<String> {
    let texts = [
        "",
        " ",
        "x",
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "a\u{0}b",
        "\n",
        "\u{7f}",
        "\u{85}",
        "\u{202e}evil",
        "\u{2066}",
        "\u{feff}",
        "é",
        "\u{1f980}",
        "Ａ",
        "а",
        "../../etc/passwd",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "javascript:alert(1)",
        "https://a@b.example",
        "https://a.example/\r\nx: y",
        "http://[",
        "9223372036854775808",
        "2000-13-01",
        "0000-00-00",
        "+10000-01-01",
        "NaN,NaN",
        "1e5,0",
        "91,181",
        "{}",
        "[]",
        "{\"a\":1,\"a\":2}",
    ];
    let mut values: Vec<String> = texts.iter().map(|text| json!(text).to_string()).collect();
    for length in [256, 2049, 20_000] {
        values.push(json!("x".repeat(length)).to_string());
        values.push(json!("é".repeat(length)).to_string());
    }
    values.push(json!(format!("https://a.example/{}", "x".repeat(3000))).to_string());
    let raw = [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1",
        "99",
        "1.5",
        "-0",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "1e300",
        "-1e300",
        "1e999",
        "[]",
        "[null]",
        "{}",
        "{\"a\":18446744073709551616}",
        "{\"a\":1,\"a\":2}",
        r#""\ud800""#,
        r#""\u0000""#,
        "\"\n\"",
        "nul",
        "",
    ];
    values.extend(raw.map(str::to_owned));
    for depth in [17, 100, 127, 128, 5_000] {
        values.push(format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        values.push(format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)));
    }
    values.push(json!({"a": "x".repeat(17_000)}).to_string());
    values
}

fn check(kith: &Kith, before: &str, reply: &Reply, besides: &[u16], what: &str) {
    let status = reply.status.as_u16();
    assert!(status == 400 || besides.contains(&status), "{status} for {what:.200}");
    if reply.status.is_success() {
        return;
    }
    assert!(!reply.codes(status).is_empty());
    assert_eq!(kith.store.dump(), before, "{what:.200}");
}

#[actix_web::test]
async fn every_field_of_every_body() {
    let mut sent = 0;
    for operation in bodies() {
        let mut kith = Kith::start().await;
        for field in operation.good.as_object().unwrap().keys() {
            for value in values() {
                let before = kith.store.dump();
                let body = with_value(&operation.good, field, &value);
                let what = format!("{} {} {body}", operation.method, operation.path);
                let mut ask =
                    kith.ask(operation.method.clone(), operation.path).bytes(body.as_bytes());
                if !operation.path.contains("jwt") {
                    ask = ask.by(kith.ada);
                }
                let reply = ask.send().await;
                check(&kith, &before, &reply, operation.besides, &what);
                if reply.status.is_success() {
                    kith = Kith::start().await;
                }
                sent += 1;
            }
            // The same field twice.
            let before = kith.store.dump();
            let good = operation.good.to_string();
            let twice = format!("{},\"{field}\":null}}", &good[..good.len() - 1]);
            let ask = kith.ask(operation.method.clone(), operation.path).bytes(twice.as_bytes());
            assert_eq!(ask.by(kith.ada).send().await.codes(400), ["parse_error"], "{twice}");
            assert_eq!(kith.store.dump(), before);
        }
    }
    assert!(sent > 4_000, "{sent}");
}

/// A body in which one field has another value, given as JSON or what pretends to be.
fn with_value(good: &Value, field: &str, value: &str) -> String {
    let members = good.as_object().unwrap().iter().map(|(name, kept)| {
        if name == field { format!("\"{name}\":{value}") } else { format!("\"{name}\":{kept}") }
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

#[actix_web::test]
async fn every_parameter_of_every_query() {
    let queries: [(Method, &str, &[&str], &[u16]); 5] = [
        (Method::GET, "/api/v2/user/provider/", &["user_id"], &[200, 404]),
        (Method::DELETE, "/api/v2/user/provider/", &["user_id", "provider", "ext_id"], &[204, 404]),
        (
            Method::DELETE,
            "/api/v2/user/1/provider/",
            &["user_id", "provider", "ext_id"],
            &[204, 404],
        ),
        (Method::DELETE, "/api/v2/user/1/", &["hard"], &[204]),
        (
            Method::GET,
            "/api/v2/account/search/",
            &["username", "email", "ext_id", "provider"],
            &[200, 404],
        ),
    ];
    let values = [
        "",
        "%20",
        "x",
        "null",
        "true",
        "1",
        "0",
        "-1",
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
        "{}",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "1e300",
        "NaN",
        "'%20OR%201=1",
        "<script>",
        "1;2",
        "a=b",
        "1&",
    ];
    let long = "x".repeat(20_000);
    for (method, path, parameters, besides) in queries {
        let mut kith = Kith::start().await;
        for parameter in parameters {
            let mut queries = Vec::new();
            for value in values.into_iter().chain([long.as_str()]) {
                queries.push(format!("{parameter}={value}"));
                queries.push(format!("{parameter}={value}&{parameter}={value}"));
                queries.push(format!(
                    "user_id=1&provider=external&ext_id=crm-118&{parameter}={value}"
                ));
            }
            for query in queries {
                let before = kith.store.dump();
                let uri = format!("{path}?{query}");
                let Ok(_) = uri.parse::<actix_web::http::Uri>() else { continue };
                let reply = kith.ask(method.clone(), &uri).by(kith.ada).send().await;
                check(&kith, &before, &reply, besides, &uri);
                if reply.status.is_success() {
                    kith = Kith::start().await;
                }
            }
        }
    }
}

#[actix_web::test]
async fn the_request_that_works_works() {
    for operation in bodies() {
        let kith = Kith::start().await;
        let mut ask = kith.ask(operation.method.clone(), operation.path).json(&operation.good);
        if !operation.path.contains("jwt") {
            ask = ask.by(kith.ada);
        }
        let status = ask.send().await.status.as_u16();

        let expected = operation.besides[0];
        assert_eq!(status, expected, "{} {}", operation.method, operation.path);
    }
}
