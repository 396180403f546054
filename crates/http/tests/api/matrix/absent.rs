//! What is told of users who are not there, or not there for the caller: nothing, to the byte.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::callers::{Caller, World};
use super::requests::{self, Request};
use super::{Outcome, ask, cell, worlds};
use crate::support::Reply;

/// What became of somebody called Greta before she is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gone {
    /// She never was.
    Never,
    /// She was deleted for good.
    Erased,
    /// She has deleted herself, and can be brought back.
    Softly,
    /// The team has deleted her, and can bring her back.
    ByTheTeam,
}

const GONE: [(Gone, &str); 4] = [
    (Gone::Never, "never"),
    (Gone::Erased, "erased"),
    (Gone::Softly, "soft"),
    (Gone::ByTheTeam, "team"),
];

/// Asks about Greta.
async fn ask_about(world: &World, request: &Request, caller: Caller, gone: Gone) -> Reply {
    let kith = &world.kith;
    world.restore();
    // She has the same ids wherever she is: those of who registers next.
    let greta = kith.person("greta").await;
    let uuid = kith.uuid(greta).await.to_string();
    match gone {
        Gone::Never => world.restore(),
        Gone::Erased | Gone::Softly => {
            let hard = if gone == Gone::Erased { "?hard=1" } else { "" };
            let path = format!("/api/v2/user/{greta}/{hard}");
            kith.delete(&path).by(greta).send().await.empty(204);
        }
        Gone::ByTheTeam => {
            kith.delete(&format!("/v2/user/{uuid}")).keyed().send().await.plain_json(200);
        }
    }
    let before = kith.store.dump();
    let reply = world.by(caller, request.ask(world, &greta.to_string(), &uuid)).send().await;
    if !reply.status.is_success() {
        assert_eq!(kith.store.dump(), before, "{} {}", request.method, request.template);
    }
    reply
}

fn same(one: &Reply, other: &Reply) -> bool {
    let headers = |reply: &Reply| {
        let all = reply.headers.iter().map(|(name, value)| (name.to_string(), value.clone()));
        all.collect::<BTreeSet<_>>()
    };
    one.status == other.status && headers(one) == headers(other) && one.body == other.body
}

#[actix_web::test]
async fn who_is_gone_is_as_if_they_had_never_been() {
    let worlds = worlds().await;
    let mut table = cell::legend();
    table.push_str("  =  status, headers and body are those for somebody who never was\n\n");
    let callers = [(Caller::Other, "other"), (Caller::Admin, "admin"), (Caller::Key, "key")];
    let _ = write!(table, "{:<60}", "");
    for (_, name) in callers {
        for (_, gone) in GONE {
            let _ = write!(table, " {:<12}", format!("{name}, {gone}"));
        }
    }
    for request in requests::all().iter().filter(|request| request.names_the_target()) {
        if request.template.contains("dynamic_preference") {
            continue;
        }
        let world = request.world(&worlds);
        let name = format!("{} {}", request.method, request.template);
        let _ = write!(table, "\n{name:<60}");
        for (caller, _) in callers {
            let never = ask_about(world, request, caller, Gone::Never).await;
            for (gone, _) in GONE {
                let reply = ask_about(world, request, caller, gone).await;
                let equal = same(&reply, &never);
                // There is nothing of who was erased, so nothing may tell.
                assert!(equal || gone != Gone::Erased, "{name} tells {caller:?} of who is erased");
                let mark = if equal { "=" } else { "" };
                let cell = cell::status_and_mark(request.template, &reply) + mark;
                let _ = write!(table, " {cell:<12}");
            }
        }
    }
    let table = table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    insta::assert_snapshot!("absent", table);
}

/// Whoever is stopped at the door does not learn who is behind it.
#[actix_web::test]
async fn a_refused_caller_gets_the_same_bytes_whoever_is_asked_about() {
    let worlds = worlds().await;
    let mut compared = 0;
    for request in requests::all().iter().filter(|request| request.names_the_target()) {
        let world = request.world(&worlds);
        for (caller, _) in Caller::ALL {
            if matches!(caller, Caller::HiddenByTarget | Caller::HidesTarget | Caller::Blocked) {
                // Who is refused for what is between two has been told before that both are there.
                continue;
            }
            let Outcome { reply, .. } = ask(world, request, caller).await;
            if ![401, 403].contains(&reply.status.as_u16()) || caller == Caller::BlockedAdmin {
                continue;
            }
            let never = ask_about(world, request, caller, Gone::Never).await;
            assert!(same(&reply, &never), "{} {} {caller:?}", request.method, request.template);
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared}");
}

/// Why two cannot be tied to each other is not said: who hides whom, or who is blocked.
#[actix_web::test]
async fn a_tie_is_refused_with_the_same_bytes_whatever_the_reason() {
    let worlds = worlds().await;
    let mut refused = 0;
    for request in requests::all() {
        let world = request.world(&worlds);
        let hidden = ask(world, &request, Caller::HiddenByTarget).await.reply;
        if hidden.status != 403 || !request.names_the_target() {
            continue;
        }
        for caller in [Caller::HidesTarget, Caller::Blocked] {
            let reply = ask(world, &request, caller).await.reply;
            assert!(same(&reply, &hidden), "{} {caller:?}", request.template);
        }
        refused += 1;
    }
    assert!(refused >= 4, "{refused}");
}
