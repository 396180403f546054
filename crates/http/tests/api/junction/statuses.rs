//! Every situation that the contract names a status for (section 14).

use actix_web::http::Method;
use serde_json::json;

use super::NOBODY;
use crate::support::Kith;

#[actix_web::test]
async fn every_situation_has_its_status() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    kith.client("taken").await;
    let gone = kith.client("gone").await;
    kith.delete(&format!("/v2/user/{gone}")).keyed().send().await.plain_json(200);
    kith.client("gone").await;
    let (get, post, patch, delete) = (Method::GET, Method::POST, Method::PATCH, Method::DELETE);
    let one = format!("/v2/user/{user}");
    let nobody = format!("/v2/user/{NOBODY}");
    let none = json!({});
    let demo = |user: &str, provider: &str| json!({"user_id": user, "provider": provider});
    let rows = [
        ("missing_user", &get, nobody.clone(), none.clone(), 404),
        ("missing_user", &get, "/v2/user/resolve/nobody".to_owned(), none.clone(), 404),
        ("missing_user", &patch, nobody.clone(), json!({"client_user_id": "y"}), 404),
        ("missing_user", &delete, nobody.clone(), none.clone(), 404),
        ("missing_user", &get, format!("/v2/user/providers/{NOBODY}"), none.clone(), 404),
        ("missing_user", &delete, format!("{nobody}/oura"), none.clone(), 404),
        ("missing_user", &post, "/v2/link/connect/demo".to_owned(), demo(NOBODY, "oura"), 404),
        ("malformed_uuid", &get, "/v2/user/x".to_owned(), none.clone(), 422),
        ("malformed_uuid", &get, "/v2/user/providers/x".to_owned(), none.clone(), 422),
        ("invalid_body", &post, "/v2/user".to_owned(), none.clone(), 422),
        ("deregister_unknown_slug", &delete, format!("{one}/bad"), none.clone(), 422),
        (
            "demo_unsupported_provider",
            &post,
            "/v2/link/connect/demo".to_owned(),
            demo(&user, "garmin"),
            422,
        ),
        (
            "duplicate_client_user_id",
            &post,
            "/v2/user".to_owned(),
            json!({"client_user_id": "x"}),
            400,
        ),
        ("limit_too_large", &get, "/v2/user?limit=501".to_owned(), none.clone(), 422),
        ("patch_nothing", &patch, one.clone(), none.clone(), 400),
        ("patch_conflict", &patch, one.clone(), json!({"client_user_id": "taken"}), 409),
        ("deregister_absent", &delete, format!("{one}/oura"), none.clone(), 404),
        (
            "undo_unknown",
            &post,
            format!("/v2/user/undo_delete?user_id={NOBODY}"),
            none.clone(),
            404,
        ),
        ("undo_unknown", &post, format!("/v2/user/undo_delete?user_id={user}"), none.clone(), 404),
        ("undo_without_id", &post, "/v2/user/undo_delete".to_owned(), none.clone(), 400),
        (
            "undo_with_both_ids",
            &post,
            format!("/v2/user/undo_delete?user_id={user}&client_user_id=x"),
            none.clone(),
            400,
        ),
        (
            "undo_after_replacement",
            &post,
            format!("/v2/user/undo_delete?user_id={gone}"),
            none.clone(),
            400,
        ),
        ("unknown_route", &get, "/v2/nothing".to_owned(), none.clone(), 404),
        // Linking by tokens is not served.
        ("unknown_route", &post, "/v2/link/token".to_owned(), json!({"user_id": user}), 404),
    ];
    let before = kith.store.dump();
    for (situation, method, path, body, status) in &rows {
        let reply = kith.ask((*method).clone(), path).keyed().json(body).send().await;
        assert!(!reply.detail(*status).is_null(), "{situation} {method} {path}");
        if *situation != "unknown_route" {
            let ask = kith.ask((*method).clone(), path).header("x-vital-api-key", "wrong");
            assert_eq!(ask.json(body).send().await.detail(401), "invalid token", "{situation}");
        }
    }
    assert_eq!(kith.store.dump(), before);
}
