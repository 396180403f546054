//! Moderating users.

use kith_domain::StoreError;
use kith_domain::access::ModeratorPermit;
use kith_domain::user::{
    Deletion, ModerateRefusal, Moderation, Role, Status, Users as _, moderate,
};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, people};

use crate::{assert_refused, member, stranger};

const ALL: [Moderation; 4] = [
    Moderation::Approve,
    Moderation::Block,
    Moderation::Delete(Deletion::Soft),
    Moderation::Delete(Deletion::Hard),
];

#[test]
fn only_moderators_and_admins_have_a_permit() {
    for role in Role::ALL.iter().copied().map(Some).chain([None]) {
        let permit = ModeratorPermit::of(&member(stranger(), role));
        let expected = match role {
            Some(Role::Admin) => Some(true),
            Some(Role::Moderator) => Some(false),
            Some(Role::Editor | Role::Publisher) | None => None,
        };
        assert_eq!(permit.ok().map(ModeratorPermit::reaches_admins), expected, "{role:?}");
    }
}

#[tokio::test]
async fn users_are_blocked_approved_and_deleted() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let anna = people::anna().register(&store).await.id;
    let moderator = people::named("mod").role(Role::Moderator).register(&store).await.id;
    let permit = ModeratorPermit::of(&member(moderator, Some(Role::Moderator))).unwrap();
    for (moderation, status) in [
        (Moderation::Block, Some(Status::Blocked)),
        (Moderation::Approve, Some(Status::Approved)),
        (Moderation::Delete(Deletion::Soft), Some(Status::Deleted)),
        (Moderation::Delete(Deletion::Soft), Some(Status::Deleted)),
        (Moderation::Approve, Some(Status::Approved)),
        (Moderation::Delete(Deletion::Hard), None),
    ] {
        moderate(&store, &clock, permit, anna, moderation).await.unwrap();
        let user = store.by_id(anna).await.unwrap();
        assert_eq!(user.as_ref().map(|user| user.status), status, "{moderation:?}");
        let deleted_at = user.and_then(|user| user.deleted_at);
        assert_eq!(deleted_at.is_some(), status == Some(Status::Deleted), "{moderation:?}");
    }
}

#[tokio::test]
async fn nobody_moderates_themselves_and_only_an_admin_an_admin() {
    let (store, clock) = (MemoryStore::new(), FixedClock::new());
    let ada = people::ada().register(&store).await.id;
    let moderator = people::named("mod").role(Role::Moderator).register(&store).await.id;
    let other_admin = people::named("eva").role(Role::Admin).register(&store).await.id;
    let of_moderator = ModeratorPermit::of(&member(moderator, Some(Role::Moderator))).unwrap();
    let of_admin = ModeratorPermit::of(&member(ada, Some(Role::Admin))).unwrap();
    let before = store.dump();
    for moderation in ALL {
        for (permit, user) in
            [(of_moderator, moderator), (of_admin, ada), (of_moderator, other_admin)]
        {
            let outcome = moderate(&store, &clock, permit, user, moderation).await;
            assert_refused!(outcome, ModerateRefusal::Forbidden, store, before);
        }
        for permit in [of_moderator, of_admin] {
            let outcome = moderate(&store, &clock, permit, stranger(), moderation).await;
            assert_refused!(outcome, ModerateRefusal::NoSuchUser, store, before);
        }
    }
    store.fail();
    let outcome = moderate(&store, &clock, of_admin, moderator, Moderation::Block).await;
    assert_refused!(outcome, ModerateRefusal::Store(StoreError::Unavailable(_)), store, before);
    store.recover();
    moderate(&store, &clock, of_admin, other_admin, Moderation::Block).await.unwrap();
    moderate(&store, &clock, of_admin, moderator, Moderation::Block).await.unwrap();
}
