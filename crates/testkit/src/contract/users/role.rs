//! Giving and taking roles.

use kith_domain::user::{Deletion, Role, User};

use crate::FixedClock;
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, full_profile};

pub async fn a_role_is_given_changed_and_taken_away(ports: &Ports) {
    let anna = anna().profile(full_profile()).register(&*ports.users).await;
    let bruno = bruno().register(&*ports.users).await;
    for role in Role::ALL.iter().copied().map(Some).chain([None, None]) {
        let expected = User { role, ..anna.clone() };
        let given = ports.users.set_role(anna.id, role).await.expect("storage works");
        assert_eq!(given.as_ref(), Some(&expected));
        assert_eq!(ports.user(anna.id).await, Some(expected));
        let member = ports.users.member(anna.id).await.expect("storage works");
        assert_eq!(member.expect("is live").role, role);
    }
    assert_eq!(ports.user(bruno.id).await, Some(bruno));
}

pub async fn only_a_live_user_gets_a_role(ports: &Ports) {
    let deleted = anna().register(&*ports.users).await.id;
    let erased = bruno().register(&*ports.users).await.id;
    let at = FixedClock::start();
    ports.users.delete(deleted, Deletion::Soft, at).await.expect("storage works");
    ports.users.delete(erased, Deletion::Hard, at).await.expect("storage works");
    let before = ports.everything().await;
    for id in [deleted, erased, stranger()] {
        let given = ports.users.set_role(id, Some(Role::Admin)).await.expect("storage works");
        assert_eq!(given, None);
    }
    assert_eq!(ports.everything().await, before);
}
