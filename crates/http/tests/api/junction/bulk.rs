//! Importing, pausing and exporting many connections at once (contract, section 8.5).

use std::sync::Arc;

use chrono::TimeDelta;
use kith_testkit::TestSealer;
use kith_testkit::memory::MemoryStore;
use serde_json::{Value, json};

use super::NOBODY;
use crate::support::Kith;

fn recipe(user: &str) -> Value {
    json!({
        "user_id": user, "access_token": "a", "refresh_token": "r", "provider_id": "p",
        "expires_at": 1_900_000_000, "oauth_scopes": ["daily"],
    })
}

/// The recipe with other members; null is written, nothing is left out.
fn with(mut recipe: Value, changes: &Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        recipe[name] = value.clone();
    }
    recipe
}

fn without(mut recipe: Value, names: &[&str]) -> Value {
    recipe.as_object_mut().unwrap().retain(|name, _| !names.contains(&name.as_str()));
    recipe
}

async fn import(kith: &Kith, connections: Value) -> Value {
    let body = json!({"provider": "garmin", "connections": connections});
    kith.post("/v2/link/bulk_import").keyed().json(&body).send().await.plain_json(200)
}

async fn export(kith: &Kith, body: Value) -> Value {
    kith.post("/v2/link/bulk_export").keyed().json(&body).send().await.plain_json(200)
}

#[actix_web::test]
async fn what_is_imported_is_shown_and_comes_out_again() {
    let kith = Kith::start().await;
    let (one, other) = (kith.client("one").await, kith.client("other").await);
    let outcome = import(
        &kith,
        json!([
            recipe(&one),
            recipe(NOBODY),
            with(
                recipe(&other),
                &json!({
                    "provider_id": "q", "oauth_scopes": null,
                })
            )
        ]),
    )
    .await;
    let expected = json!({"user_ids_imported": [one, other], "user_ids_failed": [NOBODY]});
    assert_eq!(outcome, expected);
    let seen = kith.providers_of(&one).await;
    assert_eq!(
        (&seen[0]["status"], &seen[0]["external_user_id"]),
        (&json!("connected"), &json!("p"))
    );
    let scopes = &seen[0]["resource_availability"]["sleep"]["scope_requirements"];
    assert_eq!(scopes["user_denied"]["optional"], json!(["spo2Daily"]));
    let seen = kith.providers_of(&other).await;
    assert_eq!(seen[0]["resource_availability"]["sleep"]["scope_requirements"], Value::Null);

    let second = with(recipe(&other), &json!({"provider_id": "q", "oauth_scopes": null}));
    let all = json!({"data": [recipe(&one), second], "next_token": null});
    for body in [
        json!({"provider": "garmin"}),
        json!({"provider": "garmin", "user_ids": null, "next_token": null}),
        json!({"provider": "garmin", "user_ids": [other, one, one, NOBODY]}),
    ] {
        assert_eq!(export(&kith, body.clone()).await, all, "{body}");
    }
    let none = json!({"data": [], "next_token": null});
    for body in [
        json!({"provider": "oura"}),
        json!({"provider": "garmin", "user_ids": []}),
        json!({"provider": "garmin", "user_ids": [NOBODY]}),
    ] {
        assert_eq!(export(&kith, body.clone()).await, none, "{body}");
    }
}

#[actix_web::test]
async fn tokens_may_be_missing() {
    let kith = Kith::start().await;
    for (number, (sent, kept)) in [
        // Neither token: nothing is kept, and nothing is exported.
        (json!({"access_token": null, "refresh_token": null}), None),
        (json!({"access_token": "", "refresh_token": "", "expires_at": null}), None),
        (json!({"access_token": "", "provider_id": null, "refresh_token": null}), None),
        // One of two.
        (json!({"refresh_token": null}), Some(("a", "", "p"))),
        (json!({"access_token": ""}), Some(("", "r", "p"))),
        (json!({"provider_id": ""}), Some(("a", "r", ""))),
        (json!({"provider_id": null, "access_token": "é\u{0}"}), Some(("é\u{0}", "r", ""))),
    ]
    .into_iter()
    .enumerate()
    {
        let user = kith.client(&number.to_string()).await;
        let outcome = import(&kith, json!([with(recipe(&user), &sent)])).await;
        assert_eq!(outcome["user_ids_imported"], json!([user]));
        let answer = export(&kith, json!({"provider": "garmin", "user_ids": [user]})).await;
        let found = &answer["data"][0];
        match kept {
            None => assert_eq!(answer["data"], json!([]), "{sent}"),
            Some((access, refresh, account)) => {
                let changes = json!({
                    "access_token": access, "refresh_token": refresh, "provider_id": account,
                });
                assert_eq!(*found, with(recipe(&user), &changes), "{sent}");
            }
        }
        let shown = &kith.providers_of(&user).await[0]["external_user_id"];
        let expected = sent.get("provider_id").map_or(json!("p"), |_| Value::Null);
        assert_eq!(*shown, expected, "{sent}");
    }
    let user = kith.client("absent").await;
    let names = ["access_token", "refresh_token", "provider_id", "expires_at", "oauth_scopes"];
    let outcome = import(&kith, json!([without(recipe(&user), &names)])).await;
    assert_eq!(outcome["user_ids_imported"], json!([user]));
}

#[actix_web::test]
async fn an_import_renews_whatever_there_is() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    import(&kith, json!([recipe(&user)])).await;
    let path = format!("/kith/v1/users/{user}/providers/garmin/error");
    let failed = json!({"error_type": "unknown", "error_message": "m"});
    kith.post(&path).keyed().json(&failed).send().await.plain_json(200);
    kith.clock.advance(TimeDelta::hours(1));
    // Of two connections of one user, the later one counts.
    let twice = json!([
        with(recipe(&user), &json!({"provider_id": "first"})),
        with(
            recipe(&user),
            &json!({"provider_id": "second", "oauth_scopes": [], "access_token": "b"})
        ),
    ]);
    let outcome = import(&kith, twice).await;
    assert_eq!(outcome, json!({"user_ids_imported": [user], "user_ids_failed": []}));
    let seen = &kith.providers_of(&user).await[0];
    assert_eq!(seen["created_on"], "2026-11-21T08:00:00.000000+00:00");
    assert_eq!(json!([seen["status"], seen["error_details"]]), json!(["connected", null]));
    assert_eq!(seen["external_user_id"], "second");
    assert_eq!(seen["resource_availability"]["sleep"]["status"], "unavailable");
    let answer = export(&kith, json!({"provider": "garmin"})).await;
    assert_eq!(answer["data"][0]["access_token"], "b");
}

#[actix_web::test]
async fn credentials_go_with_the_consent_that_they_belong_to() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    let held = |answer: Value| answer["data"].as_array().unwrap().len();
    for (step, kept) in [("pause", 1), ("recover", 1), ("connect", 0), ("deregister", 0)] {
        import(&kith, json!([recipe(&user)])).await;
        let path = format!("/kith/v1/users/{user}/providers/garmin");
        match step {
            "connect" => drop(kith.put(&path).keyed().send().await.plain_json(200)),
            "deregister" => kith.delete(&path).keyed().send().await.empty(204),
            "recover" => {
                kith.post(&format!("{path}/pause")).keyed().send().await.plain_json(200);
                kith.post(&format!("{path}/recover")).keyed().send().await.plain_json(200);
            }
            _ => drop(kith.post(&format!("{path}/{step}")).keyed().send().await.plain_json(200)),
        }
        assert_eq!(held(export(&kith, json!({"provider": "garmin"})).await), kept, "{step}");
    }
}

#[actix_web::test]
async fn an_export_goes_on_where_it_ended() {
    let kith = Kith::start().await;
    let mut users = Vec::new();
    for number in 0..205 {
        users.push(kith.client(&number.to_string()).await);
    }
    let recipes: Vec<_> = users.iter().map(|user| recipe(user)).collect();
    import(&kith, Value::from(recipes)).await;
    let (mut walked, mut pages, mut next) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let page = export(&kith, json!({"provider": "garmin", "next_token": next})).await;
        let data = page["data"].as_array().unwrap();
        pages.push(data.len());
        walked.extend(data.iter().map(|one| one["user_id"].as_str().unwrap().to_owned()));
        next = page["next_token"].clone();
        if next.is_null() {
            break;
        }
        assert!(next.is_string());
    }
    assert_eq!(pages, [100, 100, 5]);
    assert_eq!(walked, users);
}

#[actix_web::test]
async fn imports_can_be_looked_up_latest_first() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    let mut expected = Vec::new();
    for processed in 0..12 {
        let mut connections = vec![recipe(&user)];
        connections.resize(processed, recipe(NOBODY));
        connections.truncate(processed);
        import(&kith, Value::from(connections)).await;
        let at = kith_domain::Clock::now(&kith.clock);
        let at = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, false);
        let processed = processed.min(2);
        expected.insert(
            0,
            json!({
                "type": "link_bulk_import", "status": "success", "provider": "garmin", "pending": 0,
                "processed": processed, "started_at": at, "ended_at": at,
            }),
        );
        kith.clock.advance(TimeDelta::seconds(1));
    }
    // Neither of these has a name in the SDKs.
    export(&kith, json!({"provider": "garmin"})).await;
    let pause = json!({"provider": "garmin", "user_ids": []});
    kith.post("/v2/link/bulk_pause").keyed().json(&pause).send().await.plain_json(200);

    let get = async |query: &str| {
        kith.get(&format!("/v2/link/bulk_op{query}")).keyed().send().await.plain_json(200)
    };
    let first = get("").await;
    assert_eq!(first["data"], Value::from(&expected[..10]));
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = get(&format!("?next_cursor={cursor}")).await;
    assert_eq!(rest, json!({"data": expected[10..], "next_cursor": null}));
    assert_eq!(get("?page_size=50").await, json!({"data": expected, "next_cursor": null}));
    assert_eq!(get("?page_size=12").await["next_cursor"], Value::Null);
    for (query, items) in [
        ("page_size=51", &["less_than_equal query.page_size"][..]),
        (
            "page_size=0&next_cursor=x",
            &["value_error query.next_cursor", "greater_than_equal query.page_size"],
        ),
        ("next_cursor=", &["value_error query.next_cursor"]),
        ("next_cursor=-1", &["value_error query.next_cursor"]),
        ("next_cursor=99999999999999999999", &["value_error query.next_cursor"]),
    ] {
        let reply = kith.get(&format!("/v2/link/bulk_op?{query}")).keyed().send().await;
        assert_eq!(reply.items(), items, "{query}");
    }
}

#[actix_web::test]
async fn many_are_paused_and_whoever_has_nothing_to_pause_is_passed_over() {
    let kith = Kith::start().await;
    let (one, other) = (kith.client("one").await, kith.client("other").await);
    import(&kith, json!([recipe(&one)])).await;
    kith.joined(&one, "oura", &Value::Null, &Value::Null).await;
    for _ in 0..2 {
        let body = json!({"provider": "garmin", "user_ids": [one, other, NOBODY, one]});
        let reply = kith.post("/v2/link/bulk_pause").keyed().json(&body).send().await;
        assert_eq!(reply.plain_json(200), json!({"success": true}));
        let seen = kith.providers_of(&one).await;
        assert_eq!(json!([seen[0]["status"], seen[1]["status"]]), json!(["paused", "connected"]));
        assert!(kith.providers_of(&other).await.is_empty());
    }
}

#[actix_web::test]
async fn bodies_that_are_wrong_change_nothing_at_all() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    let before = kith.store.dump();
    let good = || recipe(&user);
    let many =
        |count: usize| Value::from(vec![without(good(), &["access_token", "oauth_scopes"]); count]);
    let body = |connections: Value| json!({"provider": "garmin", "connections": connections});
    for (body, items) in [
        (json!({}), vec!["missing body.provider", "missing body.connections"]),
        (json!([]), vec!["model_attributes_type body"]),
        (with(body(json!([good()])), &json!({"provider": "peloton"})), vec!["enum body.provider"]),
        (with(body(json!([good()])), &json!({"provider": null})), vec!["enum body.provider"]),
        (
            with(body(json!([good()])), &json!({"wait_for_completion": 1})),
            vec!["bool_type body.wait_for_completion"],
        ),
        (body(json!(null)), vec!["list_type body.connections"]),
        (body(json!({})), vec!["list_type body.connections"]),
        (
            body(json!([good(), null, [], {}])),
            vec![
                "model_attributes_type body.connections.1",
                "model_attributes_type body.connections.2",
                "missing body.connections.3.user_id",
            ],
        ),
        (
            body(json!([{
                "user_id": "x", "access_token": 1, "refresh_token": [], "provider_id": "a\n",
                "expires_at": "1", "oauth_scopes": ["a b", 7],
            }])),
            vec![
                "uuid_parsing body.connections.0.user_id",
                "string_type body.connections.0.access_token",
                "string_type body.connections.0.refresh_token",
                "value_error body.connections.0.provider_id",
                "value_error body.connections.0.oauth_scopes.0",
                "string_type body.connections.0.oauth_scopes.1",
                "int_type body.connections.0.expires_at",
            ],
        ),
        (
            body(json!([
                without(good(), &["expires_at"]),
                with(good(), &json!({"expires_at": 1.5}))
            ])),
            vec![
                "missing body.connections.0.expires_at",
                "int_from_float body.connections.1.expires_at",
            ],
        ),
        (
            body(json!([with(good(), &json!({"expires_at": null}))])),
            vec!["int_type body.connections.0.expires_at"],
        ),
        (
            body(json!([with(good(), &json!({"expires_at": u64::MAX}))])),
            vec!["int_from_float body.connections.0.expires_at"],
        ),
        (
            body(json!([with(good(), &json!({"access_token": "a".repeat(16 * 1024 + 1)}))])),
            vec!["string_too_long body.connections.0.access_token"],
        ),
        (
            body(json!([with(good(), &json!({"oauth_scopes": vec!["a"; 101]}))])),
            vec!["too_long body.connections.0.oauth_scopes"],
        ),
        (body(Value::from(vec![Value::Null; 1001])), vec!["too_long body.connections"]),
    ] {
        let reply = kith.post("/v2/link/bulk_import").keyed().json(&body).send().await;
        assert_eq!(reply.items(), items, "{body:.200}");
    }
    for (path, body, items) in [
        ("bulk_pause", json!({}), vec!["missing body.user_ids", "missing body.provider"]),
        (
            "bulk_pause",
            json!({"user_ids": [user, "x", null], "provider": "manual"}),
            vec!["uuid_parsing body.user_ids.1", "uuid_type body.user_ids.2", "enum body.provider"],
        ),
        (
            "bulk_pause",
            json!({"user_ids": vec![user.as_str(); 1001], "provider": "garmin"}),
            vec!["too_long body.user_ids"],
        ),
        ("bulk_export", json!({"provider": "x"}), vec!["enum body.provider"]),
        (
            "bulk_export",
            json!({"provider": "garmin", "user_ids": "x", "next_token": 1}),
            vec!["list_type body.user_ids", "string_type body.next_token"],
        ),
        (
            "bulk_export",
            json!({"provider": "garmin", "next_token": "x"}),
            vec!["value_error body.next_token"],
        ),
        (
            "bulk_export",
            json!({"provider": "garmin", "next_token": "", "user_ids": vec![user.as_str(); 1001]}),
            vec!["too_long body.user_ids", "value_error body.next_token"],
        ),
    ] {
        let reply = kith.post(&format!("/v2/link/{path}")).keyed().json(&body).send().await;
        assert_eq!(reply.items(), items, "{path} {body:.200}");
    }
    assert_eq!(kith.store.dump(), before);
    // As many as are allowed are read.
    let fits = Kith::start_with(|services| services.options.body_limit = 1024 * 1024).await;
    let body = body(many(1000));
    let reply = fits.post("/v2/link/bulk_import").keyed().json(&body).send().await.plain_json(200);
    assert_eq!(reply["user_ids_failed"], json!([user]));
}

#[actix_web::test]
async fn without_a_sealing_key_no_tokens_are_taken() {
    let kith = Kith::start_with(|services| services.sealer = Arc::new(TestSealer::new([]))).await;
    let user = kith.client("x").await;
    let before = kith.store.dump();
    let body = json!({"provider": "garmin", "connections": [
        without(recipe(&user), &["access_token", "refresh_token"]), recipe(&user),
    ]});
    let reply = kith.post("/v2/link/bulk_import").keyed().json(&body).send().await;
    assert!(reply.detail(400).as_str().unwrap().contains("no key to seal"));
    assert_eq!(kith.store.dump(), before);
    let bare = json!([without(recipe(&user), &["access_token", "refresh_token"])]);
    assert_eq!(import(&kith, bare).await["user_ids_imported"], json!([user]));
}

#[actix_web::test]
async fn an_account_that_somebody_else_has_fails_where_that_is_refused() {
    let store = MemoryStore::rejecting_duplicates();
    let shared = store.clone();
    let kith = Kith::start_with(move |services| {
        services.provider_connections = Arc::new(shared.clone());
        services.client_users = Arc::new(shared);
    });
    let kith = kith.await;
    let (one, other) = (kith.client("one").await, kith.client("other").await);
    import(&kith, json!([recipe(&one)])).await;
    let outcome = import(&kith, json!([recipe(&other), recipe(&one)])).await;
    assert_eq!(outcome, json!({"user_ids_imported": [one], "user_ids_failed": [other]}));
    // By hand, the refusal says why.
    let body = |user: &str| json!({"user_id": user, "provider_id": "device 1"});
    let path = "/v2/link/provider/manual/omron_ble";
    kith.post(path).keyed().json(&body(&one)).send().await.plain_json(200);
    let detail = kith.post(path).keyed().json(&body(&other)).send().await.detail(400);
    assert_eq!(detail["error_type"], "duplicate_connection");
    let path = format!("/kith/v1/users/{other}/providers/garmin");
    let reply = kith.put(&path).keyed().json(&json!({"external_user_id": "p"})).send().await;
    assert_eq!(reply.problem(409), "duplicate_connection");
    assert!(kith.providers_of(&other).await.is_empty());
}
