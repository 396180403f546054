//! Unlinking an account.

use kith_domain::UserId;
use kith_domain::association::{ExternalAccount, Unlinked};
use kith_domain::user::Deletion;

use crate::FixedClock;
use crate::accounts::{account, external, social};
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, named};

pub async fn an_unlinked_account_is_gone_and_free(ports: &Ports) {
    let anna = named("anna").register(&*ports.users).await.id;
    let bruno = bruno().register(&*ports.users).await.id;
    let first = social(anna, "google", "1").link(&*ports.associations).await;
    let second = social(anna, "google", "2").link(&*ports.associations).await;
    let third = external(anna, "2").link(&*ports.associations).await;
    unlink(ports, anna, &second.account, Unlinked::Unlinked).await;
    assert_eq!(ports.trusted(anna).await, Some(vec![first, third]));
    assert_eq!(ports.holder(&second.account).await, None);
    social(bruno, "google", "2").link(&*ports.associations).await;
    assert_eq!(ports.holder(&second.account).await, Some(bruno));
}

pub async fn an_account_is_unlinked_once(ports: &Ports) {
    let anna = named("anna").register(&*ports.users).await.id;
    let account = account("google", "1155");
    unlink(ports, anna, &account, Unlinked::NotLinked).await;
    social(anna, "google", "1155").link(&*ports.associations).await;
    unlink(ports, anna, &account, Unlinked::Unlinked).await;
    unlink(ports, anna, &account, Unlinked::NotLinked).await;
    // What was linked again is unlinked again.
    social(anna, "google", "1155").link(&*ports.associations).await;
    unlink(ports, anna, &account, Unlinked::Unlinked).await;
    assert_eq!(ports.trusted(anna).await, Some(vec![]));
}

pub async fn nobody_unlinks_what_somebody_else_linked(ports: &Ports) {
    let anna = anna().register(&*ports.users).await.id;
    let bruno = bruno().register(&*ports.users).await.id;
    social(anna, "google", "1155").shown().link(&*ports.associations).await;
    let before = ports.everything().await;
    for account in [account("google", "1155"), account("external", "crm-118")] {
        unlink(ports, bruno, &account, Unlinked::NotLinked).await;
        assert_eq!(ports.everything().await, before);
    }
}

pub async fn only_the_very_same_account_is_unlinked(ports: &Ports) {
    let anna = named("anna").register(&*ports.users).await.id;
    social(anna, "google", "Axb").link(&*ports.associations).await;
    social(anna, "google", "\u{e9}").link(&*ports.associations).await;
    let before = ports.everything().await;
    for (provider, ext_id) in [
        ("google", "axb"),
        ("google", "A_b"),
        ("google", "A%"),
        ("google", "Axb "),
        ("google", "e\u{301}"),
        ("goog", "Axb"),
        ("external", "Axb"),
    ] {
        unlink(ports, anna, &account(provider, ext_id), Unlinked::NotLinked).await;
        assert_eq!(ports.everything().await, before, "{provider} {ext_id}");
    }
}

pub async fn only_a_live_user_unlinks(ports: &Ports) {
    let deleted = anna().register(&*ports.users).await.id;
    let erased = bruno().ext_id("crm-2").register(&*ports.users).await.id;
    let at = FixedClock::start();
    ports.users.delete(deleted, Deletion::Soft, at).await.expect("storage works");
    ports.users.delete(erased, Deletion::Hard, at).await.expect("storage works");
    let before = ports.everything().await;
    for owner in [deleted, erased, stranger()] {
        for ext_id in ["crm-118", "crm-2", "free"] {
            unlink(ports, owner, &account("external", ext_id), Unlinked::NoSuchUser).await;
        }
    }
    assert_eq!(ports.everything().await, before);
    assert_eq!(ports.holder(&account("external", "crm-118")).await, Some(deleted));
}

async fn unlink(ports: &Ports, owner: UserId, account: &ExternalAccount, expected: Unlinked) {
    let unlinked = ports.associations.unlink(owner, account).await.expect("storage works");
    assert_eq!(unlinked, expected, "{account:?}");
}
