//! Taking back deletions.

use chrono::TimeDelta;
use kith_domain::client_user::{ClientUserEdit, Edited, Forgotten, GRACE, Restored};
use kith_domain::user::{Deletion, Moderation, Status};

use crate::SequentialUuids;
use crate::clients::{NewClientBuilder, client};
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::people::anna;
use crate::providers::{connect, grant, sealed};

pub async fn a_user_comes_back_by_either_name_without_connections(ports: &Ports) {
    let new = rich("x").create(&*ports.client_users).await;
    let before = ports.everything().await;
    for forgotten in [Forgotten::Uuid(new.uuid), by_reference("x")] {
        let granted = grant("FB1", &["weight"]);
        let credentials = sealed("k1", b"tokens");
        connect(&*ports.provider_connections, new.uuid, "fitbit", granted, Some(&credentials))
            .await;
        ports.forget(new.uuid, at(0)).await;
        assert_eq!(ports.undo(&forgotten, at(1)).await, Restored::Restored, "{forgotten:?}");
        assert_eq!(ports.client(new.uuid).await.as_ref(), Some(&new));
        assert_eq!(ports.referred("x").await.as_ref(), Some(&new));
        assert_eq!(ports.everything().await, before, "nothing else, and no connection");
        ports.expect_legal(&[new.id]).await;
    }
}

pub async fn a_user_comes_back_in_the_standing_they_had(ports: &Ports) {
    for (number, status) in [Status::Approved, Status::Blocked].into_iter().enumerate() {
        let user = client(&number.to_string()).create(&*ports.client_users).await;
        if status == Status::Blocked {
            ports.moderate(user.id, Moderation::Block).await;
        }
        ports.forget(user.uuid, at(0)).await;
        assert_eq!(ports.undo(&Forgotten::Uuid(user.uuid), at(1)).await, Restored::Restored);
        let found = ports.user(user.id).await.expect("is kept");
        assert_eq!((found.status, found.deleted_at), (status, None));
        let member = ports.users.member(user.id).await.expect("storage works");
        assert_eq!(member.map(|member| member.status), Some(status));
    }
}

pub async fn a_user_of_the_other_api_comes_back_with_everything(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let before = ports.everything().await;
    ports.forget(anna.uuid, at(0)).await;
    let reference = by_reference(&anna.uuid.to_string());
    assert_eq!(ports.undo(&reference, at(1)).await, Restored::Restored);
    assert_eq!(ports.everything().await, before);
    assert_eq!(ports.user(anna.id).await, Some(anna));
}

pub async fn the_grace_ends_to_the_microsecond(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    ports.forget(user.uuid, at(0)).await;
    let end = at(0) + GRACE;
    let before = ports.everything().await;
    for late in [end, end + TimeDelta::microseconds(1), end + TimeDelta::days(1)] {
        for forgotten in [Forgotten::Uuid(user.uuid), by_reference("x")] {
            assert_eq!(ports.undo(&forgotten, late).await, Restored::NoSuchUser, "{late}");
            assert_eq!(ports.everything().await, before);
        }
    }
    for forgotten in [Forgotten::Uuid(user.uuid), by_reference("x")] {
        let just = end - TimeDelta::microseconds(1);
        assert_eq!(ports.undo(&forgotten, just).await, Restored::Restored);
        ports.forget(user.uuid, at(0)).await;
    }
}

pub async fn of_several_with_one_reference_the_latest_comes_back(ports: &Ports) {
    let mut lives = Vec::new();
    for number in 1..=3 {
        let uuid = SequentialUuids::numbered(number);
        let user = client("x").uuid(uuid).create(&*ports.client_users).await;
        // Whoever was made first is deleted last: the deletion counts.
        let second = i64::try_from(100 * (4 - number)).expect("small");
        ports.forget(user.uuid, at(second)).await;
        lives.push((user, second));
    }
    for (user, _) in &lives {
        assert_eq!(ports.undo(&by_reference("x"), at(400)).await, Restored::Restored);
        assert_eq!(ports.referred("x").await.map(|found| found.uuid), Some(user.uuid));
        // Then that one no longer has the reference, and the next is the latest.
        let edit =
            ClientUserEdit { client_user_id: Some(user.uuid.into()), ..ClientUserEdit::default() };
        let edited = ports.client_users.edit(user.uuid, &edit, at(400)).await;
        assert_eq!(edited.expect("storage works"), Edited::Edited);
    }
    assert_eq!(ports.undo(&by_reference("x"), at(400)).await, Restored::NoSuchUser);
}

pub async fn whose_grace_is_over_is_not_the_latest(ports: &Ports) {
    let uuids = [1, 2].map(SequentialUuids::numbered);
    for (uuid, second, grace) in [(uuids[0], 0, GRACE), (uuids[1], 10, TimeDelta::seconds(5))] {
        client("x").uuid(uuid).create(&*ports.client_users).await;
        let deleted = ports.client_users.delete(uuid, at(second), at(second) + grace).await;
        deleted.expect("storage works");
    }
    assert_eq!(ports.undo(&by_reference("x"), at(20)).await, Restored::Restored);
    assert_eq!(ports.referred("x").await.map(|found| found.uuid), Some(uuids[0]));
}

pub async fn nobody_comes_back_to_a_reference_that_is_taken(ports: &Ports) {
    let first = rich("x").create(&*ports.client_users).await;
    ports.forget(first.uuid, at(0)).await;
    let uuid = SequentialUuids::numbered(1);
    let second = client("x").uuid(uuid).create(&*ports.client_users).await;
    let before = ports.everything().await;
    for forgotten in [Forgotten::Uuid(first.uuid), by_reference("x")] {
        assert_eq!(ports.undo(&forgotten, at(1)).await, Restored::Taken, "{forgotten:?}");
        assert_eq!(ports.everything().await, before);
    }
    // Once the reference is free, the deletion can be taken back again.
    ports.delete(second.id, Deletion::Soft).await;
    assert_eq!(ports.undo(&Forgotten::Uuid(first.uuid), at(1)).await, Restored::Restored);
    assert_eq!(ports.referred("x").await, Some(first.clone()));
    ports.expect_legal(&[first.id, second.id]).await;
}

pub async fn only_deletions_by_the_team_are_taken_back(ports: &Ports) {
    let live = client("live").create(&*ports.client_users).await;
    let retired = client("retired").create(&*ports.client_users).await;
    ports.delete(retired.id, Deletion::Soft).await;
    let moderated = client("moderated").create(&*ports.client_users).await;
    ports.moderate(moderated.id, Moderation::Delete(Deletion::Soft)).await;
    let erased = client("erased").create(&*ports.client_users).await;
    ports.forget(erased.uuid, at(0)).await;
    ports.delete(erased.id, Deletion::Hard).await;
    let before = ports.everything().await;
    let stored = [live, retired, moderated, erased].map(|user| (user.uuid, user.client_user_id));
    let stranger = client("stranger").build();
    for (uuid, reference) in stored.into_iter().chain([(stranger.uuid, stranger.client_user_id)]) {
        for forgotten in [Forgotten::Uuid(uuid), Forgotten::ClientUserId(reference)] {
            assert_eq!(ports.undo(&forgotten, at(1)).await, Restored::NoSuchUser, "{forgotten:?}");
        }
    }
    assert_eq!(ports.everything().await, before);
}

pub async fn each_deletion_is_taken_back_once_and_has_a_grace_of_its_own(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let forgotten = Forgotten::Uuid(user.uuid);
    for second in [0, 500] {
        ports.forget(user.uuid, at(second)).await;
        assert_eq!(ports.due(at(second - 1) + GRACE).await, []);
        assert_eq!(ports.due(at(second) + GRACE).await, [user.id]);
        assert_eq!(ports.undo(&forgotten, at(second + 1)).await, Restored::Restored);
        assert_eq!(ports.undo(&forgotten, at(second + 1)).await, Restored::NoSuchUser);
        assert_eq!(ports.due(at(1_000) + GRACE).await, [], "nobody is to be erased any more");
    }
}

fn rich(reference: &str) -> NewClientBuilder {
    client(reference).time_zone("Europe/London").born("1980-03-13").ingestion("2024-01-01", "")
}

fn by_reference(reference: &str) -> Forgotten {
    Forgotten::ClientUserId(reference.parse().expect("valid"))
}
