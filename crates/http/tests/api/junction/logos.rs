//! Where logos are, and the ones that Kith serves.

use serde_json::Value;

use crate::support::Kith;

#[actix_web::test]
async fn every_logo_of_the_catalog_is_served_where_it_is_said_to_be() {
    let kith = Kith::start().await;
    let catalog = kith.get("/v2/providers").keyed().send().await.plain_json(200);
    for provider in catalog.as_array().unwrap() {
        let logo = provider["logo"].as_str().unwrap();
        let path = logo.strip_prefix("http://kith.example").unwrap();
        let reply = kith.get(path).send().await;
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("content-type"), Some("image/svg+xml"));
        assert_eq!(reply.header("cache-control"), Some("public, max-age=86400"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        let svg = String::from_utf8_lossy(&reply.body);
        let name = provider["name"].as_str().unwrap().replace('<', "&lt;").replace('>', "&gt;");
        assert!(svg.contains(&format!("<title>{name}</title>")), "{svg}");
    }
}

#[actix_web::test]
async fn a_provider_that_is_not_in_the_catalog_has_the_mark_of_its_slug() {
    let kith = Kith::start().await;
    let reply = kith.get("/assets/providers/gone_2.svg").send().await;
    assert_eq!(reply.status, 200);
    assert!(String::from_utf8_lossy(&reply.body).contains("<title>gone_2</title>"));
    for wrong in ["Oura", "_a", "a-b", "a.b", "%3Cscript%3E", "..", "a%2Fb", &"a".repeat(65), "%ff"]
    {
        let reply = kith.get(&format!("/assets/providers/{wrong}.svg")).send().await;
        assert_eq!(reply.codes(404), ["not_found"], "{wrong}");
    }
    for wrong in ["/assets/providers/oura", "/assets/providers/.svg", "/assets/providers/oura.png"]
    {
        assert_eq!(kith.get(wrong).send().await.codes(404), ["not_found"], "{wrong}");
    }
}

#[actix_web::test]
async fn the_operator_can_say_where_logos_are() {
    for base in ["https://cdn.example/logos", "https://cdn.example/logos/"] {
        let kith = Kith::start_with(|services| {
            services.options.logo_base_url = Some(base.parse().unwrap());
        });
        let kith = kith.await;
        let catalog = kith.get("/v2/providers").keyed().send().await.plain_json(200);
        assert_eq!(catalog[0]["logo"], "https://cdn.example/logos/oura.png");
        // Of what the catalog has not, nobody but Kith has a logo.
        let user = kith.client("x").await;
        let uuid: uuid::Uuid = user.parse().unwrap();
        let grant = kith_testkit::providers::unknown_grant();
        kith_testkit::providers::connect(&kith.store, uuid, "gone", grant, None).await;
        kith.joined(&user, "oura", &Value::Null, &Value::Null).await;
        let seen = kith.providers_of(&user).await;
        assert_eq!(seen[0]["logo"], "http://kith.example/assets/providers/gone.svg");
        assert_eq!(seen[1]["logo"], "https://cdn.example/logos/oura.png");
    }
}

#[actix_web::test]
async fn logos_are_found_where_the_request_came_in() {
    let kith = Kith::start_with(|services| {
        services.options.public_url = Some("https://c.example/prefix/".parse().unwrap());
    });
    let catalog = kith.await.get("/v2/providers").keyed().send().await.plain_json(200);
    assert_eq!(catalog[0]["logo"], "https://c.example/prefix/assets/providers/oura.svg");
}
