//! Single sign-on (contract, section 11.1).

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::support::Kith;

const SIGN_UP: &str = "/api/v2/sso/signup/";

#[actix_web::test]
async fn signing_in_says_who_one_is() {
    let kith = Kith::start().await;
    let empty = kith.post("/api/v2/sso/signin/").by(kith.anna).body("application/json", "");
    assert_json_snapshot!(empty.send().await.json(200), @r#"
    {
      "ext_id": "crm-118",
      "id": 1,
      "role": null,
      "tags": [],
      "username": "anna"
    }
    "#);
    let bruno = kith.post("/api/v2/sso/signin").by(kith.bruno).send().await.json(200);
    assert_eq!(bruno["ext_id"], Value::Null);
    let reply = kith.post("/api/v2/sso/signin/").send().await;
    assert_eq!(reply.codes(401), ["not_authenticated"]);
}

#[actix_web::test]
async fn an_admin_makes_a_user_who_can_then_be_found_and_sign_in() {
    let kith = Kith::start().await;
    let body = json!({
        "username": "carla", "ext_id": 4711, "real_name": "Carla", "email": "carla@example.com",
        "role": "editor", "tags": [], "password": "", "avatar": "https://a.example/c.png",
        "avatar_base64": null, "id": 1, "status": "d",
    });
    let reply = kith.post(SIGN_UP).by(kith.ada).json(&body).send().await;
    assert_json_snapshot!(reply.json(201), @r#"
    {
      "avatar": "https://a.example/c.png",
      "email": "carla@example.com",
      "ext_id": "4711",
      "id": 5,
      "role": "editor",
      "tags": [],
      "username": "carla"
    }
    "#);
    let found = "/api/v2/account/search/?provider=external&ext_id=4711";
    let carla = kith.get(found).by(kith.ada).send().await.json(200);
    assert_eq!((&carla["username"], &carla["status"]), (&json!("carla"), &json!("a")));
}

#[actix_web::test]
async fn a_name_is_enough() {
    let kith = Kith::start().await;
    let body = json!({"username": "d", "ext_id": null, "email": "", "role": null, "tags": null});
    let reply = kith.post("/api/v2/sso/signup").by(kith.ada).json(&body).send().await;
    assert_json_snapshot!(reply.json(201), @r#"
    {
      "avatar": "http://kith.example/assets/avatar.svg",
      "email": "",
      "ext_id": null,
      "id": 5,
      "role": null,
      "tags": [],
      "username": "d"
    }
    "#);
}

#[actix_web::test]
async fn only_admins_make_users() {
    let kith = Kith::start().await;
    for caller in [kith.anna, kith.mo] {
        let reply = kith.post(SIGN_UP).by(caller).bytes(b"{").send().await;
        assert_eq!(reply.codes(403), ["permission_denied"]);
    }
    assert_eq!(kith.post(SIGN_UP).send().await.codes(401), ["not_authenticated"]);
    assert_eq!(
        kith.post("/api/v2/account/create/").by(kith.ada).send().await.codes(404),
        ["not_found"]
    );
}

#[actix_web::test]
async fn what_is_taken_is_named() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    for (field, body) in [
        ("username", json!({"username": "ANNA"})),
        ("email", json!({"username": "x", "email": "ANNA@example.com"})),
        ("ext_id", json!({"username": "x", "ext_id": "crm-118"})),
    ] {
        let reply = kith.post(SIGN_UP).by(kith.ada).json(&body).send().await;
        assert_eq!(reply.codes(400), [format!("{field}:unique")]);
    }
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn every_wrong_field_is_named() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    let body = json!({
        "username": "a b", "ext_id": true, "real_name": [], "email": "anna", "role": "root",
        "tags": ["x"], "password": "Password!0", "avatar": "x", "avatar_base64": "x", "cover_base64": 1,
    });
    let reply = kith.post(SIGN_UP).by(kith.ada).json(&body).send().await;
    assert_json_snapshot!(reply.json(400), @r#"
    {
      "errors": [
        {
          "field": "username",
          "messages": [
            {
              "code": "invalid",
              "message": "Enter a username of letters a-z, digits, underscores and hyphens."
            }
          ]
        },
        {
          "field": "ext_id",
          "messages": [
            {
              "code": "invalid",
              "message": "Must be a string, or an integer of at most 64 bits."
            }
          ]
        },
        {
          "field": "real_name",
          "messages": [
            {
              "code": "invalid",
              "message": "Not a valid string."
            }
          ]
        },
        {
          "field": "email",
          "messages": [
            {
              "code": "invalid",
              "message": "Enter a valid email address."
            }
          ]
        },
        {
          "field": "role",
          "messages": [
            {
              "code": "invalid",
              "message": "A role is admin, moderator, editor or publisher."
            }
          ]
        },
        {
          "field": "avatar",
          "messages": [
            {
              "code": "invalid",
              "message": "Enter a valid http or https URL."
            }
          ]
        },
        {
          "field": "password",
          "messages": [
            {
              "code": "invalid",
              "message": "Kith keeps no passwords: users sign in with a token."
            }
          ]
        },
        {
          "field": "avatar_base64",
          "messages": [
            {
              "code": "invalid",
              "message": "Pictures are not stored here: send a URL."
            }
          ]
        },
        {
          "field": "cover_base64",
          "messages": [
            {
              "code": "invalid",
              "message": "Pictures are not stored here: send a URL."
            }
          ]
        },
        {
          "field": "tags",
          "messages": [
            {
              "code": "invalid",
              "message": "There are no tags here."
            }
          ]
        }
      ]
    }
    "#);
    assert_eq!(kith.post(SIGN_UP).by(kith.ada).send().await.codes(400), ["username:required"]);
    assert_eq!(kith.store.dump(), before);
}
