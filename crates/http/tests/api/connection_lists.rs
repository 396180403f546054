//! Whom somebody is connected with (contract, section 6), and how lists are cut into pages (2.4).

use serde_json::{Value, json};

use crate::support::Kith;

/// Anna, connected with Bruno, Mo, Ada and three more, in this order; Bruno with Mo and the last one.
async fn friends() -> Kith {
    let kith = Kith::start().await;
    for name in ["x", "y", "z"] {
        kith.person(name).await;
    }
    let others = [kith.bruno, kith.mo, kith.ada].into_iter().chain([5, 6, 7].map(id));
    for other in others {
        kith.connect(kith.anna, other).await;
    }
    kith.connect(kith.bruno, kith.mo).await;
    kith.connect(id(7), kith.bruno).await;
    kith
}

fn id(number: i64) -> kith_domain::UserId {
    kith_domain::UserId::new(number).unwrap()
}

fn ids(page: &Value) -> Vec<i64> {
    page["results"].as_array().unwrap().iter().map(|user| user["id"].as_i64().unwrap()).collect()
}

#[actix_web::test]
async fn mutual_ones_come_first_and_then_the_newest() {
    let kith = friends().await;
    let path = "/api/v2/user/1/connections/";
    let by_bruno = kith.get(path).by(kith.bruno).send().await.json(200);
    // Bruno is in the list himself: not mutual, and tied to nobody there.
    assert_eq!(ids(&by_bruno), [7, 4, 6, 5, 3, 2]);
    let statuses: Vec<_> =
        by_bruno["results"].as_array().unwrap().iter().map(|u| &u["connection_status"]).collect();
    assert_eq!(json!(statuses), json!(["connected", "connected", null, null, null, null]));
    for (viewer, query, expected, count) in [
        (Some(kith.bruno), "?mutual=1", &[7, 4][..], 2),
        (Some(kith.bruno), "?mutual=0", &[6, 5, 3, 2], 4),
        (Some(kith.bruno), "?mutual=", &[7, 4, 6, 5, 3, 2], 6),
        (Some(kith.anna), "", &[7, 6, 5, 3, 4, 2], 6),
        (Some(kith.anna), "?mutual=1", &[7, 6, 5, 3, 4, 2], 6),
        (Some(kith.anna), "?mutual=0", &[], 0),
        (None, "", &[7, 6, 5, 3, 4, 2], 6),
        (None, "?mutual=1", &[], 0),
        (None, "?mutual=0", &[7, 6, 5, 3, 4, 2], 6),
    ] {
        let mut ask = kith.get(&format!("{path}{query}"));
        if let Some(viewer) = viewer {
            ask = ask.by(viewer);
        }
        let page = ask.send().await.json(200);
        assert_eq!(
            (ids(&page).as_slice(), &page["count"]),
            (expected, &json!(count)),
            "{viewer:?} {query}"
        );
    }
    for wrong in ["2", "-1", "true", "x", "01"] {
        let reply = kith.get(&format!("{path}?mutual={wrong}")).send().await;
        assert_eq!(reply.codes(400), ["mutual:invalid"], "{wrong}");
    }
}

#[actix_web::test]
async fn deleted_users_are_neither_listed_nor_counted_nor_asked_about() {
    let kith = friends().await;
    kith.delete("/api/v2/user/4/").by(kith.ada).send().await.empty(204);
    let page = kith.get("/api/v2/user/1/connections/").by(kith.bruno).send().await.json(200);
    assert_eq!((ids(&page), &page["count"]), (vec![7, 6, 5, 3, 2], &json!(5)));
    assert_eq!(kith.sees(kith.bruno, kith.anna, "").await["connections_counter"], 5);
    for what in ["connections", "counters", "followers", "followings"] {
        for nobody in [4, 99] {
            let path = format!("/api/v2/user/{nobody}/{what}/");
            assert_eq!(
                kith.get(&path).by(kith.anna).send().await.codes(404),
                ["not_found"],
                "{path}"
            );
        }
    }
}

#[actix_web::test]
async fn hidden_people_stay_in_the_list_and_in_the_count() {
    let kith = friends().await;
    let before = kith.get("/api/v2/user/1/connections/").by(kith.bruno).send().await.json(200);
    kith.does(kith.mo, "hide", kith.bruno).await;
    kith.does(kith.bruno, "hide", id(7)).await;
    let after = kith.get("/api/v2/user/1/connections/").by(kith.bruno).send().await.json(200);
    assert_eq!(after, before);
}

#[actix_web::test]
async fn pages_lead_to_each_other() {
    let kith = friends().await;
    let base = "http://kith.example";
    let path = "/api/v2/user/1/connections/?x=%C3%A9+%2b&limit=2&mutual=&y";
    let mut page = kith.get(path).send().await.json(200);
    let url = |offset: &str| {
        json!(format!("{base}/api/v2/user/1/connections/?x=%C3%A9+%2b&limit=2&mutual=&y{offset}"))
    };
    assert_eq!((&page["next"], &page["previous"]), (&url("&offset=2"), &Value::Null));
    let mut seen = ids(&page);
    for (next, previous) in [(url("&offset=4"), url("")), (Value::Null, url("&offset=2"))] {
        let path = page["next"].as_str().unwrap().strip_prefix(base).unwrap().to_owned();
        page = kith.get(&path).send().await.json(200);
        assert_eq!(
            (&page["next"], &page["previous"], &page["count"]),
            (&next, &previous, &json!(6))
        );
        seen.extend(ids(&page));
    }
    assert_eq!(seen, [7, 6, 5, 3, 4, 2]);
    assert_eq!(page["next_cursor"], Value::Null);
    // Behind the end, and within the first page.
    for (query, next, previous, count) in [
        ("?limit=2&offset=6", "", "?limit=2&offset=4", 0),
        ("?limit=2&offset=99", "", "?limit=2&offset=97", 0),
        ("?offset=1&limit=2", "?offset=3&limit=2", "?limit=2", 2),
        ("?limit=2&offset=9223372036854775807", "", "?limit=2&offset=9223372036854775805", 0),
        ("?limit=2&offset=99999999999999999999", "", "?limit=2&offset=9223372036854775805", 0),
    ] {
        let page = kith.get(&format!("/api/v2/user/1/connections{query}")).send().await.json(200);
        let url = |query: &str| match query {
            "" => Value::Null,
            query => json!(format!("{base}/api/v2/user/1/connections{query}")),
        };
        assert_eq!((&page["next"], &page["previous"]), (&url(next), &url(previous)), "{query}");
        assert_eq!(ids(&page).len(), count, "{query}");
        assert_eq!(page["count"], 6);
    }
}

#[actix_web::test]
async fn a_wrong_limit_is_the_usual_one_and_too_much_is_cut() {
    let kith = Kith::start().await;
    for number in 0..103 {
        kith.person(&format!("person-{number:03}")).await;
    }
    for (query, length, next) in [
        ("", 20, "?limit=20&offset=20"),
        ("?limit=0", 20, "?limit=20&offset=20"),
        ("?limit=-1", 20, "?limit=20&offset=20"),
        ("?limit=x&offset=y", 20, "?limit=20&offset=20"),
        ("?limit=%EF%BC%91", 20, "?limit=20&offset=20"),
        ("?limit=1.5&offset=-3", 20, "?limit=20&offset=20"),
        ("?limit=&offset=", 20, "?limit=20&offset=20"),
        ("?limit=1", 1, "?limit=1&offset=1"),
        ("?limit=100", 100, "?limit=100&offset=100"),
        ("?limit=101", 100, "?limit=100&offset=100"),
        ("?limit=99999999999999999999", 100, "?limit=100&offset=100"),
        ("?offset=90", 17, ""),
    ] {
        let page = kith.get(&format!("/api/v2/user/{query}")).by(kith.anna).send().await.json(200);
        let expected = match next {
            "" => Value::Null,
            next => json!(format!("http://kith.example/api/v2/user/{next}")),
        };
        assert_eq!((ids(&page).len(), &page["next"]), (length, &expected), "{query}");
        assert_eq!(page["count"], 107);
    }
    for twice in ["limit", "offset", "cursor"] {
        let reply =
            kith.get(&format!("/api/v2/user/?{twice}=1&{twice}=1")).by(kith.anna).send().await;
        assert!(reply.codes(400).contains(&format!("{twice}:invalid")), "{twice}");
    }
}

#[actix_web::test]
async fn a_cursor_goes_on_behind_its_page_whatever_happens_before_it() {
    let kith = friends().await;
    let first = kith.get("/api/v2/user/1/connections/?limit=2").send().await.json(200);
    assert_eq!(ids(&first), [7, 6]);
    let cursor = first["next_cursor"].as_str().unwrap();
    // One of the first page goes, and a newer one comes.
    kith.does(kith.anna, "connection/remove", id(7)).await;
    let newest = kith.person("newest").await;
    kith.connect(kith.anna, newest).await;
    let mut seen = Vec::new();
    let mut path = format!("/api/v2/user/1/connections/?cursor={cursor}&limit=2&offset=1&x=1");
    loop {
        let page = kith.get(&path).send().await.json(200);
        seen.extend(ids(&page));
        assert_eq!(page["previous"], Value::Null);
        let Some(next) = page["next"].as_str() else { break };
        let cursor = page["next_cursor"].as_str().unwrap();
        let expected = format!("/api/v2/user/1/connections/?cursor={cursor}&limit=2&x=1");
        assert_eq!(next, format!("http://kith.example{expected}"));
        path = expected;
    }
    assert_eq!(seen, [5, 3, 4, 2]);
}

#[actix_web::test]
async fn a_cursor_that_is_none_is_refused() {
    let kith = friends().await;
    for path in [
        "/api/v2/user/1/connections/",
        "/api/v2/user/1/followers/",
        "/api/v2/user/1/followings/",
        "/api/v2/user/connection/requests/",
        "/api/v2/user/connection/requests_sent/",
        "/api/v2/user/",
        "/api/v2/user/search/",
        "/api/v2/user/autocomplete/",
        "/api/v2/user/hidden_users/",
        "/api/v2/dynamic_preference/",
        "/api/v2/dynamic_preference/search/",
        "/api/v2/feature/",
    ] {
        for wrong in ["x", "1", "1i", "0n.", "0n.9223372036854775808", "0tzz.1", "%00", "null"] {
            let reply = kith.get(&format!("{path}?cursor={wrong}")).by(kith.anna).send().await;
            assert_eq!(reply.codes(400), ["cursor:invalid"], "{path} {wrong}");
        }
        let page = kith.get(&format!("{path}?cursor=")).by(kith.anna).send().await.json(200);
        let keys: Vec<_> = page.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["count", "next", "next_cursor", "previous", "results"], "{path}");
    }
}
