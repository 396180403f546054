//! Deleting users.

use kith_domain::client_user::{ClientUser, Deleted, Forgotten, GRACE, Restored};
use kith_domain::connection::Ties;
use kith_domain::provider_connection::Action;
use kith_domain::user::{Counters, Deletion, Lookup, Moderation, Registered, Status, User};
use uuid::Uuid;

use crate::SequentialUuids;
use crate::clients::client;
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::people::{anna, named};
use crate::providers::{connect, grant, perform, report, sealed};
use crate::ties;

pub async fn a_deleted_user_is_gone_from_every_read(ports: &Ports) {
    let user = connected(ports, "x").await;
    let face = ports.user(user.id).await.expect("is live");
    ports.forget(user.uuid, at(5)).await;
    assert_eq!(ports.client(user.id).await, None);
    assert_eq!(ports.client(user.uuid).await, None);
    assert_eq!(ports.referred("x").await, None);
    assert_eq!(ports.clients().await.total, 0);
    assert_eq!(ports.providers(user.id).await, None);
    assert_eq!(ports.providers(user.uuid).await, None);
    assert_eq!(ports.all_sealed().await, vec![]);
    // In the other API the user is as softly deleted as if it had been done there.
    let kept = User { status: Status::Deleted, deleted_at: Some(at(5)), ..face };
    assert_eq!(ports.user(user.id).await, Some(kept));
    assert_eq!(ports.users.member(user.id).await.expect("storage works"), None);
    assert_eq!(ports.trusted(user.id).await, None);
    ports.expect_legal(&[user.id]).await;
}

pub async fn what_is_unique_in_the_other_api_stays_taken(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    ports.forget(anna.uuid, at(0)).await;
    for (new, taken) in [
        (named("ANNA"), Registered::UsernameTaken),
        (named("carla").email("Anna@example.com"), Registered::EmailTaken),
        (named("carla").ext_id("crm-118"), Registered::ExtIdTaken),
    ] {
        let new = new.uuid(SequentialUuids::numbered(1)).build();
        assert_eq!(ports.users.register(&new).await.expect("storage works"), taken);
    }
    let found = ports.find(Lookup::Username("anna".parse().expect("valid"))).await;
    assert_eq!(found.map(|user| user.id), Some(anna.id));
}

pub async fn deletion_happens_once(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    ports.forget(user.uuid, at(0)).await;
    let before = ports.everything().await;
    assert_eq!(delete(ports, user.uuid, 60).await, Deleted::NoSuchUser);
    assert_eq!(ports.everything().await, before, "the first date stays");
    assert_eq!(ports.due(at(0) + GRACE).await, [user.id], "the first grace stays");
}

pub async fn who_is_not_there_cannot_be_deleted_by_the_team(ports: &Ports) {
    let retired = client("1").create(&*ports.client_users).await;
    ports.delete(retired.id, Deletion::Soft).await;
    let erased = client("2").create(&*ports.client_users).await;
    ports.delete(erased.id, Deletion::Hard).await;
    let before = ports.everything().await;
    for user in [retired.uuid, erased.uuid, SequentialUuids::numbered(1)] {
        assert_eq!(delete(ports, user, 0).await, Deleted::NoSuchUser);
    }
    assert_eq!(ports.everything().await, before);
    assert_eq!(ports.due(at(0) + GRACE).await, []);
}

pub async fn a_blocked_user_is_deleted_like_any(ports: &Ports) {
    let user = connected(ports, "x").await;
    ports.moderate(user.id, Moderation::Block).await;
    ports.forget(user.uuid, at(0)).await;
    assert_eq!(ports.user(user.id).await.map(|user| user.status), Some(Status::Deleted));
    ports.expect_legal(&[user.id]).await;
}

pub async fn deletion_by_the_team_concerns_nobody_else(ports: &Ports) {
    let other = connected(ports, "other").await;
    let before = ports.everything().await;
    let user = connected(ports, "x").await;
    ports.forget(user.uuid, at(0)).await;
    let others = ports.everything().await.into_iter().filter(|one| one.user.id == other.id);
    assert_eq!(others.collect::<Vec<_>>(), before);
}

pub async fn ties_sleep_while_a_user_is_deleted(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let friends = ports.crowd("friend", 5).await;
    let [friend, asked, asking, idol, fan] = friends.try_into().expect("five");
    ties::connect(&*ports.connections, user.id, friend).await;
    ties::request(&*ports.connections, user.id, asked).await;
    ties::request(&*ports.connections, asking, user.id).await;
    ties::follow(&*ports.follows, user.id, idol).await;
    ties::follow(&*ports.follows, fan, user.id).await;
    let all = [user.id, friend, asked, asking, idol, fan];
    let before = ports.everything().await;
    ports.expect_legal(&all).await;
    ports.forget(user.uuid, at(0)).await;
    for other in &all[1..] {
        assert_eq!(ports.counters(*other).await, Counters::default(), "{other}");
        assert_eq!(ports.ties(*other, user.id).await, None);
        assert_eq!(ports.ties(user.id, *other).await, Some(Ties::default()));
    }
    ports.expect_legal(&all).await;
    let restored = ports.undo(&Forgotten::Uuid(user.uuid), at(1)).await;
    assert_eq!(restored, Restored::Restored);
    assert_eq!(ports.everything().await, before, "every tie is awake again");
    ports.expect_legal(&all).await;
}

pub async fn soft_deletion_in_the_other_api_ends_connections_for_good(ports: &Ports) {
    for (number, moderated) in [false, true].into_iter().enumerate() {
        let user = connected(ports, &format!("x{number}")).await;
        if moderated {
            ports.moderate(user.id, Moderation::Delete(Deletion::Soft)).await;
        } else {
            ports.delete(user.id, Deletion::Soft).await;
        }
        assert_eq!(ports.client(user.uuid).await, None);
        assert_eq!(ports.providers(user.uuid).await, None);
        assert_eq!(ports.all_sealed().await, vec![]);
        ports.moderate(user.id, Moderation::Approve).await;
        assert_eq!(ports.providers(user.uuid).await, Some(vec![]), "they do not come back");
        let expected = ClientUser { connected_sources: vec![], ..user };
        assert_eq!(ports.client(expected.uuid).await.as_ref(), Some(&expected));
        assert_eq!(ports.all_sealed().await, vec![]);
        ports.expect_legal(&[expected.id]).await;
    }
}

pub async fn blocking_and_approving_leave_connections_alone(ports: &Ports) {
    let user = connected(ports, "x").await;
    let (before, sealed) = (ports.providers(user.id).await, ports.all_sealed().await);
    for moderation in [Moderation::Block, Moderation::Block, Moderation::Approve] {
        ports.moderate(user.id, moderation).await;
        assert_eq!(ports.client(user.id).await.as_ref(), Some(&user), "{moderation:?}");
        assert_eq!(ports.providers(user.id).await, before, "{moderation:?}");
        assert_eq!(ports.all_sealed().await, sealed, "{moderation:?}");
    }
}

/// A user with connections in every state, with credentials.
async fn connected(ports: &Ports, reference: &str) -> ClientUser {
    let user = client(reference).create(&*ports.client_users).await;
    let connections = &*ports.provider_connections;
    for provider in ["fitbit", "garmin", "oura"] {
        let credentials = sealed("k1", provider.as_bytes());
        let granted = grant(&format!("{provider}-{reference}"), &["daily"]);
        connect(connections, user.uuid, provider, granted, Some(&credentials)).await;
    }
    perform(connections, user.uuid, "garmin", &report("It broke.")).await;
    perform(connections, user.uuid, "oura", &Action::Pause).await;
    ports.client(user.uuid).await.expect("is live")
}

async fn delete(ports: &Ports, user: Uuid, second: i64) -> Deleted {
    let deleted = ports.client_users.delete(user, at(second), at(second) + GRACE).await;
    deleted.expect("storage works")
}
