//! Whoever must wait for many others still gets a turn, and whoever reads among them misses nothing.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kith_domain::community::Mode;
use kith_domain::connection::{Act, Action, RequestBox};
use kith_domain::page::{PageRequest, Position};
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

/// Half of the requests stay, the others come and go while the list is read to its end, page by page.
async fn requests_that_stay_are_read_while_others_come_and_go(place: Place) {
    let database = place.open().await;
    let (users, connections) = (database.users(), database.connections());
    let mut ids = Vec::new();
    for number in 0..61 {
        users.register(&people::named(&format!("user{number}")).build()).await.unwrap();
        ids.push(users.list(ids.last().copied(), 1).await.unwrap()[0].id);
    }
    let anna = ids.remove(0);
    let act = move |actor, action| {
        let (mode, at) = (Mode::Friendship, FixedClock::start());
        Act { actor, other: anna, action, mode, at }
    };
    let (mut staying, mut fickle) = (Vec::new(), Vec::new());
    for (number, id) in ids.into_iter().enumerate() {
        connections.act(&act(id, Action::Request)).await.unwrap().unwrap();
        if number % 2 == 0 { staying.push(id) } else { fickle.push(id) }
    }
    let done = Arc::new(AtomicBool::new(false));
    let askers: Vec<_> = fickle
        .chunks(8)
        .map(|ids| {
            let (connections, done) = (database.connections(), Arc::clone(&done));
            let ids = ids.to_vec();
            tokio::spawn(async move {
                while !done.load(Ordering::Relaxed) {
                    for id in &ids {
                        for action in [Action::CancelRequest, Action::Request] {
                            connections.act(&act(*id, action)).await.unwrap().unwrap();
                        }
                    }
                }
            })
        })
        .collect();
    for _ in 0..50 {
        let (mut read, mut page) = (HashSet::new(), PageRequest::first(7));
        loop {
            let part = connections.requests(anna, RequestBox::Received, &page).await.unwrap();
            read.extend(part.items.into_iter().map(|request| request.other.user.id));
            let Some(next) = part.next else { break };
            page = PageRequest::new(7, Position::After(next));
        }
        for id in &staying {
            assert!(read.contains(id), "{id} was there throughout");
        }
    }
    done.store(true, Ordering::Relaxed);
    for asker in askers {
        asker.await.unwrap();
    }
    database.close();
}

on_both!(
    moderation_gets_its_turn_among_those_it_is_about,
    requests_that_stay_are_read_while_others_come_and_go
);
