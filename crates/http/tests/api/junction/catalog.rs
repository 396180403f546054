//! Which providers there are (contract, section 7).

use serde_json::{Value, json};

use crate::support::Kith;

async fn listed(kith: &Kith, query: &str) -> Vec<Value> {
    let path = format!("/v2/providers{query}");
    kith.get(&path).keyed().send().await.plain_json(200).as_array().unwrap().clone()
}

#[actix_web::test]
async fn every_provider_is_listed_with_every_field() {
    let kith = Kith::start().await;
    let all = listed(&kith, "").await;
    assert_eq!(all.len(), 10);
    let logo = |slug: &str| format!("http://kith.example/assets/providers/{slug}.svg");
    let oura = json!({
        "name": "Oura", "slug": "oura", "description": "Oura has data.", "logo": logo("oura"),
        "auth_type": "oauth", "supported_resources": ["sleep", "workouts"],
    });
    assert_eq!(all[0], oura);
    let of = |slug: &str| all.iter().find(|one| one["slug"] == slug).unwrap();
    assert_eq!(of("manual")["auth_type"], "");
    assert_eq!(of("manual")["supported_resources"], json!([]));
    assert_eq!(of("polar")["auth_type"], Value::Null);
    assert_eq!(of("strava")["auth_type"], "team_oauth");
    for one in &all {
        assert_eq!(one.as_object().unwrap().len(), 6, "{one}");
    }
}

#[actix_web::test]
async fn providers_of_a_kind() {
    let kith = Kith::start().await;
    for (wanted, slugs) in [
        ("provider", &["oura", "fitbit", "garmin", "strava", "peloton", "freestyle_libre"][..]),
        ("app", &["apple_health_kit"]),
        ("ble", &["omron_ble"]),
        ("device", &["manual"]),
        ("lab", &[]),
        ("Provider", &[]),
        ("", &[]),
        ("pro%20vider", &[]),
    ] {
        let found = listed(&kith, &format!("?source_type={wanted}")).await;
        let found: Vec<_> = found.iter().map(|one| one["slug"].as_str().unwrap()).collect();
        assert_eq!(found, slugs, "{wanted}");
    }
    let reply = kith.get("/v2/providers?source_type=%ff").keyed().send().await;
    assert_eq!(reply.items(), ["string_unicode query.source_type"]);
}
