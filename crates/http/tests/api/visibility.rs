//! Who may ask what, and what of a user they see: golden tables, reviewed as such (contract, sections
//! 2.2, 3 and 9).

use std::fmt::Write as _;

use actix_web::http::Method;
use kith_domain::UserId;
use kith_domain::community::Mode;
use serde_json::Value;

use crate::support::Kith;

/// Every operation but those of other chapters, and how it answers a caller without a body.
#[actix_web::test]
async fn every_operation_for_every_kind_of_caller() {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let mut table = String::from(
        "anonymous where contents are available, anonymous elsewhere, bad token | member, blocked member, moderator, admin\n",
    );
    for (path, item) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/api/") {
            continue;
        }
        for method in item.as_object().unwrap().keys().map(|method| method.to_uppercase()) {
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let _ = write!(table, "{:<6} {path:<52}", method.as_str());
            for mode in [Mode::Friendship, Mode::Follow] {
                let _ = write!(table, "  {mode:?}:");
                for caller in 0..7 {
                    let separator = if caller == 3 { " |" } else { "" };
                    let status = answer(&method, path, mode, caller).await;
                    let _ = write!(table, "{separator} {status}");
                }
            }
            table.push('\n');
        }
    }
    insta::assert_snapshot!("operations", table);
}

async fn answer(method: &Method, path: &str, mode: Mode, caller: usize) -> u16 {
    let kith = Kith::start_with(|services| {
        services.community.mode = mode;
        services.community.content_availability = caller == 0;
    });
    let kith = kith.await;
    let cleo = kith.person("cleo").await;
    if caller == 4 {
        kith.block(cleo).await;
    }
    let before = kith.store.dump();
    let ask = kith.ask(method.clone(), &path.replace("{id}", "2"));
    let ask = match caller {
        0 | 1 => ask,
        2 => ask.bearer("bad"),
        3 | 4 => ask.by(cleo),
        5 => ask.by(kith.mo),
        _ => ask.by(kith.ada),
    };
    let reply = ask.send().await;
    if !reply.status.is_success() {
        assert!(!reply.codes(reply.status.as_u16()).is_empty());
        assert_eq!(kith.store.dump(), before, "{method} {path}");
    }
    reply.status.as_u16()
}

/// What a table about Anna shows of her in one answer.
fn shown(user: &Value) -> String {
    let user = user.as_object().unwrap();
    assert!(user.contains_key("connection_status"));
    let counter = |name: &str| user.get(name).map_or("-".to_owned(), ToString::to_string);
    let counters = [
        "connections_counter",
        "connection_requests_sent_counter",
        "connection_requests_received_counter",
        "followers_counter",
        "followings_counter",
    ];
    let counters = counters.map(counter).join(" ");
    let private: Vec<_> = ["email", "status", "role", "permission", "can_send_pm_to", "uuid"]
        .into_iter()
        .filter_map(|name| match user.get(name)? {
            Value::Bool(truth) => Some(format!("{name}={truth}")),
            _ => Some(name.to_owned()),
        })
        .collect();
    let status = user["connection_status"].as_str().unwrap_or("null");
    format!("{status:<28} {counters}  {}", private.join(" ")).trim_end().to_owned()
}

/// Anna and everybody who can stand to her in some way, in both modes at once.
async fn people(mode: Mode) -> (Kith, Vec<(&'static str, Option<UserId>)>) {
    let kith = Kith::start().await;
    let anna = kith.anna;
    let mut people = vec![("anonymous", None), ("oneself", Some(anna)), ("admin", Some(kith.ada))];
    for name in ["stranger", "friend", "asker", "asked", "rejecter", "rejected"] {
        people.push((name, Some(kith.person(name).await)));
    }
    for name in ["hiding-friend", "hidden-friend", "follower", "followed"] {
        people.push((name, Some(kith.person(name).await)));
    }
    let named = |wanted: &str| people.iter().find(|(name, _)| *name == wanted).unwrap().1.unwrap();
    kith.connect(anna, named("friend")).await;
    kith.does(named("asker"), "connection/request", anna).await;
    kith.does(anna, "connection/request", named("asked")).await;
    kith.does(anna, "connection/request", named("rejecter")).await;
    kith.does(named("rejecter"), "connection/reject", anna).await;
    kith.does(named("rejected"), "connection/request", anna).await;
    kith.does(anna, "connection/reject", named("rejected")).await;
    kith.connect(anna, named("hiding-friend")).await;
    kith.connect(anna, named("hidden-friend")).await;
    let following = with_data_of(&kith, Mode::Follow).await;
    following.does(named("follower"), "follow", anna).await;
    following.does(named("hidden-friend"), "follow", anna).await;
    following.does(anna, "follow", named("followed")).await;
    following.does(anna, "follow", named("hiding-friend")).await;
    kith.does(named("hiding-friend"), "hide", anna).await;
    kith.does(anna, "hide", named("hidden-friend")).await;
    let kith = with_data_of(&kith, mode).await;
    (kith, people)
}

/// Another community over the same data.
async fn with_data_of(kith: &Kith, mode: Mode) -> Kith {
    let store = std::sync::Arc::new(kith.store.clone());
    Kith::start_with(|services| {
        services.community.mode = mode;
        services.users = store.clone();
        services.connections = store.clone();
        services.follows = store.clone();
        services.hides = store;
    })
    .await
}

#[actix_web::test]
async fn every_viewer_of_anna_in_every_place() {
    let mut table = String::from(
        "connection_status; connections, sent, received, followers, followings; private\n",
    );
    for mode in [Mode::Friendship, Mode::Follow] {
        let (kith, people) = people(mode).await;
        for (place, path) in [
            ("the user", "/api/v2/user/1/"),
            ("all users", "/api/v2/user/?username=anna"),
            ("search", "/api/v2/user/search/?username=anna"),
            ("account", "/api/v2/account/search/?username=anna"),
            ("me", "/api/v2/user/me/"),
        ] {
            let _ = writeln!(table, "\n{mode:?}, {place}");
            for (name, viewer) in &people {
                let mut ask = kith.get(path);
                if let Some(viewer) = viewer {
                    ask = ask.by(*viewer);
                }
                let reply = ask.send().await;
                let row = if reply.status == 200 {
                    let body = reply.json(200);
                    body.get("results").map_or_else(
                        || shown(&body),
                        |found| found.get(0).map_or_else(|| "not listed".to_owned(), shown),
                    )
                } else {
                    reply.codes(reply.status.as_u16()).join(" ")
                };
                if place == "me" && *name != "oneself" && *name != "anonymous" {
                    continue;
                }
                let _ = writeln!(table, "  {name:<14} {row}");
            }
        }
    }
    insta::assert_snapshot!("viewers", table);
}
