//! Erasing those whose grace is over.

use chrono::TimeDelta;
use kith_domain::client_user::{ClientUser, Forgotten, GRACE, Restored};
use kith_domain::user::{Counters, Deletion, Moderation};
use kith_domain::{Timestamp, UserId};

use crate::clients::client;
use crate::contract::sources::{at, the_end};
use crate::contract::{Ports, stranger};
use crate::people::anna;
use crate::ties;

pub async fn users_are_due_when_the_grace_is_over_the_longest_due_first(ports: &Ports) {
    let users = forgotten(ports, [30, 10, 20, 10]).await;
    let [a, b, c, d] = users.map(|user| user.id);
    for (second, expected) in [
        (9, vec![]),
        (10, vec![b, d]),
        (19, vec![b, d]),
        (20, vec![b, d, c]),
        (30, vec![b, d, c, a]),
    ] {
        assert_eq!(ports.due(at(second) + GRACE).await, expected, "at {second}");
        let just_before = at(second) + GRACE - TimeDelta::microseconds(1);
        assert!(!ports.due(just_before).await.contains(&a), "at {second}");
    }
    for limit in 0..6 {
        let due = ports.client_users.due(the_end(), limit).await.expect("storage works");
        let all = [b, d, c, a];
        let limit = usize::try_from(limit).expect("small").min(all.len());
        assert_eq!(due, all[..limit], "at most {limit}");
    }
}

pub async fn erasing_leaves_nothing(ports: &Ports) {
    let friend = client("friend").create(&*ports.client_users).await;
    let before = ports.everything().await;
    let first = anna().register(&*ports.users).await;
    ties::connect(&*ports.connections, first.id, friend.id).await;
    ties::follow(&*ports.follows, friend.id, first.id).await;
    ties::hide(&*ports.hides, first.id, friend.id).await;
    ports.forget(first.uuid, at(0)).await;
    assert!(erase(ports, first.id, at(0) + GRACE).await);
    assert_eq!(ports.everything().await, before);
    assert_eq!(ports.user(first.id).await, None);
    assert!(!erase(ports, first.id, the_end()).await, "there is nobody to erase any more");
    let again = anna().register(&*ports.users).await;
    assert_ne!(again.id, first.id);
    assert_eq!(ports.counters(friend.id).await, Counters::default());
    ports.expect_legal(&[friend.id, first.id, again.id]).await;
}

pub async fn whoever_is_not_due_is_not_erased(ports: &Ports) {
    let [due, restored, approved] = forgotten(ports, [0, 0, 0]).await;
    let just_before = at(0) + GRACE - TimeDelta::microseconds(1);
    assert!(!erase(ports, due.id, just_before).await, "not yet");
    let undone = ports.undo(&Forgotten::Uuid(restored.uuid), at(1)).await;
    assert_eq!(undone, Restored::Restored);
    ports.moderate(approved.id, Moderation::Approve).await;
    let live = client("live").create(&*ports.client_users).await;
    let retired = client("retired").create(&*ports.client_users).await;
    ports.delete(retired.id, Deletion::Soft).await;
    let before = ports.everything().await;
    for user in [restored.id, approved.id, live.id, retired.id, stranger()] {
        assert!(!erase(ports, user, the_end()).await, "{user}");
    }
    assert_eq!(ports.everything().await, before);
    assert!(erase(ports, due.id, at(0) + GRACE).await);
    assert_eq!(ports.everything().await.len(), before.len() - 1);
}

/// Users whom the team has deleted at these seconds.
async fn forgotten<const N: usize>(ports: &Ports, seconds: [i64; N]) -> [ClientUser; N] {
    let mut users = Vec::new();
    for (number, second) in seconds.into_iter().enumerate() {
        let user = client(&number.to_string()).create(&*ports.client_users).await;
        ports.forget(user.uuid, at(second)).await;
        users.push(user);
    }
    users.try_into().expect("as many as seconds")
}

async fn erase(ports: &Ports, user: UserId, now: Timestamp) -> bool {
    ports.client_users.erase(user, now).await.expect("storage works")
}
