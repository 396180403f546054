//! Connecting for show, and by hand (contract, sections 8.4 and 8.6).

use serde_json::{Value, json};

use super::NOBODY;
use crate::support::Kith;

const DEMO: &str = "/v2/link/connect/demo";

#[actix_web::test]
async fn for_show_every_scope_is_granted() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for provider in ["fitbit", "oura", "freestyle_libre", "apple_health_kit", "fitbit"] {
        let body = json!({"user_id": user, "provider": provider});
        let answer = kith.post(DEMO).keyed().json(&body).send().await.plain_json(200);
        assert_eq!(answer["success"], true);
        assert!(answer["detail"].is_string() && answer.as_object().unwrap().len() == 2);
    }
    let seen = kith.providers_of(&user).await;
    assert_eq!(seen.len(), 4);
    for one in &seen {
        assert_eq!(json!([one["status"], one["external_user_id"]]), json!(["connected", null]));
    }
    let fitbit = seen.iter().find(|one| one["slug"] == "fitbit").unwrap();
    let sleep = &fitbit["resource_availability"]["sleep"];
    let nothing = json!({"required": [], "optional": []});
    assert_eq!(sleep["scope_requirements"]["user_denied"], nothing);
}

#[actix_web::test]
async fn only_some_providers_are_for_show() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for provider in [json!("garmin"), json!("nothing"), json!(null), json!(7), json!(["oura"])] {
        let body = json!({"user_id": user, "provider": provider});
        let reply = kith.post(DEMO).keyed().json(&body).send().await;
        assert_eq!(reply.items(), ["enum body.provider"], "{provider}");
    }
    let reply = kith.post(DEMO).keyed().json(&json!({})).send().await;
    assert_eq!(reply.items(), ["missing body.user_id", "missing body.provider"]);
    let body = json!({"user_id": NOBODY, "provider": "oura"});
    assert_eq!(kith.post(DEMO).keyed().json(&body).send().await.detail(404), "User not found");
    assert!(kith.providers_of(&user).await.is_empty());
}

#[actix_web::test]
async fn the_operator_can_do_without_demos() {
    let kith = Kith::start_with(|services| services.options.demo_connections = false).await;
    let user = kith.client("x").await;
    let body = json!({"user_id": user, "provider": "oura"});
    let reply = kith.post(DEMO).keyed().json(&body).send().await;
    assert_eq!(reply.detail(400), "Demo connections are not enabled");
    assert!(kith.providers_of(&user).await.is_empty());
}

#[actix_web::test]
async fn by_hand_a_connection_that_works_is_not_made_again() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for (provider, account) in
        [("apple_health_kit", Value::Null), ("omron_ble", json!("scale 7")), ("manual", json!(""))]
    {
        let path = format!("/v2/link/provider/manual/{provider}");
        let body = json!({
            "user_id": user, "provider_id": account, "granted_permissions": ["ignored"],
        });
        // Legacy SDKs refuse an answer with anything but truth values in it.
        let answer = kith.post(&path).keyed().json(&body).send().await.plain_json(200);
        assert_eq!(answer, json!({"success": true}));
        let again = kith.post(&path).keyed().json(&body).send().await;
        assert_eq!(again.detail(409), "The user is already connected with this provider");
        let seen = kith.providers_of(&user).await;
        let one = seen.iter().find(|one| one["slug"] == provider).unwrap();
        let expected = if account == "" { Value::Null } else { account };
        assert_eq!(one["external_user_id"], expected);
        // One that does not work is.
        let pause = format!("/kith/v1/users/{user}/providers/{provider}/pause");
        kith.post(&pause).keyed().send().await.plain_json(200);
        kith.post(&path).keyed().json(&json!({"user_id": user})).send().await.plain_json(200);
        assert_eq!(kith.providers_of(&user).await[0]["status"], "connected");
    }
}

#[actix_web::test]
async fn only_providers_on_the_device_are_connected_by_hand() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    for provider in ["oura", "strava", "peloton", "freestyle_libre", "polar", "nothing", "%ff"] {
        let path = format!("/v2/link/provider/manual/{provider}");
        let reply = kith.post(&path).keyed().json(&json!({"user_id": user})).send().await;
        assert_eq!(reply.items(), ["enum path.provider"], "{provider}");
    }
    let path = "/v2/link/provider/manual/x";
    let reply = kith.post(path).keyed().json(&json!({"provider_id": 7})).send().await;
    let items = ["enum path.provider", "missing body.user_id", "string_type body.provider_id"];
    assert_eq!(reply.items(), items);
    let path = "/v2/link/provider/manual/manual";
    let reply = kith.post(path).keyed().json(&json!({"user_id": NOBODY})).send().await;
    assert_eq!(reply.detail(404), "User not found");
}
