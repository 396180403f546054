//! Moderating users.

use chrono::TimeDelta;
use kith_domain::UserId;
use kith_domain::association::Linked;
use kith_domain::user::{Deletion, Moderated, Moderation, Role, Status, User};

use crate::FixedClock;
use crate::accounts::social;
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, full_profile, named};
use crate::ties::connect;

const ALL: [Moderation; 4] = [
    Moderation::Approve,
    Moderation::Block,
    Moderation::Delete(Deletion::Soft),
    Moderation::Delete(Deletion::Hard),
];

pub async fn a_user_is_blocked_until_approved(ports: &Ports) {
    let anna = anna().profile(full_profile()).register(&*ports.users).await;
    let bruno = bruno().register(&*ports.users).await;
    for (moderation, status) in [
        (Moderation::Block, Status::Blocked),
        (Moderation::Block, Status::Blocked),
        (Moderation::Approve, Status::Approved),
        (Moderation::Approve, Status::Approved),
    ] {
        assert_eq!(moderate(ports, anna.id, moderation, false).await, Moderated::Done);
        let expected = User { status, ..anna.clone() };
        assert_eq!(ports.user(anna.id).await, Some(expected), "{moderation:?}");
        let member = ports.users.member(anna.id).await.expect("storage works");
        assert_eq!(member.map(|member| member.status), Some(status), "a blocked user signs in");
    }
    assert_eq!(ports.user(bruno.id).await, Some(bruno), "nobody else is touched");
}

pub async fn moderators_delete_softly_once_and_for_good(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let soft = Moderation::Delete(Deletion::Soft);
    for days in [0, 1] {
        let at = FixedClock::start() + TimeDelta::days(days);
        let moderated = ports.users.moderate(anna.id, soft, false, at).await;
        assert_eq!(moderated.expect("storage works"), Moderated::Done);
        let deleted_at = Some(FixedClock::start());
        let expected = User { status: Status::Deleted, deleted_at, ..anna.clone() };
        assert_eq!(ports.user(anna.id).await, Some(expected), "the first date stays");
    }
    let hard = Moderation::Delete(Deletion::Hard);
    assert_eq!(moderate(ports, anna.id, hard, false).await, Moderated::Done);
    assert_eq!(ports.everything().await, vec![]);
    assert_eq!(moderate(ports, anna.id, hard, false).await, Moderated::NoSuchUser);
}

pub async fn approving_brings_a_softly_deleted_user_back_as_they_were(ports: &Ports) {
    let anna = anna().profile(full_profile()).role(Role::Editor).register(&*ports.users).await;
    social(anna.id, "google", "1155").shown().link(&*ports.associations).await;
    let before = ports.everything().await;
    ports.delete(anna.id, Deletion::Soft).await;
    assert_eq!(moderate(ports, anna.id, Moderation::Approve, false).await, Moderated::Done);
    assert_eq!(ports.everything().await, before);
    let link = social(anna.id, "google", "2").build();
    let linked = ports.associations.link(&link).await.expect("storage works");
    assert!(matches!(linked, Linked::Linked(_)), "{linked:?}");
}

pub async fn blocking_a_softly_deleted_user_brings_them_back_blocked(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let bruno = bruno().register(&*ports.users).await;
    connect(&*ports.connections, anna.id, bruno.id).await;
    ports.delete(anna.id, Deletion::Soft).await;
    assert_eq!(moderate(ports, anna.id, Moderation::Block, false).await, Moderated::Done);
    let user = ports.user(anna.id).await.expect("is kept");
    assert_eq!((user.status, user.deleted_at), (Status::Blocked, None));
    for id in [anna.id, bruno.id] {
        assert_eq!(ports.counters(id).await.connections, 1);
    }
    ports.expect_legal(&[anna.id, bruno.id]).await;
}

pub async fn only_whoever_reaches_admins_moderates_one(ports: &Ports) {
    for role in Role::ALL.iter().copied().map(Some).chain([None]) {
        for deleted in [false, true] {
            for moderation in ALL {
                let name = format!(
                    "{}-{deleted}-{}",
                    role.map_or("none", Role::as_str),
                    label(moderation)
                );
                let mut new = named(&name);
                if let Some(role) = role {
                    new = new.role(role);
                }
                let user = new.register(&*ports.users).await;
                if deleted {
                    ports.delete(user.id, Deletion::Soft).await;
                }
                let before = ports.user(user.id).await;
                let moderated = moderate(ports, user.id, moderation, false).await;
                if role == Some(Role::Admin) {
                    assert_eq!(moderated, Moderated::Forbidden, "{name}");
                    assert_eq!(ports.user(user.id).await, before, "{name}");
                    let moderated = moderate(ports, user.id, moderation, true).await;
                    assert_eq!(moderated, Moderated::Done, "{name}");
                } else {
                    assert_eq!(moderated, Moderated::Done, "{name}");
                }
                let status = ports.user(user.id).await.map(|user| user.status);
                let expected = match moderation {
                    Moderation::Approve => Some(Status::Approved),
                    Moderation::Block => Some(Status::Blocked),
                    Moderation::Delete(Deletion::Soft) => Some(Status::Deleted),
                    Moderation::Delete(Deletion::Hard) => None,
                };
                assert_eq!(status, expected, "{name}");
            }
        }
    }
}

pub async fn who_is_not_there_is_not_moderated(ports: &Ports) {
    let erased = named("erased").role(Role::Admin).register(&*ports.users).await.id;
    ports.delete(erased, Deletion::Hard).await;
    for id in [erased, stranger()] {
        for moderation in ALL {
            for admins_too in [false, true] {
                let moderated = moderate(ports, id, moderation, admins_too).await;
                assert_eq!(moderated, Moderated::NoSuchUser, "{moderation:?}");
            }
        }
    }
    assert_eq!(ports.everything().await, vec![]);
}

fn label(moderation: Moderation) -> &'static str {
    match moderation {
        Moderation::Approve => "approve",
        Moderation::Block => "block",
        Moderation::Delete(Deletion::Soft) => "soft",
        Moderation::Delete(Deletion::Hard) => "hard",
    }
}

async fn moderate(
    ports: &Ports,
    id: UserId,
    moderation: Moderation,
    admins_too: bool,
) -> Moderated {
    let at = FixedClock::start();
    ports.users.moderate(id, moderation, admins_too, at).await.expect("storage works")
}
