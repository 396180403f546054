//! Social associations (contract, section 4).

use insta::assert_json_snapshot;
use serde_json::json;

use crate::support::Kith;

const OF_ANNA: &str = "/api/v2/user/1/provider/";

async fn with_a_google_account(shown: bool) -> Kith {
    let kith = Kith::start().await;
    let body = json!({
        "provider": "google", "ext_id": "g-1", "profile_url": "https://example.com/anna",
        "show_in_profile": shown,
    });
    kith.post(OF_ANNA).by(kith.anna).json(&body).send().await.json(201);
    kith
}

#[actix_web::test]
async fn a_social_account_is_linked() {
    let kith = Kith::start().await;
    let body = json!({
        "user_id": 1, "provider": "google", "ext_id": 1155,
        "profile_url": "https://example.com/anna", "show_in_profile": true, "unknown": [1],
    });
    let reply = kith.post(OF_ANNA).by(kith.anna).json(&body).send().await;
    assert_json_snapshot!(reply.json(201), @r#"
    {
      "ext_id": "1155",
      "profile_url": "https://example.com/anna",
      "provider": "google",
      "show_in_profile": true,
      "user_id": 1
    }
    "#);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn an_external_account_is_linked_and_its_metadata_may_be_text() {
    let kith = Kith::start().await;
    let body =
        json!({"provider": "external", "ext_id": "e 1", "metadata": "{\"plan\": [1, null]}"});
    let reply = kith.post("/api/v2/user/2/provider").by(kith.bruno).json(&body).send().await;
    assert_json_snapshot!(reply.json(201), @r#"
    {
      "ext_id": "e 1",
      "metadata": {
        "plan": [
          1,
          null
        ]
      },
      "provider": "external",
      "user_id": 2
    }
    "#);
    let without =
        json!({"provider": "external", "ext_id": "e 2", "metadata": "", "profile_url": ""});
    let reply = kith.post("/api/v2/user/2/provider").by(kith.bruno).json(&without).send().await;
    assert_json_snapshot!(reply.json(201), @r#"
    {
      "ext_id": "e 2",
      "metadata": null,
      "provider": "external",
      "user_id": 2
    }
    "#);
}

#[actix_web::test]
async fn the_other_path_form_takes_the_user_from_the_body() {
    let kith = Kith::start().await;
    let body = json!({"user_id": "1", "provider": "x", "ext_id": "1"});
    let reply = kith.post("/api/v2/user/provider/").by(kith.ada).json(&body).send().await;
    assert_json_snapshot!(reply.json(201), @r#"
    {
      "ext_id": "1",
      "profile_url": null,
      "provider": "x",
      "show_in_profile": false,
      "user_id": 1
    }
    "#);
    let form = "user_id=2&provider=x&ext_id=a%2Bb+c&show_in_profile=1&profile_url=";
    let reply = kith.post("/api/v2/user/provider").by(kith.bruno).form(form).send().await;
    assert_json_snapshot!(reply.json(201), @r#"
    {
      "ext_id": "a+b c",
      "profile_url": null,
      "provider": "x",
      "show_in_profile": true,
      "user_id": 2
    }
    "#);
}

#[actix_web::test]
async fn every_wrong_field_is_named_at_once() {
    let kith = Kith::start().await;
    let body = json!({
        "user_id": 2, "provider": "Google", "profile_url": "javascript:alert(1)",
        "show_in_profile": "yes", "metadata": 7,
    });
    let reply = kith.post(OF_ANNA).by(kith.anna).json(&body).send().await;
    assert_json_snapshot!(reply.json(400), @r#"
    {
      "errors": [
        {
          "field": "user_id",
          "messages": [
            {
              "code": "invalid",
              "message": "The user id differs from the one in the path."
            }
          ]
        },
        {
          "field": "provider",
          "messages": [
            {
              "code": "invalid",
              "message": "A provider starts with a-z or 0-9 and goes on with these or one of '.', '_', '-'."
            }
          ]
        },
        {
          "field": "ext_id",
          "messages": [
            {
              "code": "required",
              "message": "This field is required."
            }
          ]
        },
        {
          "field": "profile_url",
          "messages": [
            {
              "code": "invalid",
              "message": "Enter a valid http or https URL."
            }
          ]
        },
        {
          "field": "show_in_profile",
          "messages": [
            {
              "code": "invalid",
              "message": "Must be a valid boolean."
            }
          ]
        },
        {
          "field": "metadata",
          "messages": [
            {
              "code": "invalid",
              "message": "Metadata must be a JSON object."
            }
          ]
        }
      ]
    }
    "#);
}

#[actix_web::test]
async fn what_does_not_go_with_the_provider_is_refused() {
    let kith = Kith::start().await;
    let external = json!({
        "provider": "external", "ext_id": "1", "show_in_profile": true, "profile_url": "https://a.b",
    });
    let reply = kith.post(OF_ANNA).by(kith.anna).json(&external).send().await;
    assert_eq!(reply.codes(400), ["profile_url:invalid", "show_in_profile:invalid"]);
    let social = json!({"provider": "google", "ext_id": "1", "metadata": {}});
    let reply = kith.post(OF_ANNA).by(kith.anna).json(&social).send().await;
    assert_eq!(reply.codes(400), ["metadata:invalid"]);
}

#[actix_web::test]
async fn an_account_has_one_owner_and_nobody_learns_who() {
    let kith = with_a_google_account(false).await;
    let body = json!({"provider": "google", "ext_id": "g-1"});
    let by_other = kith.post("/api/v2/user/2/provider/").by(kith.bruno).json(&body).send().await;
    assert_json_snapshot!(by_other.json(400), @r#"
    {
      "errors": [
        {
          "field": "ext_id",
          "messages": [
            {
              "code": "unique",
              "message": "This external account is linked already."
            }
          ]
        }
      ]
    }
    "#);
    let by_owner = kith.post(OF_ANNA).by(kith.anna).json(&body).send().await;
    assert_eq!(by_owner.body, by_other.body);
}

#[actix_web::test]
async fn only_the_user_and_admins_link_and_unlink() {
    let kith = with_a_google_account(true).await;
    let body = json!({"user_id": 1, "provider": "google", "ext_id": "g-1"});
    for path in [OF_ANNA, "/api/v2/user/provider/"] {
        for caller in [kith.bruno, kith.mo] {
            let reply = kith.post(path).by(caller).json(&body).send().await;
            assert_eq!(reply.codes(403), ["permission_denied"]);
            let reply = kith.delete(path).by(caller).json(&body).send().await;
            assert_eq!(reply.codes(403), ["permission_denied"]);
        }
        let reply = kith.post(path).json(&body).send().await;
        assert_eq!(reply.codes(401), ["not_authenticated"]);
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        let reply = kith.delete(path).json(&body).send().await;
        assert_eq!(reply.codes(401), ["not_authenticated"]);
    }
    kith.delete(OF_ANNA).by(kith.ada).json(&body).send().await.empty(204);
}

#[actix_web::test]
async fn checks_come_in_the_order_of_the_contract() {
    let kith = Kith::start().await;
    let post = |path: &'static str| kith.post(path).body("application/json", "{");
    assert_eq!(post("/api/v2/user/0/provider/").send().await.codes(404), ["not_found"]);
    assert_eq!(post(OF_ANNA).send().await.codes(401), ["not_authenticated"]);
    assert_eq!(post(OF_ANNA).by(kith.bruno).send().await.codes(403), ["permission_denied"]);
    let absent = "/api/v2/user/99/provider/";
    assert_eq!(post(absent).by(kith.ada).send().await.codes(400), ["parse_error"]);
    let good = json!({"provider": "google", "ext_id": "1"});
    assert_eq!(kith.post(absent).by(kith.ada).json(&good).send().await.codes(404), ["not_found"]);
    // Whether a user exists is not told to those who may not ask.
    assert_eq!(
        kith.post(absent).by(kith.bruno).json(&good).send().await.codes(403),
        ["permission_denied"]
    );

    let form = "/api/v2/user/provider/";
    let without = kith.post(form).by(kith.bruno).json(&json!({"provider": "?"})).send().await;
    assert_eq!(without.codes(400), ["user_id:required"]);
    let of_another = json!({"user_id": 1, "provider": "?"});
    let reply = kith.post(form).by(kith.bruno).json(&of_another).send().await;
    assert_eq!(reply.codes(403), ["permission_denied"]);
}

#[actix_web::test]
async fn unlinking_reads_the_body_or_else_the_query() {
    for (query, body) in [
        ("", r#"{"user_id": 1, "provider": "google", "ext_id": "g-1"}"#),
        ("?provider=google&ext_id=g-1&user_id=1", ""),
    ] {
        for path in ["/api/v2/user/1/provider", "/api/v2/user/1/provider/", "/api/v2/user/provider"]
        {
            let kith = with_a_google_account(false).await;
            let again =
                || kith.delete(&format!("{path}{query}")).by(kith.anna).bytes(body.as_bytes());
            again().send().await.empty(204);
            assert_eq!(again().send().await.codes(404), ["not_found"]);
        }
    }
}

#[actix_web::test]
async fn unlinking_names_what_is_missing_and_touches_nobody_else() {
    let kith = with_a_google_account(false).await;
    let before = kith.store.dump();
    let reply = kith.delete(OF_ANNA).by(kith.anna).send().await;
    assert_eq!(reply.codes(400), ["provider:required", "ext_id:required"]);
    // The query counts only when there is no body.
    let reply = kith.delete("/api/v2/user/1/provider/?provider=google&ext_id=g-1").by(kith.anna);
    let reply = reply.json(&json!({})).send().await;
    assert_eq!(reply.codes(400), ["provider:required", "ext_id:required"]);
    let twice = "/api/v2/user/1/provider/?provider=google&ext_id=g-1&ext_id=g-1";
    assert_eq!(kith.delete(twice).by(kith.anna).send().await.codes(400), ["ext_id:invalid"]);
    let named = json!({"user_id": 2, "provider": "google", "ext_id": "g-1"});
    let reply = kith.delete(OF_ANNA).by(kith.anna).json(&named).send().await;
    assert_eq!(reply.codes(400), ["user_id:invalid"]);
    let annas = json!({"provider": "google", "ext_id": "g-1"});
    let reply = kith.delete("/api/v2/user/2/provider/").by(kith.bruno).json(&annas).send().await;
    assert_eq!(reply.codes(404), ["not_found"]);
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn who_sees_what() {
    for shown in [false, true] {
        let kith = with_a_google_account(shown).await;
        for path in ["/api/v2/user/1/provider", OF_ANNA, "/api/v2/user/provider?user_id=1"] {
            let providers = |reply: crate::support::Reply| {
                let all = reply.json(200);
                let all = all.as_array().unwrap().iter();
                all.map(|one| one["provider"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            let public: &[&str] = if shown { &["google"] } else { &[] };
            assert_eq!(providers(kith.get(path).send().await), public);
            for other in [kith.bruno, kith.mo] {
                assert_eq!(providers(kith.get(path).by(other).send().await), public);
            }
            for trusted in [kith.anna, kith.ada] {
                let all = providers(kith.get(path).by(trusted).send().await);
                assert_eq!(all, ["external", "google"]);
            }
        }
    }
}

#[actix_web::test]
async fn a_list_is_a_bare_array_of_both_kinds() {
    let kith = with_a_google_account(true).await;
    let reply = kith.get(OF_ANNA).by(kith.anna).send().await;
    assert_json_snapshot!(reply.json(200), @r#"
    [
      {
        "ext_id": "crm-118",
        "metadata": null,
        "provider": "external",
        "user_id": 1
      },
      {
        "ext_id": "g-1",
        "profile_url": "https://example.com/anna",
        "provider": "google",
        "show_in_profile": true,
        "user_id": 1
      }
    ]
    "#);
    let own = kith.get("/api/v2/user/provider/").by(kith.anna).send().await;
    assert_eq!(own.body, reply.body);
    assert_eq!(kith.get("/api/v2/user/2/provider/").send().await.json(200), json!([]));
}

#[actix_web::test]
async fn a_list_needs_somebody_to_be_about() {
    let kith = Kith::start().await;
    let reply = kith.get("/api/v2/user/provider/").send().await;
    assert_eq!(reply.codes(400), ["user_id:required"]);
    for wrong in ["0", "-1", "x", "1.0", "9223372036854775808", "1&user_id=1"] {
        let reply = kith.get(&format!("/api/v2/user/provider/?user_id={wrong}")).send().await;
        assert_eq!(reply.codes(400), ["user_id:invalid"], "{wrong}");
    }
    for absent in ["/api/v2/user/99/provider/", "/api/v2/user/provider/?user_id=99"] {
        assert_eq!(kith.get(absent).send().await.codes(404), ["not_found"]);
    }
    kith.delete("/api/v2/user/1/").by(kith.anna).send().await.empty(204);
    assert_eq!(kith.get(OF_ANNA).send().await.codes(404), ["not_found"]);
}

#[actix_web::test]
async fn an_account_id_is_kept_byte_for_byte() {
    let kith = Kith::start().await;
    for ext_id in [" a ", "A", "a", "Å", "A\u{30a}", "\u{1f980}", "0x1", "1e3"] {
        let body = json!({"provider": "x", "ext_id": ext_id});
        let reply = kith.post(OF_ANNA).by(kith.anna).json(&body).send().await;
        assert_eq!(reply.json(201)["ext_id"], ext_id);
    }
}
