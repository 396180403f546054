//! What the two APIs do to one user, one after the other.

use kith_domain::client_user::{Forgotten, GRACE, Restored};
use kith_domain::user::{Deleted, Deletion, Moderated, Moderation, ProfileEdit, Status};

use crate::SequentialUuids;
use crate::clients::client;
use crate::contract::Ports;
use crate::contract::sources::{at, the_end};
use crate::people::named;
use crate::ties::connect;

const BACK: [(Moderation, Status); 2] =
    [(Moderation::Approve, Status::Approved), (Moderation::Block, Status::Blocked)];

pub async fn moderation_brings_a_user_back_and_ends_the_grace(ports: &Ports) {
    for (number, (moderation, status)) in BACK.into_iter().enumerate() {
        let user = client(&number.to_string()).create(&*ports.client_users).await;
        let friend = named(&format!("friend-{number}")).register(&*ports.users).await;
        connect(&*ports.connections, user.id, friend.id).await;
        ports.forget(user.uuid, at(0)).await;
        ports.moderate(user.id, moderation).await;
        assert_eq!(ports.client(user.id).await.as_ref(), Some(&user), "{moderation:?}");
        let found = ports.user(user.id).await.expect("is kept");
        assert_eq!((found.status, found.deleted_at), (status, None));
        assert_eq!(ports.counters(friend.id).await.connections, 1);
        assert_eq!(ports.due(the_end()).await, [], "nobody is to be erased any more");
        let undone = ports.undo(&Forgotten::Uuid(user.uuid), at(1)).await;
        assert_eq!(undone, Restored::NoSuchUser, "there is nothing to take back any more");
        ports.expect_legal(&[user.id, friend.id]).await;
        // Neither is it so after a deletion there, which the team has nothing to do with.
        ports.delete(user.id, Deletion::Soft).await;
        assert_eq!(ports.due(the_end()).await, []);
        let undone = ports.undo(&Forgotten::Uuid(user.uuid), at(1)).await;
        assert_eq!(undone, Restored::NoSuchUser);
    }
}

pub async fn whoever_is_brought_back_without_their_reference_has_the_uuid(ports: &Ports) {
    for (number, (moderation, status)) in BACK.into_iter().enumerate() {
        for by_the_team in [false, true] {
            let reference = format!("{number} {by_the_team}");
            let user = client(&reference).time_zone("Asia/Tokyo");
            let user = user.create(&*ports.client_users).await;
            if by_the_team {
                ports.forget(user.uuid, at(0)).await;
            } else {
                ports.delete(user.id, Deletion::Soft).await;
            }
            let number = u64::try_from(number * 2 + usize::from(by_the_team)).expect("small");
            let heir = client(&reference).uuid(SequentialUuids::numbered(number));
            let heir = heir.create(&*ports.client_users).await;
            ports.moderate(user.id, moderation).await;
            let found = ports.client(user.id).await.expect("is live");
            assert_eq!(found.client_user_id.as_str(), user.uuid.to_string());
            assert_eq!(found.fallback_time_zone, user.fallback_time_zone);
            assert_eq!(ports.referred(&reference).await, Some(heir.clone()));
            assert_eq!(ports.user(user.id).await.map(|user| user.status), Some(status));
            ports.expect_legal(&[user.id, heir.id]).await;
        }
    }
}

pub async fn whoever_finds_even_their_uuid_taken_has_what_nobody_has(ports: &Ports) {
    for (round, (moderation, _)) in BACK.into_iter().enumerate() {
        let reference = format!("x{round}");
        let user = client(&reference).create(&*ports.client_users).await;
        ports.forget(user.uuid, at(0)).await;
        let mut all = vec![user.id];
        for (number, taken) in [reference, user.uuid.to_string()].iter().enumerate() {
            let uuid = SequentialUuids::numbered(u64::try_from(round * 2 + number).expect("small"));
            all.push(client(taken).uuid(uuid).create(&*ports.client_users).await.id);
        }
        ports.moderate(user.id, moderation).await;
        let mut references = Vec::new();
        for id in &all {
            references.push(ports.client(*id).await.expect("is live").client_user_id);
        }
        references.sort();
        references.dedup();
        assert_eq!(references.len(), all.len());
        ports.expect_legal(&all).await;
    }
}

pub async fn soft_deletion_of_whoever_is_deleted_leaves_the_grace(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    ports.moderate(user.id, Moderation::Block).await;
    ports.forget(user.uuid, at(0)).await;
    let before = ports.everything().await;
    let deleted = ports.users.delete(user.id, Deletion::Soft, at(60)).await;
    assert_eq!(deleted.expect("storage works"), Deleted::Already);
    let soft = Moderation::Delete(Deletion::Soft);
    let moderated = ports.users.moderate(user.id, soft, true, at(60)).await;
    assert_eq!(moderated.expect("storage works"), Moderated::Done);
    assert_eq!(ports.everything().await, before);
    assert_eq!(ports.due(at(0) + GRACE).await, [user.id]);
    assert_eq!(ports.undo(&Forgotten::Uuid(user.uuid), at(61)).await, Restored::Restored);
    let status = ports.user(user.id).await.map(|user| user.status);
    assert_eq!(status, Some(Status::Blocked), "the standing before is still known");
}

pub async fn hard_deletion_of_whoever_is_deleted_leaves_nothing(ports: &Ports) {
    for moderated in [false, true] {
        let user = client("x").create(&*ports.client_users).await;
        ports.forget(user.uuid, at(0)).await;
        if moderated {
            ports.moderate(user.id, Moderation::Delete(Deletion::Hard)).await;
        } else {
            ports.delete(user.id, Deletion::Hard).await;
        }
        assert_eq!(ports.everything().await, vec![]);
        assert_eq!(ports.due(the_end()).await, []);
        let undone = ports.undo(&Forgotten::Uuid(user.uuid), at(1)).await;
        assert_eq!(undone, Restored::NoSuchUser);
        ports.expect_legal(&[user.id]).await;
    }
}

pub async fn whoever_was_deleted_in_the_other_api_is_never_due(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    ports.delete(user.id, Deletion::Soft).await;
    assert_eq!(ports.due(the_end()).await, []);
    assert!(!ports.client_users.erase(user.id, the_end()).await.expect("storage works"));
    ports.moderate(user.id, Moderation::Approve).await;
    assert_eq!(ports.client(user.id).await, Some(user), "back with the reference");
}

pub async fn a_name_that_is_chosen_in_the_other_api_is_shown(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let edit = ProfileEdit { username: "anna".parse().ok(), ..ProfileEdit::default() };
    ports.users.edit(user.id, &edit).await.expect("storage works");
    let found = ports.client(user.id).await.expect("is live");
    assert_eq!(found.username.as_str(), "anna");
    assert_eq!(found.client_user_id, user.client_user_id);
}
