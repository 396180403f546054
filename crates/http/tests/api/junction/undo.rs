//! Taking back a deletion (contract, section 5.7).

use chrono::TimeDelta;
use serde_json::json;

use super::NOBODY;
use crate::support::{Kith, Reply};

async fn undo(kith: &Kith, query: &str) -> Reply {
    kith.post(&format!("/v2/user/undo_delete?{query}")).keyed().send().await
}

async fn delete(kith: &Kith, user: &str) {
    kith.delete(&format!("/v2/user/{user}")).keyed().send().await.plain_json(200);
}

#[actix_web::test]
async fn who_is_deleted_can_come_back_but_connections_do_not() {
    let kith = Kith::start().await;
    let user = kith.client("w 9+ü@%").await;
    kith.joined(&user, "fitbit", &json!("f"), &json!([])).await;
    let path = format!("/v2/user/{user}");
    // By id, and by reference as each SDK writes it.
    for query in [
        format!("user_id={user}"),
        format!("user_id={}", user.to_uppercase()),
        "client_user_id=w+9%2B%C3%BC%40%25".to_owned(),
        "client_user_id=w%209%2B%C3%BC%40%".to_owned(),
    ] {
        delete(&kith, &user).await;
        assert_eq!(undo(&kith, &query).await.plain_json(200), json!({"success": true}), "{query}");
        let back = kith.get(&path).keyed().send().await.plain_json(200);
        assert_eq!(back["client_user_id"], "w 9+ü@%");
        assert_eq!(back["connected_sources"], json!([]));
        assert!(kith.providers_of(&user).await.is_empty());
        // Nothing is left to be taken back.
        assert_eq!(undo(&kith, &query).await.detail(404), "User not found");
    }
}

#[actix_web::test]
async fn a_deletion_can_be_taken_back_for_a_week() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    let query = format!("user_id={user}");
    delete(&kith, &user).await;
    kith.clock.advance(TimeDelta::days(7) - TimeDelta::microseconds(1));
    undo(&kith, &query).await.plain_json(200);
    delete(&kith, &user).await;
    kith.clock.advance(TimeDelta::days(7));
    assert_eq!(undo(&kith, &query).await.detail(404), "User not found");
}

#[actix_web::test]
async fn whose_reference_has_a_new_owner_stays_away() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    delete(&kith, &user).await;
    let heir = kith.client("x").await;
    for query in [format!("user_id={user}"), "client_user_id=x".to_owned()] {
        let detail = undo(&kith, &query).await.detail(400);
        assert_eq!(detail["error_type"], "INVALID_REQUEST");
    }
    kith.get(&format!("/v2/user/{user}")).keyed().send().await.detail(404);
    // Of several who had it, the one deleted last comes back.
    kith.clock.advance(TimeDelta::seconds(1));
    delete(&kith, &heir).await;
    undo(&kith, "client_user_id=x").await.plain_json(200);
    kith.get(&format!("/v2/user/{heir}")).keyed().send().await.plain_json(200);
}

#[actix_web::test]
async fn exactly_one_is_meant() {
    let kith = Kith::start().await;
    let user = kith.client("x").await;
    delete(&kith, &user).await;
    let before = kith.store.dump();
    for query in ["", "unknown=1", &format!("user_id={user}&client_user_id=x")] {
        let detail = undo(&kith, query).await.detail(400);
        assert_eq!(detail, "Give either user_id or client_user_id, and not both", "{query}");
    }
    for (query, items) in [
        ("user_id=x", &["uuid_parsing query.user_id"][..]),
        ("user_id=", &["uuid_parsing query.user_id"]),
        ("client_user_id=", &["string_too_short query.client_user_id"]),
        ("client_user_id=%ff", &["string_unicode query.client_user_id"]),
        ("client_user_id=%00", &["value_error query.client_user_id"]),
        (
            "user_id=x&client_user_id=",
            &["uuid_parsing query.user_id", "string_too_short query.client_user_id"],
        ),
    ] {
        assert_eq!(undo(&kith, query).await.items(), items, "{query}");
    }
    let nobody = format!("user_id={NOBODY}");
    for query in [nobody.as_str(), "client_user_id=nobody"] {
        assert_eq!(undo(&kith, query).await.detail(404), "User not found");
    }
    // The body is not looked at.
    let body = json!({"user_id": user});
    let ask = kith.post("/v2/user/undo_delete").keyed().json(&body);
    ask.send().await.detail(400);
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn who_was_deleted_by_the_other_api_alone_comes_back_there() {
    let kith = Kith::start().await;
    let anna = kith.uuid(kith.anna).await;
    kith.delete("/api/v2/user/1/").by(kith.ada).send().await.empty(204);
    let query = format!("user_id={anna}");
    assert_eq!(undo(&kith, &query).await.detail(404), "User not found");
}
