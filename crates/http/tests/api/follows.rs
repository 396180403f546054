//! Following, and the calls that belong to the other mode (contract, section 8).

use kith_domain::community::Mode;
use serde_json::{Value, json};

use crate::support::Kith;

fn ids(page: &Value) -> Vec<i64> {
    page["results"].as_array().unwrap().iter().map(|user| user["id"].as_i64().unwrap()).collect()
}

#[actix_web::test]
async fn following_is_one_sided_and_undone_by_itself() {
    let kith = Kith::start_in(Mode::Follow).await;
    let (anna, bruno) = (kith.anna, kith.bruno);
    for follows in [true, false, true] {
        kith.act(anna, "follow", bruno).await.empty(204);
        assert_eq!(kith.sees(anna, bruno, "is_followed/").await, follows);
        assert_eq!(kith.sees(anna, bruno, "is_follower").await, false);
        assert_eq!(kith.sees(bruno, anna, "is_followed").await, false);
        assert_eq!(kith.sees(bruno, anna, "is_follower/").await, follows);
        let status = if follows { json!("followed") } else { Value::Null };
        assert_eq!(kith.sees(anna, bruno, "connection_status").await, status);
        assert_eq!(kith.sees(bruno, anna, "connection_status").await, Value::Null);
        let counted = u64::from(follows);
        for (user, followers, followings) in [(anna, 0, counted), (bruno, counted, 0)] {
            let path = format!("/api/v2/user/{user}/counters/");
            let expected =
                json!({"followers": followers, "followings": followings, "categories": 0});
            assert_eq!(kith.get(&path).send().await.json(200), expected);
            let seen = kith.sees(anna, user, "").await;
            assert_eq!(
                (&seen["followers_counter"], &seen["followings_counter"]),
                (&json!(followers), &json!(followings))
            );
        }
        // Bruno may write to Anna, who follows him; not the other way round.
        assert_eq!(kith.sees(bruno, anna, "").await["can_send_pm_to"], follows);
        assert_eq!(kith.sees(anna, bruno, "").await["can_send_pm_to"], false);
    }
    kith.does(anna, "hide", bruno).await;
    assert_eq!(kith.sees(bruno, anna, "").await["can_send_pm_to"], false);
    let statuses = kith.post("/api/v2/user/connection/statuses/").by(anna);
    let statuses = statuses.json(&json!({"users": [1, 2, 3]})).send().await.json(200);
    assert_eq!(statuses, json!({"connection_statuses": {"1": null, "2": "followed", "3": null}}));
}

#[actix_web::test]
async fn both_ends_are_listed_with_those_first_whom_the_caller_follows() {
    let kith = Kith::start_in(Mode::Follow).await;
    let (anna, bruno, ada, mo) = (kith.anna, kith.bruno, kith.ada, kith.mo);
    for follower in [mo, ada, bruno] {
        kith.does(follower, "follow", anna).await;
    }
    for followed in [ada, bruno, mo] {
        kith.does(anna, "follow", followed).await;
    }
    kith.does(bruno, "follow", mo).await;
    for (list, query, expected) in [
        ("followers", "", &[4, 2, 3][..]),
        ("followers", "?mutual=1", &[4]),
        ("followers", "?mutual=0", &[2, 3]),
        ("followers", "?limit=1&offset=1", &[2]),
        ("followings", "", &[4, 2, 3]),
        ("followings", "?mutual=1&limit=5", &[4]),
        ("followings", "?mutual=0", &[2, 3]),
    ] {
        let path = format!("/api/v2/user/1/{list}/{query}");
        let page = kith.get(&path).by(bruno).send().await.json(200);
        assert_eq!(ids(&page), expected, "{path}");
        let first = &page["results"][0]["connection_status"];
        assert_eq!(
            *first,
            if expected[0] == 4 { json!("followed") } else { Value::Null },
            "{path}"
        );
    }
    let anonymous = kith.get("/api/v2/user/1/followers").send().await.json(200);
    assert_eq!((ids(&anonymous), &anonymous["count"]), (vec![2, 3, 4], &json!(3)));
    for wrong in ["followers", "followings"] {
        let reply = kith.get(&format!("/api/v2/user/1/{wrong}/?mutual=x")).send().await;
        assert_eq!(reply.codes(400), ["mutual:invalid"]);
        let reply = kith.get(&format!("/api/v2/user/99/{wrong}/")).send().await;
        assert_eq!(reply.codes(404), ["not_found"]);
    }
}

#[actix_web::test]
async fn who_hides_or_is_blocked_follows_nobody_anew_and_may_still_stop() {
    for trouble in ["hides", "is hidden", "is blocked"] {
        let kith = Kith::start_in(Mode::Follow).await;
        kith.does(kith.bruno, "follow", kith.anna).await;
        match trouble {
            "hides" => kith.does(kith.bruno, "hide", kith.anna).await,
            "is hidden" => kith.does(kith.anna, "hide", kith.bruno).await,
            _ => kith.block(kith.bruno).await,
        }
        kith.act(kith.bruno, "follow", kith.anna).await.empty(204);
        assert_eq!(kith.sees(kith.bruno, kith.anna, "is_followed").await, false);
        let before = kith.store.dump();
        let reply = kith.act(kith.bruno, "follow", kith.anna).await;
        assert_eq!(reply.codes(403), ["permission_denied"], "{trouble}");
        assert_eq!(kith.store.dump(), before);
    }
}

#[actix_web::test]
async fn oneself_and_nobody_cannot_be_followed() {
    let kith = Kith::start_in(Mode::Follow).await;
    let before = kith.store.dump();
    assert_eq!(kith.act(kith.anna, "follow", kith.anna).await.codes(400), ["invalid"]);
    let nobody = kith.post("/api/v2/user/99/follow/").by(kith.anna).send().await;
    assert_eq!(nobody.codes(404), ["not_found"]);
    for look in ["is_followed", "is_follower"] {
        let path = format!("/api/v2/user/99/{look}/");
        assert_eq!(kith.get(&path).by(kith.anna).send().await.codes(404), ["not_found"]);
        assert_eq!(kith.get(&path).send().await.codes(401), ["not_authenticated"]);
        assert_eq!(kith.sees(kith.anna, kith.anna, look).await, false);
    }
    assert_eq!(kith.post("/api/v2/user/2/follow/").send().await.codes(401), ["not_authenticated"]);
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn a_community_of_friends_follows_nobody() {
    let kith = Kith::start().await;
    for other in ["2", "1", "99"] {
        let path = format!("/api/v2/user/{other}");
        let reply = kith.post(&format!("{path}/follow/")).by(kith.anna).send().await;
        assert_eq!(reply.codes(403), ["follow_mode_required"]);
        for look in ["is_followed", "is_follower"] {
            let reply = kith.get(&format!("{path}/{look}/")).by(kith.anna).send().await;
            assert_eq!(reply.codes(403), ["follow_mode_required"]);
        }
    }
    for list in ["followers", "followings"] {
        let page = kith.get(&format!("/api/v2/user/1/{list}/")).send().await.json(200);
        let empty =
            json!({"count": 0, "next": null, "next_cursor": null, "previous": null, "results": []});
        assert_eq!(page, empty);
        let reply = kith.get(&format!("/api/v2/user/99/{list}/")).send().await;
        assert_eq!(reply.codes(404), ["not_found"]);
    }
}
