//! Users (contract, sections 3 and 10).

use insta::assert_json_snapshot;
use kith_domain::community::Mode;
use kith_testkit::people;
use serde_json::{Value, json};

use crate::support::Kith;

const ANNA: &str = "/api/v2/user/1/";

#[actix_web::test]
async fn me_in_a_community_of_friends() {
    let kith = Kith::start().await;
    let reply = kith.get("/api/v2/user/me/").by(kith.anna).send().await;
    assert_json_snapshot!(reply.json(200), @r#"
    {
      "avatar": "http://kith.example/assets/avatar.svg",
      "bio": "",
      "categories_counter": 0,
      "community_badge": false,
      "company_name": null,
      "company_role": null,
      "connection_requests_received_counter": 0,
      "connection_requests_sent_counter": 0,
      "connection_status": null,
      "connections_counter": 0,
      "cover": null,
      "date_joined": "2026-11-21T08:00:00.000000Z",
      "date_of_birth": null,
      "deleted": false,
      "description": "",
      "email": "anna@example.com",
      "email_isvalid": true,
      "ext_id": "crm-118",
      "gender": "Unspecified",
      "id": 1,
      "location": "",
      "location_lat_lng": null,
      "permission": {
        "accept_connection": true,
        "create_contribute": false,
        "create_course": false,
        "create_event": false,
        "create_group": false,
        "create_live_stream": false,
        "create_poll": false,
        "create_post": false,
        "follow_user": false,
        "locate_post": false,
        "request_connection": true
      },
      "position_lat_lng": null,
      "real_name": "Anna Rossi",
      "reg_approved": true,
      "reputation": 0,
      "role": null,
      "status": "a",
      "tags": [],
      "unseen_interactions_counter": 0,
      "unseen_notification_banners_counter": 0,
      "username": "anna",
      "website": ""
    }
    "#);
    assert_eq!(kith.get("/api/v2/user/me").send().await.codes(401), ["not_authenticated"]);
}

#[actix_web::test]
async fn me_in_a_community_of_followers() {
    let kith = Kith::start_in(Mode::Follow).await;
    let me = kith.get("/api/v2/user/me/").by(kith.ada).send().await.json(200);
    assert_eq!(me["email"], "");
    assert_eq!(me["email_isvalid"], false);
    assert_eq!(me["role"], "admin");
    assert_eq!(me["permission"]["follow_user"], true);
    assert_eq!(me["permission"]["request_connection"], false);
    assert_eq!(me["followers_counter"], 0);
    assert_eq!(me["followings_counter"], 0);
    for other_mode in [
        "connections_counter",
        "connection_requests_sent_counter",
        "connection_requests_received_counter",
    ] {
        assert_eq!(me.get(other_mode), None);
    }
}

#[actix_web::test]
async fn a_blocked_user_is_let_in_and_may_build_no_ties() {
    let kith = Kith::start().await;
    kith.block(kith.anna).await;
    let me = kith.get("/api/v2/user/me/").by(kith.anna).send().await.json(200);
    assert_eq!(me["status"], "b");
    for (action, allowed) in me["permission"].as_object().unwrap() {
        assert_eq!(allowed, false, "{action}");
    }
    kith.post("/api/v2/sso/signin/").by(kith.anna).send().await.json(200);
}

#[actix_web::test]
async fn everybody_sees_a_user_without_what_is_private() {
    let kith = Kith::start().await;
    let full = people::named("full").profile(people::full_profile()).register(&kith.store).await;
    let path = format!("/api/v2/user/{}", full.id);
    assert_json_snapshot!(kith.get(&path).send().await.json(200), @r#"
    {
      "avatar": "https://cdn.example/anna.png",
      "bio": "Climber.\nBaker.",
      "categories_counter": 0,
      "community_badge": false,
      "company_name": "Forno Rossi",
      "company_role": "Owner",
      "connection_requests_received_counter": 0,
      "connection_requests_sent_counter": 0,
      "connection_status": null,
      "connections_counter": 0,
      "cover": "https://cdn.example/alps.jpg",
      "date_joined": "2026-11-21T08:00:00.000000Z",
      "date_of_birth": "1990-02-28",
      "deleted": false,
      "description": "Bread and mountains",
      "ext_id": null,
      "gender": "Female",
      "id": 5,
      "location": "Milano",
      "location_lat_lng": "45.4642,9.19",
      "position_lat_lng": "-33.8688,151.2093",
      "real_name": "Anna Rossi",
      "reg_approved": true,
      "reputation": 0,
      "tags": [],
      "username": "full",
      "website": "https://anna.example/"
    }
    "#);
    let by_other = kith.get(&path).by(kith.bruno).send().await.json(200);
    assert_eq!(by_other["can_send_pm_to"], false);
    for caller in [kith.anna, kith.bruno, kith.ada] {
        let seen = kith.get(ANNA).by(caller).send().await.json(200);
        for private in ["email", "email_isvalid", "status", "role", "permission", "uuid"] {
            assert_eq!(seen.get(private), None, "{private}");
        }
    }
}

#[actix_web::test]
async fn an_id_that_is_none_is_nobody() {
    let kith = Kith::start().await;
    for id in
        ["0", "-1", "+1", "1.0", "x", "%31x", "9223372036854775808", "%D9%A7", "%00", "1%2F", "99"]
    {
        for path in [format!("/api/v2/user/{id}/"), format!("/api/v2/user/{id}/provider/")] {
            let reply = kith.get(&path).header("authorization", "Bearer bad").send().await;
            // A bad token is only looked at once the path means something.
            let expected = if id == "99" { (401, "token_not_valid") } else { (404, "not_found") };
            assert_eq!(reply.codes(expected.0), [expected.1], "{path}");
        }
    }
    assert_eq!(kith.get("/api/v2/user/99/").send().await.codes(404), ["not_found"]);
}

#[actix_web::test]
async fn a_picture_is_always_there() {
    let avatar = async |kith: &Kith, host: &str| {
        let reply = kith.get(ANNA).header("host", host).send().await;
        reply.json(200)["avatar"].as_str().unwrap().to_owned()
    };
    let kith = Kith::start().await;
    assert_eq!(avatar(&kith, "a.example:8080").await, "http://a.example:8080/assets/avatar.svg");
    assert_eq!(avatar(&kith, "[::1]:80").await, "http://[::1]:80/assets/avatar.svg");
    assert_eq!(avatar(&kith, "evil\"><x").await, "/assets/avatar.svg");
    assert_eq!(avatar(&kith, "anna@evil.example").await, "/assets/avatar.svg");
    let reply = kith.get("/assets/avatar.svg").send().await;
    assert_eq!(reply.header("content-type"), Some("image/svg+xml"));
    assert!(reply.body.starts_with(b"<svg "));

    let behind = Kith::start_with(|services| {
        services.options.public_url = Some("https://c.example/prefix/".parse().unwrap());
    });
    assert_eq!(avatar(&behind.await, "x").await, "https://c.example/prefix/assets/avatar.svg");
    let chosen = Kith::start_with(|services| {
        services.options.default_avatar = Some("https://cdn.example/nobody.png".parse().unwrap());
    });
    assert_eq!(avatar(&chosen.await, "x").await, "https://cdn.example/nobody.png");
}

#[actix_web::test]
async fn a_profile_is_changed_field_by_field_and_emptied() {
    let kith = Kith::start().await;
    let full = json!({
        "username": "Anna-2", "real_name": "A", "bio": "two\nlines", "location": "Roma",
        "location_lat_lng": "41.9,12.5", "position_lat_lng": "0,0", "date_of_birth": "1990-02-28",
        "description": "d", "gender": "Female", "website": "https://a.example",
        "avatar": "https://a.example/a.png", "cover": "https://a.example/c.png",
    });
    let changed = kith.patch(ANNA).by(kith.anna).json(&full).send().await.json(200);
    for (field, value) in full.as_object().unwrap() {
        assert_eq!(&changed[field], value, "{field}");
    }
    let nothing = kith.patch(ANNA).by(kith.anna).send().await.json(200);
    assert_eq!(nothing, changed);

    for emptying in [Value::Null, json!("")] {
        kith.patch(ANNA).by(kith.anna).json(&full).send().await.json(200);
        let mut body = full.clone();
        for (field, value) in body.as_object_mut().unwrap() {
            if field != "username" && field != "gender" {
                *value = emptying.clone();
            }
        }
        let emptied = kith.patch(ANNA).by(kith.anna).json(&body).send().await.json(200);
        for text in ["real_name", "bio", "location", "description", "website"] {
            assert_eq!(emptied[text], "", "{text}");
        }
        for absent in ["location_lat_lng", "position_lat_lng", "date_of_birth", "cover"] {
            assert_eq!(emptied[absent], Value::Null, "{absent}");
        }
        assert_eq!(emptied["avatar"], "http://kith.example/assets/avatar.svg");
    }
}

#[actix_web::test]
async fn put_needs_the_username_and_forms_work_too() {
    let kith = Kith::start().await;
    assert_eq!(kith.put(ANNA).by(kith.anna).send().await.codes(400), ["username:required"]);
    let form = "username=anna&bio=caff%C3%A8+e+pane&gender=Male&website=";
    let changed = kith.put(ANNA).by(kith.anna).form(form).send().await.json(200);
    assert_eq!((&changed["bio"], &changed["gender"]), (&json!("caffè e pane"), &json!("Male")));
}

#[actix_web::test]
async fn every_wrong_field_of_a_profile_is_named() {
    let kith = Kith::start().await;
    let before = kith.store.dump();
    let body = json!({
        "username": null, "real_name": "x".repeat(256), "bio": 7, "location": "a\u{202e}b",
        "location_lat_lng": "91,0", "date_of_birth": "2026-11-22", "description": "x".repeat(51),
        "gender": null, "website": "ftp://x", "avatar": "javascript:1", "cover": [],
        "avatar_base64": "aGk=", "cover_base64": {},
    });
    let reply = kith.patch(ANNA).by(kith.anna).json(&body).send().await;
    assert_json_snapshot!(reply.codes(400), @r#"
    [
      "username:required",
      "avatar_base64:invalid",
      "cover_base64:invalid",
      "date_of_birth:invalid",
      "real_name:max_length",
      "bio:invalid",
      "location:invalid",
      "location_lat_lng:invalid",
      "description:max_length",
      "gender:required",
      "website:invalid",
      "avatar:invalid",
      "cover:invalid"
    ]
    "#);
    assert_eq!(kith.store.dump(), before);
    let today = json!({"date_of_birth": "2026-11-21"});
    kith.patch(ANNA).by(kith.anna).json(&today).send().await.json(200);
}

#[actix_web::test]
async fn a_name_is_unique_whatever_the_case() {
    let kith = Kith::start().await;
    let body = json!({"username": "BRUNO"});
    let reply = kith.patch(ANNA).by(kith.anna).json(&body).send().await;
    assert_eq!(reply.codes(400), ["username:unique"]);
    let own = json!({"username": "ANNA"});
    assert_eq!(
        kith.patch(ANNA).by(kith.anna).json(&own).send().await.json(200)["username"],
        "ANNA"
    );
}

#[actix_web::test]
async fn a_profile_belongs_to_its_user_alone() {
    let kith = Kith::start().await;
    for method in [actix_web::http::Method::PATCH, actix_web::http::Method::PUT] {
        for path in [ANNA, "/api/v2/user/99/"] {
            for other in [kith.bruno, kith.ada] {
                let reply = kith.ask(method.clone(), path).by(other).bytes(b"{").send().await;
                assert_eq!(reply.codes(403), ["permission_denied"]);
            }
            let reply = kith.ask(method.clone(), path).send().await;
            assert_eq!(reply.codes(401), ["not_authenticated"]);
        }
    }
}

#[actix_web::test]
async fn sending_back_every_field_of_every_answer_changes_nothing_it_should_not() {
    let kith = Kith::start().await;
    let me = kith.get("/api/v2/user/me/").by(kith.anna).send().await.json(200);
    let before = kith.store.dump();
    let mut forged = me.clone();
    for (field, value) in forged.as_object_mut().unwrap() {
        *value = match field.as_str() {
            // The writable ones go back as they came.
            "username" | "real_name" | "bio" | "location" | "location_lat_lng"
            | "position_lat_lng" | "date_of_birth" | "description" | "gender" | "website"
            | "cover" => continue,
            "avatar" => Value::Null,
            "id" | "user_id" => json!(2),
            "role" => json!("admin"),
            "status" => json!("d"),
            "email" => json!("forged@example.com"),
            "ext_id" => json!("forged"),
            "date_joined" | "deleted_at" => json!("2000-01-01T00:00:00Z"),
            "deleted" | "community_badge" => json!(true),
            "company_name" | "company_role" => json!("Forged"),
            _ => json!(9),
        };
    }
    for extra in ["uuid", "password", "is_staff", "user_id", "deleted_at"] {
        forged[extra] = json!(2);
    }
    kith.patch(ANNA).by(kith.anna).json(&forged).send().await.json(200);
    kith.put(ANNA).by(kith.anna).json(&forged).send().await.json(200);
    assert_eq!(kith.store.dump(), before);
    assert_eq!(kith.get("/api/v2/user/me/").by(kith.anna).send().await.json(200), me);
}

#[actix_web::test]
async fn deleting_softly_then_for_good() {
    let kith = Kith::start().await;
    let token = kith.token(kith.anna);
    for other in [kith.bruno, kith.mo] {
        assert_eq!(kith.delete(ANNA).by(other).send().await.codes(403), ["permission_denied"]);
    }
    kith.delete(ANNA).bearer(&token).send().await.empty(204);
    // The token of a deleted user is bad, everywhere.
    assert_eq!(
        kith.get("/api/v2/user/2/").bearer(&token).send().await.codes(401),
        ["token_not_valid"]
    );
    let seen = kith.get(ANNA).send().await.json(200);
    assert_eq!(
        (&seen["deleted"], &seen["deleted_at"]),
        (&json!(true), &json!("2026-11-21T08:00:00.000000Z"))
    );
    assert_eq!(kith.delete(ANNA).by(kith.ada).send().await.codes(400), ["already_deleted"]);
    kith.delete("/api/v2/user/1/?hard=1").by(kith.ada).send().await.empty(204);
    assert_eq!(kith.get(ANNA).send().await.codes(404), ["not_found"]);
    for query in ["", "?hard=1", "?hard=true", "?hard=0"] {
        let reply = kith.delete(&format!("{ANNA}{query}")).by(kith.ada).send().await;
        assert_eq!(reply.codes(404), ["not_found"]);
    }
}

#[actix_web::test]
async fn hard_means_what_it_says() {
    let kith = Kith::start().await;
    for wrong in ["2", "yes", "TRUE", "1&hard=0", "%00"] {
        let reply = kith.delete(&format!("{ANNA}?hard={wrong}")).by(kith.anna).send().await;
        assert_eq!(reply.codes(400), ["hard:invalid"], "{wrong}");
    }
    for soft in ["?hard=", "?hard=0", "?hard=false", "?"] {
        let kith = Kith::start().await;
        kith.delete(&format!("{ANNA}{soft}")).by(kith.anna).send().await.empty(204);
        assert_eq!(kith.get(ANNA).send().await.json(200)["deleted"], true);
    }
}
