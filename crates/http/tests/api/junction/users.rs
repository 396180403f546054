//! The users of a team (contract, sections 5.1 to 5.6 and 5.8).

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::NOBODY;
use crate::support::Kith;
use crate::support::app::TEAM;

/// Makes the user whom the body describes, at 08:00:00.123456.
async fn made(kith: &Kith, body: &Value) -> Value {
    kith.clock.advance(TimeDelta::microseconds(123_456));
    kith.post("/v2/user").keyed().json(body).send().await.plain_json(200)
}

#[actix_web::test]
async fn every_field_is_always_there() {
    let kith = Kith::start().await;
    let user = made(&kith, &json!({"client_user_id": "crm 1/ü"})).await;
    let id = user["user_id"].as_str().unwrap();
    let expected = json!({
        "user_id": id,
        "team_id": TEAM.to_string(),
        "client_user_id": "crm 1/ü",
        "created_on": "2026-11-21T08:00:00.123456+00:00",
        "connected_sources": [],
        "fallback_time_zone": null,
        "fallback_birth_date": null,
        "ingestion_start": null,
        "ingestion_end": null,
    });
    assert_eq!(user, expected);
    // The same from everywhere.
    kith.clock.advance(TimeDelta::days(1));
    for path in [format!("/v2/user/{id}"), "/v2/user/resolve/crm%201%2F%C3%BC".to_owned()] {
        assert_eq!(kith.get(&path).keyed().send().await.plain_json(200), expected);
    }
    let list = kith.get("/v2/user?limit=1").keyed().send().await.plain_json(200);
    assert_eq!(list, json!({"users": [expected], "total": 5, "offset": 0, "limit": 1}));
}

#[actix_web::test]
async fn what_goes_in_as_text_comes_out_with_its_origin() {
    let kith = Kith::start().await;
    let body = json!({
        "client_user_id": "x", "fallback_time_zone": "Europe/London",
        "fallback_birth_date": "1980-03-13", "ingestion_start": "2024-01-01",
        "ingestion_end": "2024-12-15", "unknown": {"a": [1]},
    });
    let user = made(&kith, &body).await;
    let updated_at = "2026-11-21T08:00:00.123456+00:00";
    let time_zone =
        json!({"id": "Europe/London", "source_slug": "manual", "updated_at": updated_at});
    assert_eq!(user["fallback_time_zone"], time_zone);
    let birth_date =
        json!({"value": "1980-03-13", "source_slug": "manual", "updated_at": updated_at});
    assert_eq!(user["fallback_birth_date"], birth_date);
    assert_eq!(user["ingestion_start"], "2024-01-01");
    assert_eq!(user["ingestion_end"], "2024-12-15");
}

#[actix_web::test]
async fn null_means_absent_when_a_user_is_made() {
    let kith = Kith::start().await;
    let body = json!({
        "client_user_id": "x", "fallback_time_zone": null, "fallback_birth_date": null,
        "ingestion_start": null, "ingestion_end": null,
    });
    let user = made(&kith, &body).await;
    for name in ["fallback_time_zone", "fallback_birth_date", "ingestion_start", "ingestion_end"] {
        assert_eq!(user[name], Value::Null);
    }
}

#[actix_web::test]
async fn a_reference_has_one_owner_and_the_refusal_says_who() {
    let kith = Kith::start().await;
    let holder = made(&kith, &json!({"client_user_id": "x"})).await;
    kith.clock.advance(TimeDelta::hours(1));
    let before = kith.store.dump();
    for _ in 0..2 {
        let body = json!({"client_user_id": "x", "ingestion_end": "2024-01-01"});
        let detail = kith.post("/v2/user").keyed().json(&body).send().await.detail(400);
        let expected = json!({
            "error_type": "INVALID_REQUEST",
            "error_message": "Another user has this client_user_id.",
            "user_id": holder["user_id"], "created_on": holder["created_on"],
        });
        assert_eq!(detail, expected);
    }
    assert_eq!(kith.store.dump(), before);
    // Somebody of the other API has their UUID for a reference.
    let anna = kith.uuid(kith.anna).await.to_string();
    let body = json!({"client_user_id": anna});
    let detail = kith.post("/v2/user").keyed().json(&body).send().await.detail(400);
    assert_eq!(detail["user_id"], anna);
}

#[actix_web::test]
async fn a_body_that_is_wrong_is_told_all_at_once() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    for (body, items) in [
        (r"{}", &["missing body.client_user_id"][..]),
        (r#"{"client_user_id": null}"#, &["string_type body.client_user_id"]),
        (r#"{"client_user_id": 7}"#, &["string_type body.client_user_id"]),
        (r#"{"client_user_id": ""}"#, &["string_too_short body.client_user_id"]),
        (r#"{"client_user_id": "a\u0000"}"#, &["value_error body.client_user_id"]),
        (
            r#"{"client_user_id": [], "fallback_time_zone": "Europe/Nowhere",
                "fallback_birth_date": "1980-02-30", "ingestion_start": 7, "ingestion_end": ""}"#,
            &[
                "string_type body.client_user_id",
                "value_error body.fallback_time_zone",
                "date_from_datetime_parsing body.fallback_birth_date",
                "date_type body.ingestion_start",
                "date_from_datetime_parsing body.ingestion_end",
            ],
        ),
        (
            r#"{"client_user_id": "x", "ingestion_start": "2024-01-02", "ingestion_end": "2024-01-01"}"#,
            &["value_error body.ingestion_start"],
        ),
        ("", &["missing body"]),
        ("null", &["model_attributes_type body"]),
        ("[]", &["model_attributes_type body"]),
        ("7", &["model_attributes_type body"]),
        (r#""x""#, &["model_attributes_type body"]),
        (r#"{"client_user_id": "x""#, &["json_invalid body.21"]),
        (r#"{"client_user_id": "x"} {}"#, &["json_invalid body.24"]),
        (r#"{"client_user_id": "x", "client_user_id": "x"}"#, &["json_invalid body.45"]),
        (r#"{"client_user_id": "\ud800"}"#, &["json_invalid body.26"]),
        ("client_user_id=x", &["json_invalid body.0"]),
    ] {
        let reply = kith.post("/v2/user").keyed().bytes(body.as_bytes()).send().await;
        assert_eq!(reply.items(), items, "{body}");
    }
    let long = json!({"client_user_id": "é".repeat(256)});
    let reply = kith.post("/v2/user").keyed().json(&long).send().await;
    assert_eq!(reply.items(), ["string_too_long body.client_user_id"]);
    assert_eq!(reply.detail(422)[0]["ctx"], json!({"max_length": 255}));
    assert_eq!(kith.store.dump(), before);
    let longest = json!({"client_user_id": "é".repeat(255)});
    kith.post("/v2/user").keyed().json(&longest).send().await.plain_json(200);
}

#[actix_web::test]
async fn an_item_has_what_stands_there() {
    let kith = Kith::start().await;
    let missing = kith.post("/v2/user").keyed().json(&json!({"a": 1})).send().await.detail(422);
    let expected = json!([{
        "type": "missing", "loc": ["body", "client_user_id"], "msg": "Field required",
        "input": {"a": 1},
    }]);
    assert_eq!(missing, expected);
    let wrong = kith.get("/v2/user/x?").keyed().send().await.detail(422);
    assert_eq!(wrong[0]["loc"], json!(["path", "user_id"]));
    assert_eq!(wrong[0]["input"], "x");
}

#[actix_web::test]
async fn whatever_the_label_says_a_body_is_json() {
    let kith = Kith::start().await;
    for (number, label) in
        ["application/json", "text/plain", "application/x-www-form-urlencoded", "x"]
            .into_iter()
            .enumerate()
    {
        let body = json!({"client_user_id": number.to_string()}).to_string();
        let ask = kith.post("/v2/user").keyed().body(label, &body);
        ask.send().await.plain_json(200);
    }
    let ask = kith.post("/v2/user").keyed().bytes(br#"{"client_user_id": "bare"}"#);
    ask.send().await.plain_json(200);
}

#[actix_web::test]
async fn users_are_listed_newest_first_in_pages() {
    let kith = Kith::start().await;
    let mut expected = Vec::new();
    for name in ["a", "b", "c"] {
        expected.insert(0, kith.client(name).await);
    }
    for user in [kith.mo, kith.ada, kith.bruno, kith.anna] {
        expected.push(kith.uuid(user).await.to_string());
    }
    let ids = |page: &Value| {
        let users = page["users"].as_array().unwrap().iter();
        users.map(|user| user["user_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = kith.get("/v2/user").keyed().send().await.plain_json(200);
    assert_eq!(ids(&all), expected);
    assert_eq!(json!([all["total"], all["offset"], all["limit"]]), json!([7, 0, 100]));
    let mut walked = Vec::new();
    for offset in (0..8).step_by(2) {
        let path = format!("/v2/user?offset={offset}&limit=2");
        let page = kith.get(&path).keyed().send().await.plain_json(200);
        assert_eq!(json!([page["total"], page["offset"], page["limit"]]), json!([7, offset, 2]));
        walked.extend(ids(&page));
    }
    assert_eq!(walked, expected);
    let behind = format!("/v2/user?offset={}&limit=500", i64::MAX);
    let empty = kith.get(&behind).keyed().send().await.plain_json(200);
    assert_eq!((empty["users"].clone(), empty["total"].clone()), (json!([]), json!(7)));
}

#[actix_web::test]
async fn a_page_out_of_range_is_refused() {
    let kith = Kith::start().await;
    for (query, items) in [
        ("limit=501", &["less_than_equal query.limit"][..]),
        ("limit=0", &["greater_than_equal query.limit"]),
        (
            "limit=-1&offset=-1",
            &["greater_than_equal query.offset", "greater_than_equal query.limit"],
        ),
        ("limit=ten", &["int_parsing query.limit"]),
        ("limit=", &["int_parsing query.limit"]),
        ("limit=1.0", &["int_parsing query.limit"]),
        ("offset=9223372036854775808", &["less_than_equal query.offset"]),
        ("offset=%ff", &["string_unicode query.offset"]),
        ("limit=1&limit=501", &["less_than_equal query.limit"]),
    ] {
        let reply = kith.get(&format!("/v2/user?{query}")).keyed().send().await;
        assert_eq!(reply.items(), items, "{query}");
    }
    // Of several, the last counts; what nobody asks for is ignored.
    let path = "/v2/user?limit=501&limit=%2B1&cursor=%ff";
    kith.get(path).keyed().send().await.plain_json(200);
}

#[actix_web::test]
async fn absent_and_null_differ_in_a_change() {
    let kith = Kith::start().await;
    let body = json!({
        "client_user_id": "x", "fallback_time_zone": "Europe/London",
        "fallback_birth_date": "1980-03-13", "ingestion_start": "2024-01-01",
        "ingestion_end": "2024-12-15",
    });
    let user = made(&kith, &body).await;
    let path = format!("/v2/user/{}", user["user_id"].as_str().unwrap());
    kith.clock.advance(TimeDelta::hours(1));
    let mut expected = user.clone();
    for (edit, changes) in [
        (json!({"client_user_id": "x"}), json!({})),
        (json!({"client_user_id": "y"}), json!({"client_user_id": "y"})),
        (json!({"ingestion_end": null}), json!({"ingestion_end": null})),
        (
            json!({"ingestion_start": "2025-01-01", "unknown": 1}),
            json!({"ingestion_start": "2025-01-01"}),
        ),
        (
            json!({"fallback_time_zone": "UTC", "fallback_birth_date": null}),
            json!({
                "fallback_time_zone": {
                    "id": "UTC", "source_slug": "manual",
                    "updated_at": "2026-11-21T09:00:00.123456+00:00",
                },
                "fallback_birth_date": null,
            }),
        ),
        (
            json!({"fallback_time_zone": null, "ingestion_start": null}),
            json!({"fallback_time_zone": null, "ingestion_start": null}),
        ),
    ] {
        kith.patch(&path).keyed().json(&edit).send().await.empty(204);
        for (name, value) in changes.as_object().unwrap() {
            expected[name] = value.clone();
        }
        let seen = kith.get(&path).keyed().send().await.plain_json(200);
        assert_eq!(seen, expected, "{edit}");
    }
}

#[actix_web::test]
async fn changes_are_refused_as_a_whole() {
    let kith = Kith::start().await;
    kith.client("taken").await;
    let user = made(&kith, &json!({"client_user_id": "x", "ingestion_end": "2024-06-01"})).await;
    let path = format!("/v2/user/{}", user["user_id"].as_str().unwrap());
    let before = kith.store.dump();
    let send = |body: Value| kith.patch(&path).keyed().json(&body).send();

    assert_eq!(send(json!({})).await.detail(400), "Nothing is to change");
    assert_eq!(send(json!({"unknown": 1})).await.detail(400), "Nothing is to change");
    let taken = send(json!({"client_user_id": "taken", "ingestion_end": null})).await.detail(409);
    assert_eq!(taken["error_type"], "INVALID_REQUEST");
    assert!(taken["error_message"].is_string() && taken.as_object().unwrap().len() == 2);
    for (body, items) in [
        (json!({"client_user_id": null}), &["string_type body.client_user_id"][..]),
        (json!({"client_user_id": ""}), &["string_too_short body.client_user_id"]),
        (json!({"fallback_time_zone": ""}), &["value_error body.fallback_time_zone"]),
        // Together with the end that there is.
        (json!({"ingestion_start": "2024-06-02"}), &["value_error body.ingestion_start"]),
        (
            json!({"ingestion_start": "2024-06-02", "ingestion_end": "2024-06-01"}),
            &["value_error body.ingestion_start"],
        ),
        (json!([]), &["model_attributes_type body"]),
    ] {
        assert_eq!(send(body.clone()).await.items(), items, "{body}");
    }
    let empty = kith.patch(&path).keyed().send().await;
    assert_eq!(empty.items(), ["missing body"]);
    assert_eq!(kith.store.dump(), before);
    // Nobody comes before nothing, and after what is wrong.
    let nobody = format!("/v2/user/{NOBODY}");
    let ask = kith.patch(&nobody).keyed().json(&json!({}));
    assert_eq!(ask.send().await.detail(404), "User not found");
    let ask = kith.patch(&nobody).keyed().json(&json!({"ingestion_end": 1}));
    assert_eq!(ask.send().await.items(), ["date_type body.ingestion_end"]);
    let ask = kith.patch("/v2/user/x").keyed().json(&json!({"ingestion_end": 1}));
    assert_eq!(
        ask.send().await.items(),
        ["uuid_parsing path.user_id", "date_type body.ingestion_end"]
    );
}

#[actix_web::test]
async fn who_is_deleted_is_gone_from_everything_at_once() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    kith.joined(&user, "fitbit", &json!("f"), &json!([])).await;
    let path = format!("/v2/user/{user}");
    assert_eq!(kith.delete(&path).keyed().send().await.plain_json(200), json!({"success": true}));
    for ask in [
        kith.get(&path),
        kith.get("/v2/user/resolve/x"),
        kith.patch(&path).json(&json!({"client_user_id": "y"})),
        kith.delete(&path),
        kith.get(&format!("/v2/user/providers/{user}")),
        kith.delete(&format!("/v2/user/{user}/fitbit")),
    ] {
        assert_eq!(ask.keyed().send().await.detail(404), "User not found");
    }
    let list = kith.get("/v2/user").keyed().send().await.plain_json(200);
    assert_eq!(list["total"], 4);
    assert!(!list.to_string().contains(&user));
    // The reference is free.
    assert_ne!(kith.client("x").await, user);
}

#[actix_web::test]
async fn a_user_is_the_same_in_both_apis() {
    let kith = Kith::start().await;
    // From the other API to this one.
    let anna = kith.uuid(kith.anna).await.to_string();
    let path = format!("/v2/user/{anna}");
    let user = kith.get(&path).keyed().send().await.plain_json(200);
    assert_eq!(user["client_user_id"], anna);
    kith.patch(&path).keyed().json(&json!({"client_user_id": "crm"})).send().await.empty(204);
    let resolved = kith.get("/v2/user/resolve/crm").keyed().send().await.plain_json(200);
    assert_eq!(resolved["user_id"], anna);
    // Gone there, gone here.
    kith.delete("/api/v2/user/1/").by(kith.ada).send().await.empty(204);
    assert_eq!(kith.get(&path).keyed().send().await.detail(404), "User not found");

    // From this API to the other one.
    let made = kith.client("new").await;
    let names = kith.get(&format!("/kith/v1/users/{made}")).keyed().send().await.plain_json(200);
    let (id, username) = (names["id"].as_i64().unwrap(), made.as_str());
    let there = kith.get(&format!("/api/v2/user/{id}/")).send().await.json(200);
    assert_eq!((there["id"].as_i64(), there["username"].as_str()), (Some(id), Some(username)));
    kith.delete(&format!("/v2/user/{made}")).keyed().send().await.plain_json(200);
    let there = kith.get(&format!("/api/v2/user/{id}/")).send().await;
    assert_eq!(there.json(200)["deleted"], true);
}

#[actix_web::test]
async fn metrics_count_live_users_and_their_connections() {
    let kith = Kith::start().await;
    let (one, other) = (kith.client("one").await, kith.client("other").await);
    for (user, provider) in [(&one, "fitbit"), (&one, "oura"), (&other, "fitbit")] {
        kith.joined(user, provider, &json!(null), &json!(null)).await;
    }
    let path = format!("/kith/v1/users/{one}/providers/oura/error");
    let failed = json!({"error_type": "unknown", "error_message": ""});
    kith.post(&path).keyed().json(&failed).send().await.plain_json(200);
    let metrics = |users: u64, connected: u64, errored: u64| {
        json!({
            "team_id": TEAM.to_string(),
            "number_of_connected_sources": connected,
            "number_of_users": users,
            "number_of_errored_connected_sources": errored,
            "number_of_connected_sources_by_week": [],
            "number_of_ordered_tests": 0,
        })
    };
    let seen = kith.get("/v2/user/metrics").keyed().send().await.plain_json(200);
    assert_eq!(seen, metrics(6, 3, 1));
    kith.delete(&format!("/v2/user/{one}")).keyed().send().await.plain_json(200);
    let seen = kith.get("/v2/user/metrics").keyed().send().await.plain_json(200);
    assert_eq!(seen, metrics(5, 1, 0));
}
