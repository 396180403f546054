//! Deleting users, softly and for good.

use kith_domain::association::Linked;
use kith_domain::user::{Deleted, Deletion, Lookup, Registered, Status, User};
use kith_domain::visibility::Audience;
use kith_domain::{Timestamp, UserId};

use crate::FixedClock;
use crate::accounts::{account, external, social};
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, full_profile, named};

pub async fn a_softly_deleted_user_is_kept_but_no_member(ports: &Ports) {
    let anna = rich_anna(ports).await;
    let at: Timestamp = "2026-11-22T09:10:11.123456Z".parse().expect("an instant");
    let deleted = ports.users.delete(anna.id, Deletion::Soft, at).await.expect("storage works");
    assert_eq!(deleted, Deleted::Deleted);
    let kept = User { status: Status::Deleted, deleted_at: Some(at), ..anna.clone() };
    assert_eq!(ports.user(anna.id).await.as_ref(), Some(&kept));
    for lookup in lookups() {
        assert_eq!(ports.find(lookup).await.as_ref(), Some(&kept));
    }
    assert_eq!(ports.users.member(anna.id).await.expect("storage works"), None);
    assert_eq!(ports.trusted(anna.id).await, None);
}

pub async fn soft_deletion_keeps_everything_taken(ports: &Ports) {
    let anna = rich_anna(ports).await;
    let bruno = bruno().register(&*ports.users).await;
    delete(ports, anna.id, Deletion::Soft, Deleted::Deleted).await;
    for (new, taken) in [
        (named("ANNA"), Registered::UsernameTaken),
        (named("carla").email("Anna@example.com"), Registered::EmailTaken),
        (named("carla").ext_id("crm-118"), Registered::ExtIdTaken),
    ] {
        let refused = ports.users.register(&new.build()).await.expect("storage works");
        assert_eq!(refused, taken);
    }
    for new in [external(bruno.id, "crm-118"), social(bruno.id, "google", "1155")] {
        let refused = ports.associations.link(&new.build()).await.expect("storage works");
        assert_eq!(refused, Linked::Taken);
    }
}

pub async fn soft_deletion_happens_once(ports: &Ports) {
    let anna = rich_anna(ports).await;
    delete(ports, anna.id, Deletion::Soft, Deleted::Deleted).await;
    let before = ports.everything().await;
    let later = FixedClock::start() + chrono::TimeDelta::days(1);
    let again = ports.users.delete(anna.id, Deletion::Soft, later).await.expect("storage works");
    assert_eq!(again, Deleted::Already);
    assert_eq!(ports.everything().await, before, "the first date stays");
}

pub async fn hard_deletion_leaves_nothing(ports: &Ports) {
    let anna = rich_anna(ports).await;
    delete(ports, anna.id, Deletion::Hard, Deleted::Deleted).await;
    expect_nothing_of(ports, anna.id).await;
    assert_eq!(ports.everything().await, vec![]);
}

pub async fn hard_deletion_follows_soft_deletion(ports: &Ports) {
    let anna = rich_anna(ports).await;
    delete(ports, anna.id, Deletion::Soft, Deleted::Deleted).await;
    delete(ports, anna.id, Deletion::Hard, Deleted::Deleted).await;
    expect_nothing_of(ports, anna.id).await;
    assert_eq!(ports.everything().await, vec![]);
}

pub async fn hard_deletion_frees_name_address_and_accounts(ports: &Ports) {
    let first = rich_anna(ports).await;
    let bruno = bruno().register(&*ports.users).await;
    delete(ports, first.id, Deletion::Hard, Deleted::Deleted).await;
    social(bruno.id, "google", "1155").link(&*ports.associations).await;
    // The very same person once more, UUID included, but with nothing of the former life.
    let second = anna().register(&*ports.users).await;
    assert_ne!(second.id, first.id);
    let associations = ports.trusted(second.id).await.expect("is live");
    assert_eq!(associations.len(), 1, "{associations:?}");
    assert_eq!(associations[0].account, account("external", "crm-118"));
}

pub async fn an_id_is_never_given_again(ports: &Ports) {
    let mut given = Vec::new();
    for round in 0..5 {
        // The highest id goes each time, and in the end everybody.
        let user = named(&format!("user-{round}")).register(&*ports.users).await;
        assert!(!given.contains(&user.id), "{} was given before: {given:?}", user.id);
        given.push(user.id);
        delete(ports, user.id, Deletion::Hard, Deleted::Deleted).await;
    }
    let anna = anna().register(&*ports.users).await;
    let bruno = bruno().register(&*ports.users).await;
    delete(ports, bruno.id, Deletion::Hard, Deleted::Deleted).await;
    delete(ports, anna.id, Deletion::Hard, Deleted::Deleted).await;
    let last = named("last").register(&*ports.users).await;
    assert!(![anna.id, bruno.id].contains(&last.id) && !given.contains(&last.id));
}

pub async fn who_is_not_there_cannot_be_deleted(ports: &Ports) {
    let erased = anna().register(&*ports.users).await.id;
    bruno().register(&*ports.users).await;
    delete(ports, erased, Deletion::Hard, Deleted::Deleted).await;
    let before = ports.everything().await;
    for id in [erased, stranger()] {
        for deletion in [Deletion::Soft, Deletion::Hard] {
            delete(ports, id, deletion, Deleted::NoSuchUser).await;
        }
    }
    assert_eq!(ports.everything().await, before);
}

pub async fn deletion_concerns_nobody_else(ports: &Ports) {
    let bruno = bruno().ext_id("crm-2").register(&*ports.users).await;
    social(bruno.id, "google", "2").link(&*ports.associations).await;
    let before = ports.everything().await;
    let anna = rich_anna(ports).await;
    delete(ports, anna.id, Deletion::Soft, Deleted::Deleted).await;
    let others: Vec<_> =
        ports.everything().await.into_iter().filter(|one| one.user.id != anna.id).collect();
    assert_eq!(others, before);
    delete(ports, anna.id, Deletion::Hard, Deleted::Deleted).await;
    assert_eq!(ports.everything().await, before);
}

/// Anna with everything that a user can have.
async fn rich_anna(ports: &Ports) -> User {
    let anna = anna().profile(full_profile()).register(&*ports.users).await;
    social(anna.id, "google", "1155").shown().link(&*ports.associations).await;
    external(anna.id, "crm-119").link(&*ports.associations).await;
    anna
}

/// Every way to find [`rich_anna`] but her id.
fn lookups() -> [Lookup; 5] {
    [
        Lookup::Username("anna".parse().expect("valid")),
        Lookup::Email("anna@example.com".parse().expect("valid")),
        Lookup::Account(account("external", "crm-118")),
        Lookup::Account(account("external", "crm-119")),
        Lookup::Account(account("google", "1155")),
    ]
}

async fn delete(ports: &Ports, id: UserId, deletion: Deletion, expected: Deleted) {
    let deleted = ports.users.delete(id, deletion, FixedClock::start()).await;
    assert_eq!(deleted.expect("storage works"), expected);
}

async fn expect_nothing_of(ports: &Ports, id: UserId) {
    assert_eq!(ports.user(id).await, None);
    assert_eq!(ports.users.member(id).await.expect("storage works"), None);
    for lookup in lookups() {
        assert_eq!(ports.find(lookup).await, None);
    }
    for audience in [Audience::Trusted, Audience::Public] {
        assert_eq!(ports.associations.of(id, audience).await.expect("storage works"), None);
    }
}
