//! Lists of users: all, search, autocomplete, permission (contract, section 10).

use kith_domain::community::Mode;
use kith_testkit::people;
use serde_json::{Value, json};

use crate::support::Kith;

/// The people of every application, and Full (5), whose profile is filled in, and annabel (6).
async fn populated() -> Kith {
    let kith = Kith::start().await;
    people::named("Full").profile(people::full_profile()).register(&kith.store).await;
    people::named("annabel").register(&kith.store).await;
    kith
}

async fn ids(kith: &Kith, path: &str) -> Vec<i64> {
    let page = kith.get(path).by(kith.bruno).send().await.json(200);
    page["results"].as_array().unwrap().iter().map(|user| user["id"].as_i64().unwrap()).collect()
}

#[actix_web::test]
async fn users_are_found_by_what_they_say_of_themselves() {
    let kith = populated().await;
    for (query, expected) in [
        ("", &[1, 2, 3, 4, 5, 6][..]),
        ("?search=", &[1, 2, 3, 4, 5, 6]),
        ("?search=ANN", &[1, 5, 6]),
        ("?search=annabel", &[6]),
        ("?search=rossi", &[1, 5]),
        ("?username=anna", &[1, 6]),
        ("?username=ANNABEL", &[6]),
        ("?real_name=rossi", &[1, 5]),
        ("?location=milano", &[5]),
        ("?description=mountains", &[5]),
        ("?gender=Female", &[5]),
        ("?gender=Female&search=bruno", &[]),
        ("?search=%25", &[]),
        ("?search=_", &[]),
        ("?ordering=-id", &[6, 5, 4, 3, 2, 1]),
        ("?ordering=username", &[3, 1, 6, 2, 5, 4]),
        ("?ordering=-username", &[4, 5, 2, 6, 1, 3]),
        ("?ordering=password", &[1, 2, 3, 4, 5, 6]),
        ("?ordering=--id", &[1, 2, 3, 4, 5, 6]),
        ("?unknown=x&is_staff=maybe", &[1, 2, 3, 4, 5, 6]),
    ] {
        assert_eq!(ids(&kith, &format!("/api/v2/user/{query}")).await, expected, "{query}");
        let suggested = ids(&kith, &format!("/api/v2/user/autocomplete/{query}")).await;
        assert_eq!(suggested, expected, "autocomplete {query}");
    }
    for (query, expected) in [
        ("", &[1, 2, 3, 4, 5, 6][..]),
        ("?user=anna", &[1, 5, 6]),
        ("?user=anna&username=bruno&real_name=x", &[1, 5, 6]),
        ("?username=anna&real_name=rossi", &[1]),
        ("?is_staff=true", &[3, 4]),
        ("?is_staff=0", &[1, 2, 5, 6]),
        ("?search=nobody", &[1, 2, 3, 4, 5, 6]),
        ("?age=45%2B&lat_lng=x&user_position=x&tag=x&category=x", &[1, 2, 3, 4, 5, 6]),
        ("?ordering=distance", &[1, 2, 3, 4, 5, 6]),
    ] {
        assert_eq!(ids(&kith, &format!("/api/v2/user/search/{query}")).await, expected, "{query}");
    }
    assert_eq!(ids(&kith, "/api/v2/user/autocomplete/?search=anna&exclude=1,%206,").await, [5]);
    let later = people::named("rossi").register(&kith.store).await.id;
    // Whoever has exactly that name comes first, unless an order is asked for.
    assert_eq!(ids(&kith, "/api/v2/user/?search=Rossi").await, [later.get(), 1, 5]);
    assert_eq!(ids(&kith, "/api/v2/user/?search=Rossi&ordering=id").await, [1, 5, later.get()]);
}

#[actix_web::test]
async fn the_deleted_are_in_no_list_and_the_blocked_are() {
    let kith = populated().await;
    kith.delete("/api/v2/user/1/").by(kith.ada).send().await.empty(204);
    kith.block(kith.bruno).await;
    for path in ["/api/v2/user/", "/api/v2/user/search/", "/api/v2/user/autocomplete/"] {
        assert_eq!(ids(&kith, path).await, [2, 3, 4, 5, 6]);
    }
}

#[actix_web::test]
async fn a_suggestion_is_short() {
    let kith = populated().await;
    let page = kith.get("/api/v2/user/autocomplete/?search=anna").send().await.json(200);
    assert_eq!(
        page["results"][0],
        json!({
            "id": 1, "username": "anna", "real_name": "Anna Rossi", "ext_id": "crm-118",
            "avatar": "http://kith.example/assets/avatar.svg",
        })
    );
    assert_eq!(page["results"][1]["avatar"], "https://cdn.example/anna.png");
}

#[actix_web::test]
async fn what_cannot_be_looked_for_is_named() {
    let kith = populated().await;
    let long = "x".repeat(256);
    for (query, expected) in [
        (format!("search={long}"), "search:max_length"),
        ("search=a%00b".to_owned(), "search:invalid"),
        ("location=%0a".to_owned(), "location:invalid"),
        ("description=%e2%80%ae".to_owned(), "description:invalid"),
        ("gender=female".to_owned(), "gender:invalid"),
        ("username=a&username=b".to_owned(), "username:invalid"),
        ("search=%ff".to_owned(), "parse_error"),
    ] {
        for path in ["", "autocomplete/", "hidden_users/"] {
            let reply =
                kith.get(&format!("/api/v2/user/{path}?{query}")).by(kith.anna).send().await;
            assert_eq!(reply.codes(400), [expected], "{path} {query:.40}");
        }
    }
    for (path, expected) in [
        ("search/?is_staff=maybe", "is_staff:invalid"),
        ("search/?user=%00", "user:invalid"),
        ("autocomplete/?exclude=1,x", "exclude:invalid"),
        ("autocomplete/?exclude=0", "exclude:invalid"),
    ] {
        let reply = kith.get(&format!("/api/v2/user/{path}")).by(kith.anna).send().await;
        assert_eq!(reply.codes(400), [expected], "{path}");
    }
    let many = "7,".repeat(1001);
    let reply = kith.get(&format!("/api/v2/user/autocomplete/?exclude={many}")).send().await;
    assert_eq!(reply.codes(400), ["exclude:invalid"]);
}

#[actix_web::test]
async fn permission_is_that_of_me() {
    for mode in [Mode::Friendship, Mode::Follow] {
        let kith = Kith::start_in(mode).await;
        kith.block(kith.bruno).await;
        for user in [kith.anna, kith.bruno, kith.ada] {
            let me = kith.get("/api/v2/user/me/").by(user).send().await.json(200);
            let alone = kith.get("/api/v2/user/me/permission/").by(user).send().await.json(200);
            assert_eq!(alone, me["permission"]);
            let friend = mode == Mode::Friendship && user != kith.bruno;
            assert_eq!(alone["request_connection"], Value::from(friend));
        }
        let reply = kith.get("/api/v2/user/me/permission").send().await;
        assert_eq!(reply.codes(401), ["not_authenticated"]);
    }
}

#[actix_web::test]
async fn an_admin_sees_in_an_account_what_ties_them_to_it() {
    let kith = Kith::start().await;
    kith.connect(kith.ada, kith.anna).await;
    let find = async |name: &str| {
        let path = format!("/api/v2/account/search/?username={name}");
        kith.get(&path).by(kith.ada).send().await.json(200)
    };
    let found = find("anna").await;
    assert_eq!(
        (&found["connection_status"], &found["connections_counter"]),
        (&json!("connected"), &json!(1))
    );
    assert_eq!(find("ada").await["connection_status"], Value::Null);
    kith.delete("/api/v2/user/1/").by(kith.ada).send().await.empty(204);
    assert_eq!(find("anna").await["connection_status"], Value::Null);
}
