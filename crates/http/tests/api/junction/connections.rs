//! The providers a user is connected with, and the end of a connection (contract, sections 4 and 6).

use std::sync::Arc;

use chrono::TimeDelta;
use kith_domain::provider_connection::{Catalog, ErrorDetails};
use kith_testkit::providers;
use serde_json::{Value, json};

use super::NOBODY;
use crate::support::Kith;

const ASSETS: &str = "http://kith.example/assets/providers";

#[actix_web::test]
async fn all_eight_fields_are_always_there() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    assert_eq!(kith.providers_of(&user).await, [] as [Value; 0]);
    kith.clock.advance(TimeDelta::microseconds(123_456));
    kith.joined(&user, "garmin", &json!("4e2c"), &json!(["daily"])).await;
    kith.clock.advance(TimeDelta::seconds(1));
    kith.joined(&user, "apple_health_kit", &json!(null), &json!(null)).await;
    let path = format!("/kith/v1/users/{user}/providers/garmin/error");
    let failed = json!({
        "error_type": "deregistered_per_provider", "error_message": "access revoked at Garmin",
        "errored_at": "2026-01-24T23:45:32.5+01:00",
    });
    kith.post(&path).keyed().json(&failed).send().await.plain_json(200);

    let available = json!({"status": "available", "scope_requirements": null});
    let expected = json!([
        {
            "name": "Garmin", "slug": "garmin", "logo": format!("{ASSETS}/garmin.svg"),
            "created_on": "2026-11-21T08:00:00.123456+00:00", "status": "error",
            "external_user_id": "4e2c",
            "error_details": {
                "error_type": "deregistered_per_provider",
                "error_message": "access revoked at Garmin",
                "errored_at": "2026-01-24T22:45:32.500000+00:00",
            },
            "resource_availability": {"sleep": {"status": "available", "scope_requirements": {
                "user_granted": {"required": ["daily"], "optional": []},
                "user_denied": {"required": [], "optional": ["spo2Daily"]},
            }}},
        },
        {
            "name": "Apple HealthKit", "slug": "apple_health_kit",
            "logo": format!("{ASSETS}/apple_health_kit.svg"),
            "created_on": "2026-11-21T08:00:01.123456+00:00", "status": "connected",
            "external_user_id": null, "error_details": null,
            "resource_availability": {"steps": available, "sleep": available},
        },
    ]);
    assert_eq!(Value::from(kith.providers_of(&user).await), expected);
    // The same user, in the list of connected sources.
    let seen = kith.get(&format!("/v2/user/{user}")).keyed().send().await.plain_json(200);
    let garmin =
        json!({"name": "Garmin", "slug": "garmin", "logo": format!("{ASSETS}/garmin.svg")});
    assert_eq!(seen["connected_sources"].as_array().unwrap().len(), 2);
    let source = json!({
        "provider": garmin, "source": garmin, "created_on": "2026-11-21T08:00:00.123456+00:00",
    });
    assert_eq!(seen["connected_sources"][0], source);
}

#[actix_web::test]
async fn what_scopes_make_available() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    let lists =
        |required: &[&str], optional: &[&str]| json!({"required": required, "optional": optional});
    let resource = |status: &str, granted: Value, denied: Value| {
        let scopes = json!({"user_granted": granted, "user_denied": denied});
        json!({"status": status, "scope_requirements": scopes})
    };
    let unknown = json!({"status": "available", "scope_requirements": null});
    let none = lists(&[], &[]);
    for (granted, expected) in [
        (json!(null), json!({"body": unknown, "sleep": unknown, "steps": unknown})),
        (
            json!([]),
            json!({
                "body": resource("unavailable", none.clone(), lists(&["weight"], &[])),
                "sleep": resource("unavailable", none.clone(), lists(&["sleep"], &["heartrate", "oxygen_saturation"])),
                "steps": resource("available", none.clone(), lists(&[], &["activity"])),
            }),
        ),
        (
            json!(["oxygen_saturation", "sleep", "profile", "sleep"]),
            json!({
                "body": resource("unavailable", none.clone(), lists(&["weight"], &[])),
                "sleep": resource("available", lists(&["sleep"], &["oxygen_saturation"]), lists(&[], &["heartrate"])),
                "steps": resource("available", none.clone(), lists(&[], &["activity"])),
            }),
        ),
    ] {
        kith.joined(&user, "fitbit", &json!(null), &granted).await;
        let seen = kith.providers_of(&user).await;
        assert_eq!(seen[0]["resource_availability"], expected, "{granted}");
    }
    // In the catalog's order, which a parsed object does not keep.
    let reply = kith.get(&format!("/v2/user/providers/{user}")).keyed().send().await;
    let text = String::from_utf8_lossy(&reply.body);
    let places = ["\"body\"", "\"sleep\":", "\"steps\""].map(|name| text.find(name).unwrap());
    assert!(places.is_sorted(), "{text}");
}

#[actix_web::test]
async fn connections_are_listed_by_time_then_slug_whatever_their_health() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for provider in ["strava", "oura", "polar"] {
        kith.joined(&user, provider, &json!(null), &json!(null)).await;
    }
    kith.clock.advance(TimeDelta::seconds(-1));
    kith.joined(&user, "peloton", &json!(null), &json!(null)).await;
    let pause = json!({"user_ids": [user], "provider": "strava"});
    kith.post("/v2/link/bulk_pause").keyed().json(&pause).send().await.plain_json(200);
    let seen = kith.providers_of(&user).await;
    let slugs: Vec<_> = seen.iter().map(|one| one["slug"].as_str().unwrap()).collect();
    assert_eq!(slugs, ["peloton", "oura", "polar", "strava"]);
    let states: Vec<_> = seen.iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(states, ["connected", "connected", "connected", "paused"]);
    assert!(seen.iter().all(|one| one["error_details"].is_null()));
    let user = kith.get(&format!("/v2/user/{user}")).keyed().send().await.plain_json(200);
    let sources = user["connected_sources"].as_array().unwrap().iter();
    let sources: Vec<_> = sources.map(|one| one["source"]["slug"].as_str().unwrap()).collect();
    assert_eq!(sources, slugs);
}

#[actix_web::test]
async fn a_provider_that_the_catalog_no_longer_has_is_listed_still() {
    let kith = Kith::start_with(|services| {
        services.catalog = Arc::new(Catalog::new([]).unwrap());
    });
    let kith = kith.await;
    let user = kith.client("x").await;
    let uuid: uuid::Uuid = user.parse().unwrap();
    providers::connect(&kith.store, uuid, "gone_2", providers::grant("7", &["a"]), None).await;
    let details: ErrorDetails = providers::failure("unknown".parse().unwrap(), "m");
    let failed = kith_domain::provider_connection::Action::ReportError(details);
    providers::perform(&kith.store, uuid, "gone_2", &failed).await;
    let seen = kith.providers_of(&user).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0]["name"], "gone_2");
    assert_eq!(seen[0]["logo"], format!("{ASSETS}/gone_2.svg"));
    assert_eq!(seen[0]["external_user_id"], "7");
    assert_eq!(seen[0]["status"], "error");
    assert_eq!(seen[0]["resource_availability"], json!({}));
    // Its end is for the operator to tell; here there are only the catalog's slugs.
    let reply = kith.delete(&format!("/v2/user/{user}/gone_2")).keyed().send().await;
    assert_eq!(reply.items(), ["enum path.provider"]);
    let path = format!("/kith/v1/users/{user}/providers/gone_2");
    kith.delete(&path).keyed().send().await.empty(204);
    assert!(kith.providers_of(&user).await.is_empty());
    assert_eq!(kith.delete(&path).keyed().send().await.problem(404), "no_such_provider");
}

#[actix_web::test]
async fn a_connection_ends_however_it_stands() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    let path = format!("/v2/user/{user}/fitbit");
    for step in ["", "error", "pause"] {
        kith.joined(&user, "fitbit", &json!(null), &json!(null)).await;
        kith.joined(&user, "oura", &json!(null), &json!(null)).await;
        if !step.is_empty() {
            let act = format!("/kith/v1/users/{user}/providers/fitbit/{step}");
            let failed = json!({"error_type": "unknown", "error_message": "m"});
            kith.post(&act).keyed().json(&failed).send().await.plain_json(200);
        }
        let gone = kith.delete(&path).keyed().send().await.plain_json(200);
        assert_eq!(gone, json!({"success": true}));
        let left = kith.providers_of(&user).await;
        assert_eq!((left.len(), &left[0]["slug"]), (1, &json!("oura")));
        let again = kith.delete(&path).keyed().send().await;
        assert_eq!(again.detail(404), "The user is not connected with this provider");
    }
}

#[actix_web::test]
async fn a_slug_of_no_provider_is_refused() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for wrong in ["bad", "Oura", "oura%20", "%ff", "..", "%00", "oura,fitbit", &"x".repeat(300)] {
        let reply = kith.delete(&format!("/v2/user/{user}/{wrong}")).keyed().send().await;
        assert_eq!(reply.items(), ["enum path.provider"], "{wrong}");
    }
    let reply = kith.delete(&format!("/v2/user/{user}/bad")).keyed().send().await;
    let item = &reply.detail(422)[0];
    assert_eq!(item["input"], "bad");
    let expected = item["ctx"]["expected"].as_str().unwrap();
    assert!(expected.starts_with("'oura', 'fitbit'") && expected.ends_with("or 'polar'"));
    let nobody = format!("/v2/user/providers/{NOBODY}");
    assert_eq!(kith.get(&nobody).keyed().send().await.detail(404), "User not found");
}
