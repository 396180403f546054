//! Finding a user (contract, section 4.5).

use insta::assert_json_snapshot;

use crate::support::Kith;

const SEARCH: &str = "/api/v2/account/search/";

#[actix_web::test]
async fn each_of_the_three_ways_finds_the_user() {
    let kith = Kith::start().await;
    let by_name = kith.get("/api/v2/account/search?username=ANNA").by(kith.ada).send().await;
    assert_json_snapshot!(by_name.json(200), @r#"
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
      "position_lat_lng": null,
      "real_name": "Anna Rossi",
      "reg_approved": true,
      "reputation": 0,
      "status": "a",
      "tags": [],
      "username": "anna",
      "website": ""
    }
    "#);
    for query in ["email=Anna@example.com", "ext_id=crm-118&provider=external&username="] {
        let reply = kith.get(&format!("{SEARCH}?{query}")).by(kith.ada).send().await;
        assert_eq!(reply.json(200), by_name.json(200));
    }
}

#[actix_web::test]
async fn exactly_one_way_must_be_given() {
    let kith = Kith::start().await;
    for (query, codes) in [
        ("", "invalid"),
        ("username=&email=", "invalid"),
        ("username=anna&email=a@b.c", "invalid"),
        ("username=anna&ext_id=1&provider=x", "invalid"),
        ("ext_id=1", "provider:required"),
        ("provider=x", "ext_id:required"),
        ("username=a%20b", "username:invalid"),
        ("username=anna&username=bruno", "username:invalid"),
        ("email=anna", "email:invalid"),
        ("email=%ff", "parse_error"),
        ("ext_id=%00&provider=X", "provider:invalid ext_id:invalid"),
    ] {
        let reply = kith.get(&format!("{SEARCH}?{query}")).by(kith.ada).send().await;
        assert_eq!(reply.codes(400).join(" "), codes, "{query}");
    }
}

#[actix_web::test]
async fn only_admins_find_and_nobody_is_404() {
    let kith = Kith::start().await;
    for caller in [kith.anna, kith.mo] {
        let reply = kith.get(SEARCH).by(caller).send().await;
        assert_eq!(reply.codes(403), ["permission_denied"]);
    }
    assert_eq!(kith.get(SEARCH).send().await.codes(401), ["not_authenticated"]);
    for query in ["username=zoe", "email=zoe@example.com", "ext_id=1&provider=google"] {
        let reply = kith.get(&format!("{SEARCH}?{query}")).by(kith.ada).send().await;
        assert_eq!(reply.codes(404), ["not_found"]);
    }
}
