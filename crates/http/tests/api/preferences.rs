//! What clients may know of the operator's settings (contract, section 9).

use insta::assert_json_snapshot;
use kith_domain::community::Mode;
use kith_domain::preference::SIGNIN_PROVIDERS;
use serde_json::{Value, json};

use crate::support::Kith;

async fn names(kith: &Kith, query: &str) -> Vec<String> {
    let mut bodies = Vec::new();
    for path in ["/api/v2/dynamic_preference/", "/api/v2/dynamic_preference/search/"] {
        let page = kith.get(&format!("{path}{query}")).send().await.json(200);
        bodies.push(page["results"].clone());
    }
    assert_eq!(bodies[0], bodies[1]);
    let results = bodies[0].as_array().unwrap().iter();
    results.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn all_preferences_are_on_the_first_page() {
    let kith = Kith::start().await;
    let page = kith.get("/api/v2/dynamic_preference/").send().await.json(200);
    let lines: Vec<_> = page["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            assert_eq!(item.as_object().unwrap().len(), 4);
            let [section, name] = ["section", "name"].map(|key| item[key].as_str().unwrap());
            format!("{} {section}.{name} = {}", item["id"], item["value"])
        })
        .collect();
    assert_eq!(page["count"], lines.len());
    assert_eq!((&page["next"], &page["next_cursor"]), (&Value::Null, &Value::Null));
    assert_json_snapshot!(lines, @r#"
    [
      "1 configurations.follow_enabled = false",
      "2 configurations.connection_enabled = true",
      "3 configurations.content_availability = true",
      "4 configurations.users_approval_enabled = false",
      "5 configurations.category_follow_enabled = false",
      "6 configurations.post_type_enabled = false",
      "7 configurations.discussion_type_enabled = false",
      "8 configurations.status_type_enabled = false",
      "9 addons.polls_enabled = false",
      "10 configurations.user_metadata_definition = \"\"",
      "11 providers.google_signin_enabled = true",
      "12 providers.facebook_signin_enabled = false",
      "13 providers.twitter_signin_enabled = false",
      "14 providers.linkedin_signin_enabled = false",
      "15 providers.entraid_signin_enabled = false",
      "16 providers.keycloak_signin_enabled = false"
    ]
    "#);
}

#[actix_web::test]
async fn the_exact_name_comes_first() {
    let kith = Kith::start().await;
    for (query, expected) in [
        ("?search=follow_enabled", &["follow_enabled", "category_follow_enabled"][..]),
        ("?search=follow_enabled&ordering=name", &["follow_enabled", "category_follow_enabled"]),
        ("?search=FOLLOW_enabled&limit=1", &["follow_enabled"]),
        ("?search=nothing", &[]),
        ("?section=addons", &["polls_enabled"]),
        ("?section=Addons", &[]),
        ("?search=polls&section=configurations", &[]),
        (
            "?section=configurations&keys=configurations.content_availability%2Cconfigurations.follow_enabled%2Caddons.polls_enabled&ordering=name",
            &["content_availability", "follow_enabled"],
        ),
        ("?keys=follow_enabled,configurations.x", &[]),
        ("?keys=configurations.follow_enabled&ordering=-name", &["follow_enabled"]),
        (
            "?section=configurations&ordering=-id&limit=2",
            &["user_metadata_definition", "status_type_enabled"],
        ),
        ("?ordering=section&limit=1", &["polls_enabled"]),
        ("?ordering=-section&limit=1", &["google_signin_enabled"]),
        ("?ordering=value&limit=1", &["follow_enabled"]),
    ] {
        assert_eq!(names(&kith, query).await, expected, "{query}");
    }
    assert_eq!(names(&kith, "?ordering=-name&limit=1").await, ["users_approval_enabled"]);
}

#[actix_web::test]
async fn preferences_come_in_pages_if_asked() {
    let kith = Kith::start().await;
    let all = names(&kith, "").await;
    for by_cursor in [false, true] {
        let mut seen = Vec::new();
        let mut path = "/api/v2/dynamic_preference/?limit=5".to_owned();
        loop {
            let page = kith.get(&path).send().await.json(200);
            let results = page["results"].as_array().unwrap().clone();
            seen.extend(results.iter().map(|item| item["name"].as_str().unwrap().to_owned()));
            assert_eq!(page["next"].is_null(), page["next_cursor"].is_null());
            let Some(next) = page["next"].as_str() else { break };
            path = next.strip_prefix("http://kith.example").unwrap().to_owned();
            if by_cursor {
                let cursor = page["next_cursor"].as_str().unwrap();
                path = format!("/api/v2/dynamic_preference/?limit=5&cursor={cursor}");
            }
        }
        assert_eq!(seen, all);
    }
    let elsewhere = "/api/v2/dynamic_preference/?section=addons&cursor=0n.1";
    assert_eq!(kith.get(elsewhere).send().await.codes(400), ["cursor:invalid"]);
}

#[actix_web::test]
async fn they_say_what_the_operator_decided() {
    let kith = Kith::start_with(|services| {
        services.community.mode = Mode::Follow;
        services.community.content_availability = false;
        services.community.signin_providers = SIGNIN_PROVIDERS.map(str::to_owned).into();
    });
    let kith = kith.await;
    for (name, value) in [
        ("follow_enabled", false),
        ("connection_enabled", true),
        ("content_availability", true),
        ("keycloak_signin_enabled", false),
    ] {
        let path = format!("/api/v2/dynamic_preference/?search={name}");
        let page = kith.get(&path).send().await.json(200);
        assert_eq!(page["results"][0]["value"], json!(!value), "{name}");
    }
    let one = kith.get("/api/v2/dynamic_preference/1/").send().await.json(200);
    let expected =
        json!({"id": 1, "section": "configurations", "name": "follow_enabled", "value": true});
    assert_eq!(one, expected);
    for nobody in ["0", "17", "01", "+1", "-1", "x", "1.0", "99999999999", "%00"] {
        let path = format!("/api/v2/dynamic_preference/{nobody}/");
        assert_eq!(kith.get(&path).send().await.codes(404), ["not_found"], "{nobody}");
    }
    let patch = kith.patch("/api/v2/dynamic_preference/").by(kith.ada).send().await;
    assert_eq!(patch.codes(405), ["method_not_allowed"]);
}

#[actix_web::test]
async fn there_are_no_features() {
    let kith = Kith::start().await;
    let empty =
        json!({"count": 0, "next": null, "next_cursor": null, "previous": null, "results": []});
    for path in ["/api/v2/feature/", "/api/v2/feature?limit=7"] {
        assert_eq!(kith.get(path).send().await.json(200), empty);
        assert_eq!(kith.get(path).by(kith.anna).send().await.json(200), empty);
        assert_eq!(kith.get(path).bearer("bad").send().await.codes(401), ["token_not_valid"]);
    }
}
