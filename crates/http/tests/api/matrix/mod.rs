//! Every operation for every kind of caller: golden tables, reviewed as such, each with the
//! promise that a request which is refused, or only asks, has changed nothing (I8).
//!
//! A route that has no request in `requests.rs` fails the test.

mod absent;
mod callers;
mod cell;
mod requests;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use actix_web::http::Method;
use kith_domain::community::Mode;

use callers::{Caller, World};
use requests::Request;

use crate::support::{Reply, tokens};

/// POSTs that only ask.
const ASKING: [&str; 4] = [
    "/api/v2/jwt/verify_token/",
    "/api/v2/sso/signin/",
    "/api/v2/user/connection/statuses/",
    "/v2/link/bulk_export",
];

async fn worlds() -> [World; 2] {
    [World::new(Mode::Friendship).await, World::new(Mode::Follow).await]
}

/// What came back, and whether the store is another since.
struct Outcome {
    reply: Reply,
    changed: bool,
}

async fn ask(world: &World, request: &Request, caller: Caller) -> Outcome {
    let anna = world.kith.anna;
    world.restore();
    request.prepare(world, caller, anna).await;
    world.estrange(caller, anna).await;
    request.conclude(world, anna).await;
    let before = world.kith.store.dump();
    let ask = request.ask(world, &anna.to_string(), &world.uuid);
    let reply = world.by(caller, ask).send().await;
    let changed = world.kith.store.dump() != before;
    Outcome { reply, changed }
}

#[test]
fn every_operation_of_the_document_has_a_row_and_no_other() {
    let document = serde_json::to_value(kith_http::openapi()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            documented.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    let rows = requests::all();
    let named: BTreeSet<_> =
        rows.iter().map(|row| format!("{} {}", row.method, row.template)).collect();
    assert_eq!(named, documented, "requests.rs has a request to every operation");
    assert_eq!(named.len(), rows.len());
}

/// Or a bad token would prove nothing: it could be refused for something else.
#[actix_web::test]
async fn a_bad_token_is_bad_for_one_reason_only() {
    let world = World::new(Mode::Friendship).await;
    let me = || world.kith.get("/api/v2/user/me/");
    assert_eq!(me().bearer(&tokens::hs256(&world.claims())).send().await.status, 200);
    for caller in [Caller::Expired, Caller::Deleted, Caller::WrongAlgorithm] {
        assert_eq!(world.by(caller, me()).send().await.codes(401), ["token_not_valid"]);
    }
}

#[actix_web::test]
async fn every_caller_at_every_operation() {
    let worlds = worlds().await;
    let mut table = cell::legend();
    let _ = write!(table, "\n{:<60}", "");
    for (_, heading) in Caller::ALL {
        let _ = write!(table, " {heading:<7}");
    }
    for request in requests::all() {
        let name = format!("{} {}", request.method, request.template);
        let _ = write!(table, "\n{name:<60}");
        let world = request.world(&worlds);
        let mut ever_changes = false;
        let mut anonymous = None;
        for (caller, _) in Caller::ALL {
            let Outcome { reply, changed } = ask(world, &request, caller).await;
            let only_asks = request.method == Method::GET || ASKING.contains(&request.template);
            assert!(
                !changed || (reply.status.is_success() && !only_asks),
                "{name} changed something for {caller:?} and answered {}",
                reply.status
            );
            hold(&request, caller, &reply, anonymous.as_ref());
            let star = if changed { "*" } else { "" };
            let cell = cell::status_and_mark(request.template, &reply) + star;
            let _ = write!(table, " {cell:<7}");
            ever_changes |= changed;
            if caller == Caller::Anonymous {
                anonymous = Some(reply);
            }
        }
        let changing = request.method != Method::GET && !ASKING.contains(&request.template);
        assert_eq!(ever_changes, changing, "{name}: the request changes something if it may");
    }
    let table = table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("callers", table);
}

/// What is true of every row, whatever the table says.
fn hold(request: &Request, caller: Caller, reply: &Reply, anonymous: Option<&Reply>) {
    let name = format!("{} {} for {caller:?}", request.method, request.template);
    let status = reply.status.as_u16();
    match request.template.split('/').nth(1) {
        // A bad token is refused where none is needed, and a key is nothing at all.
        Some("api") if caller.has_a_bad_token() => assert_eq!(status, 401, "{name}"),
        Some("api") if caller.has_a_key() => {
            assert_eq!(Some(&reply.body), anonymous.map(|reply| &reply.body), "{name}");
        }
        // Below these, only the team, and below the second admins, get further than the door.
        Some("v2") => assert_eq!(status == 401, caller != Caller::Key, "{name}"),
        Some("kith") => {
            let opens = matches!(caller, Caller::Key | Caller::Admin);
            assert_eq!(reply.status.is_success(), opens, "{name}: {status}");
        }
        _ => {}
    }
}
