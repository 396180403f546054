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
        Operation {
            method: Method::POST,
            path: "/api/v2/user/connection/statuses/",
            good: json!({"users": [1, "2"]}),
            besides: &[200],
        },
        Operation {
            method: Method::PATCH,
            path: "/api/v2/moderation/user/1/",
            good: json!({"status": "d", "hard": true, "days_blocked": 7}),
            besides: &[204],
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
pub(crate) fn values() -> Vec<String> {
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

/// Whether the answer is what was expected; and whether it may have changed something.
fn check(kith: &Kith, before: &str, reply: &Reply, besides: &[u16], what: &str) -> bool {
    let status = reply.status.as_u16();
    assert!(status == 400 || besides.contains(&status), "{status} for {what:.200}");
    if !reply.status.is_success() {
        assert!(!reply.codes(status).is_empty());
    } else if !what.starts_with("GET ") {
        return true;
    }
    assert_eq!(kith.store.dump(), before, "{what:.200}");
    false
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
                if check(&kith, &before, &reply, operation.besides, &what) {
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
pub(crate) fn with_value(good: &Value, field: &str, value: &str) -> String {
    let members = good.as_object().unwrap().iter().map(|(name, kept)| {
        if name == field { format!("\"{name}\":{value}") } else { format!("\"{name}\":{kept}") }
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

#[actix_web::test]
async fn every_parameter_of_every_query() {
    let of_page: &[&str] = &["limit", "offset", "cursor", "mutual", "unknown"];
    let of_directory: &[&str] = &[
        "limit",
        "offset",
        "cursor",
        "search",
        "user",
        "username",
        "real_name",
        "location",
        "description",
        "gender",
        "is_staff",
        "exclude",
        "ordering",
        "age",
    ];
    let of_preferences: &[&str] =
        &["limit", "offset", "cursor", "search", "section", "keys", "ordering"];
    let account: &[&str] = &["user_id", "provider", "ext_id"];
    let (get, delete) = (Method::GET, Method::DELETE);
    let queries: [(&Method, &str, &[&str], &[u16]); 18] = [
        (&get, "/api/v2/user/provider/", &["user_id"], &[200, 404]),
        (&delete, "/api/v2/user/provider/", account, &[204, 404]),
        (&delete, "/api/v2/user/1/provider/", account, &[204, 404]),
        (&delete, "/api/v2/user/1/", &["hard"], &[204]),
        (
            &get,
            "/api/v2/account/search/",
            &["username", "email", "ext_id", "provider"],
            &[200, 404],
        ),
        (&Method::PATCH, "/api/v2/moderation/user/1/", &["days_blocked", "hard"], &[204]),
        (&get, "/api/v2/user/1/connections/", of_page, &[200]),
        (&get, "/api/v2/user/1/followers/", of_page, &[200]),
        (&get, "/api/v2/user/1/followings/", of_page, &[200]),
        (&get, "/api/v2/user/connection/requests/", of_page, &[200]),
        (&get, "/api/v2/user/connection/requests_sent/", of_page, &[200]),
        (&get, "/api/v2/user/", of_directory, &[200]),
        (&get, "/api/v2/user/search/", of_directory, &[200]),
        (&get, "/api/v2/user/autocomplete/", of_directory, &[200]),
        (&get, "/api/v2/user/hidden_users/", of_directory, &[200]),
        (&get, "/api/v2/dynamic_preference/", of_preferences, &[200]),
        (&get, "/api/v2/dynamic_preference/search/", of_preferences, &[200]),
        (&get, "/api/v2/feature/", of_page, &[200]),
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
        "0n.1",
        "1i-1.1",
        "0t00.1",
        "9i9223372036854775807.9223372036854775807",
        "-id",
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
                let mut ask = kith.ask(method.clone(), &uri).by(kith.ada);
                if method == Method::PATCH {
                    ask = ask.json(&json!({"status": "d"}));
                }
                let reply = ask.send().await;
                let what = format!("{method} {uri}");
                if check(&kith, &before, &reply, besides, &what) {
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

#[actix_web::test]
async fn every_id_in_a_path() {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let kith = Kith::start().await;
    let before = kith.store.dump();
    let mut sent = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        if !path.contains("{id}") {
            continue;
        }
        for method in item.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            for id in [
                "0",
                "-1",
                "+1",
                "1.0",
                "1e0",
                "x",
                "null",
                "%00",
                "%31x",
                "%ff",
                "1%2F2",
                "%D9%A7",
                "9223372036854775808",
                "99999999999999999999",
                "{id}",
                "..",
                "1;2",
                "1,2",
                "'",
            ] {
                let path = path.replace("{id}", id);
                let Ok(_) = path.parse::<actix_web::http::Uri>() else { continue };
                let reply = kith.ask(method.clone(), &path).bearer("bad").send().await;
                // Nobody is meant, so that not even the token is looked at; preferences come after it.
                let preference = path.contains("dynamic_preference");
                let expected = if preference { 401 } else { 404 };
                assert_eq!(reply.status, expected, "{method} {path}");
                sent += 1;
            }
        }
    }
    assert!(sent > 400, "{sent}");
    assert_eq!(kith.store.dump(), before);
}
