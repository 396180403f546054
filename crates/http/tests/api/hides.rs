//! Hiding (contract, section 7).

use serde_json::{Value, json};

use crate::support::Kith;

#[actix_web::test]
async fn hiding_is_one_sided_and_undone_by_itself() {
    let kith = Kith::start().await;
    let (anna, bruno) = (kith.anna, kith.bruno);
    for hidden in [true, false, true] {
        kith.act(anna, "hide", bruno).await.empty(204);
        assert_eq!(kith.sees(anna, bruno, "is_hidden/").await, hidden);
        assert_eq!(kith.sees(anna, bruno, "is_hidden_by/").await, false);
        assert_eq!(kith.sees(bruno, anna, "is_hidden").await, false);
        assert_eq!(kith.sees(bruno, anna, "is_hidden_by").await, hidden);
    }
    assert_eq!(kith.sees(anna, anna, "is_hidden").await, false);
    assert_eq!(kith.sees(anna, anna, "is_hidden_by").await, false);
}

#[actix_web::test]
async fn what_there_was_stays_and_can_be_read() {
    let kith = Kith::start().await;
    kith.connect(kith.anna, kith.bruno).await;
    kith.does(kith.anna, "hide", kith.bruno).await;
    for (viewer, other) in [(kith.anna, kith.bruno), (kith.bruno, kith.anna)] {
        let seen = kith.sees(viewer, other, "").await;
        assert_eq!(seen["connection_status"], "connected");
        assert_eq!(seen["connections_counter"], 1);
        // But neither may write to the other.
        assert_eq!(seen["can_send_pm_to"], false);
    }
    kith.does(kith.anna, "hide", kith.bruno).await;
    assert_eq!(kith.sees(kith.bruno, kith.anna, "").await["can_send_pm_to"], true);
}

#[actix_web::test]
async fn the_hidden_are_listed_to_the_one_who_hides_them() {
    let kith = Kith::start().await;
    let ids =
        async |viewer| kith.get("/api/v2/user/hidden_users_id/").by(viewer).send().await.json(200);
    assert_eq!(ids(kith.anna).await, json!([]));
    kith.does(kith.anna, "hide", kith.mo).await;
    kith.does(kith.anna, "hide", kith.bruno).await;
    assert_eq!(ids(kith.anna).await, json!([2, 4]));
    assert_eq!(ids(kith.bruno).await, json!([]));
    let names = async |query: &str| {
        let path = format!("/api/v2/user/hidden_users/{query}");
        let page = kith.get(&path).by(kith.anna).send().await.json(200);
        let results = page["results"].as_array().unwrap().clone();
        assert!(page["count"].as_u64().unwrap() >= results.len() as u64);
        results.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (query, expected) in [
        ("", &["bruno", "mo"][..]),
        ("?ordering=-username", &["mo", "bruno"]),
        ("?ordering=nonsense", &["bruno", "mo"]),
        ("?limit=1&offset=1", &["mo"]),
        ("?search=BRU", &["bruno"]),
        ("?username=o", &["bruno", "mo"]),
        ("?real_name=bianchi", &["bruno"]),
        ("?gender=Female", &[]),
        ("?gender=Unspecified", &["bruno", "mo"]),
        ("?location=x", &[]),
        ("?description=x", &[]),
    ] {
        assert_eq!(names(query).await, expected, "{query}");
    }
    // Who is deleted is not listed.
    kith.delete("/api/v2/user/2/").by(kith.ada).send().await.empty(204);
    assert_eq!(ids(kith.anna).await, json!([4]));
    assert_eq!(names("").await, ["mo"]);
}

#[actix_web::test]
async fn hiding_needs_somebody_and_somebody_else() {
    let kith = Kith::start().await;
    let gone = kith.person("gone").await;
    kith.delete(&format!("/api/v2/user/{gone}/")).by(gone).send().await.empty(204);
    let before = kith.store.dump();
    assert_eq!(kith.act(kith.anna, "hide", kith.anna).await.codes(400), ["invalid"]);
    for nobody in [gone.to_string(), "99".to_owned()] {
        let path = format!("/api/v2/user/{nobody}");
        let hide = kith.post(&format!("{path}/hide/")).by(kith.anna).send().await;
        assert_eq!(hide.codes(404), ["not_found"]);
        for look in ["is_hidden", "is_hidden_by"] {
            let reply = kith.get(&format!("{path}/{look}/")).by(kith.anna).send().await;
            assert_eq!(reply.codes(404), ["not_found"]);
        }
    }
    for path in
        ["/2/is_hidden/", "/2/is_hidden_by/", "/hidden_users/?gender=x", "/hidden_users_id/"]
    {
        let reply = kith.get(&format!("/api/v2/user{path}")).send().await;
        assert_eq!(reply.codes(401), ["not_authenticated"]);
    }
    assert_eq!(kith.post("/api/v2/user/2/hide/").send().await.codes(401), ["not_authenticated"]);
    assert_eq!(kith.store.dump(), before);
}

#[actix_web::test]
async fn directories_leave_out_whom_the_caller_hides_and_nobody_else() {
    let kith = Kith::start().await;
    kith.does(kith.anna, "hide", kith.bruno).await;
    for path in ["/api/v2/user/", "/api/v2/user/search/", "/api/v2/user/autocomplete/"] {
        for (viewer, expected) in [(kith.anna, [1, 3, 4].as_slice()), (kith.bruno, &[1, 2, 3, 4])] {
            let page = kith.get(path).by(viewer).send().await.json(200);
            let ids: Vec<_> =
                page["results"].as_array().unwrap().iter().map(|user| user["id"].clone()).collect();
            assert_eq!(Value::from(ids), json!(expected), "{path}");
            assert_eq!(page["count"], expected.len());
        }
    }
}
