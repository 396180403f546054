//! Whoever must wait for many others still gets a turn.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kith_domain::community::Mode;
use kith_domain::connection::{Act, Action};
use kith_domain::user::{Deletion, Moderated, Moderation};
use kith_testkit::{FixedClock, people};

use crate::database::Place;
use crate::migrations::on_both;

/// A user asks and takes back without end, and is moderated all the same, each time at once.
async fn moderation_gets_its_turn_among_those_it_is_about(place: Place) {
    let database = place.open().await;
    let users = database.users();
    let mut ids = Vec::new();
    for number in 0..9 {
        users.register(&people::named(&format!("user{number}")).build()).await.unwrap();
        ids.push(users.list(ids.last().copied(), 1).await.unwrap()[0].id);
    }
    let (hub, others) = (ids[4], [&ids[..4], &ids[5..]].concat());
    let done = Arc::new(AtomicBool::new(false));
    let askers: Vec<_> = others
        .into_iter()
        .map(|other| {
            let (connections, done) = (database.connections(), Arc::clone(&done));
            tokio::spawn(async move {
                while !done.load(Ordering::Relaxed) {
                    for action in [Action::Request, Action::CancelRequest] {
                        let (mode, at) = (Mode::Friendship, FixedClock::start());
                        let act = Act { actor: hub, other, action, mode, at };
                        // Refused while the user is blocked or deleted, but never kept from a turn.
                        let _ = connections.act(&act).await.unwrap();
                    }
                }
            })
        })
        .collect();
    for _ in 0..10 {
        for moderation in [
            Moderation::Block,
            Moderation::Approve,
            Moderation::Delete(Deletion::Soft),
            Moderation::Approve,
        ] {
            let moderated = users.moderate(hub, moderation, true, FixedClock::start()).await;
            assert_eq!(moderated.unwrap(), Moderated::Done, "{moderation:?}");
        }
    }
    done.store(true, Ordering::Relaxed);
    for asker in askers {
        asker.await.unwrap();
    }
    database.close();
    let report = kith_persistence::check(&place.options()).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
}

on_both!(moderation_gets_its_turn_among_those_it_is_about);
