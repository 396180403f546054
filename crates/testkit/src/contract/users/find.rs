//! Finding a user.

use kith_domain::association::Unlinked;
use kith_domain::user::{Deleted, Deletion, Edited, Lookup, ProfileEdit, Role, Status, User};
use kith_domain::visibility::Member;

use crate::FixedClock;
use crate::accounts::{account, external, social};
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, named};

fn username(name: &str) -> Lookup {
    Lookup::Username(name.parse().expect("a valid name"))
}

fn email(address: &str) -> Lookup {
    Lookup::Email(address.parse().expect("a valid address"))
}

pub async fn an_empty_store_knows_nobody(ports: &Ports) {
    assert_eq!(ports.users.list(None, 100).await.expect("storage works"), vec![]);
    for id in [stranger(), "1".parse().expect("an id")] {
        assert_eq!(ports.user(id).await, None);
        assert_eq!(ports.users.member(id).await.expect("storage works"), None);
    }
    let account = Lookup::Account(account("external", "crm-118"));
    for lookup in [username("anna"), email("anna@example.com"), account] {
        assert_eq!(ports.find(lookup).await, None);
    }
}

pub async fn a_user_is_found_by_name_and_address_whatever_the_case(ports: &Ports) {
    let anna = named("Anna").email("Anna@Example.com").register(&*ports.users).await;
    bruno().register(&*ports.users).await;
    for name in ["Anna", "anna", "ANNA"] {
        assert_eq!(ports.find(username(name)).await.as_ref(), Some(&anna), "{name}");
    }
    for address in ["Anna@Example.com", "anna@example.com", "ANNA@EXAMPLE.COM"] {
        assert_eq!(ports.find(email(address)).await.as_ref(), Some(&anna), "{address}");
    }
    delete_softly(ports, &anna).await;
    assert_eq!(ports.find(username("ANNA")).await.map(|user| user.id), Some(anna.id));
    assert_eq!(ports.find(email("ANNA@EXAMPLE.COM")).await.map(|user| user.id), Some(anna.id));
}

pub async fn a_user_is_found_by_each_account(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    bruno().register(&*ports.users).await;
    social(anna.id, "google", "1155").link(&*ports.associations).await;
    external(anna.id, "second").link(&*ports.associations).await;
    let accounts =
        [account("external", "crm-118"), account("google", "1155"), account("external", "second")];
    for account in &accounts {
        let found = ports.find(Lookup::Account(account.clone())).await;
        assert_eq!(found.as_ref(), Some(&anna), "{account:?}");
    }
    for (provider, ext_id) in [("google", "crm-118"), ("external", "1155"), ("google", "second")] {
        assert_eq!(ports.holder(&account(provider, ext_id)).await, None);
    }
    delete_softly(ports, &anna).await;
    for account in &accounts {
        assert_eq!(ports.holder(account).await, Some(anna.id), "{account:?}");
    }
}

pub async fn a_name_that_looks_like_a_pattern_is_none(ports: &Ports) {
    named("axb").email("axb@example.com").ext_id("axb").register(&*ports.users).await;
    let near = [username("a_b"), email("a_b@example.com"), email("a%b@example.com")];
    for lookup in near {
        assert_eq!(ports.find(lookup.clone()).await, None, "{lookup:?}");
    }
    for ext_id in ["a_b", "a%b", "a?b", "a*b", "%", "_", "axb%"] {
        assert_eq!(ports.holder(&account("external", ext_id)).await, None, "{ext_id}");
    }
}

pub async fn a_member_has_the_role_and_the_status_of_the_user(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let ada = named("ada").role(Role::Admin).register(&*ports.users).await;
    for user in [&anna, &ada] {
        let member = ports.users.member(user.id).await.expect("storage works");
        let expected = Member { id: user.id, role: user.role, status: Status::Approved };
        assert_eq!(member, Some(expected));
    }
}

pub async fn the_ext_id_is_that_of_the_oldest_external_account(ports: &Ports) {
    let user = named("anna").email("anna@example.com").register(&*ports.users).await;
    expect_ext_id(ports, &user, None).await;
    social(user.id, "google", "a-google-id").link(&*ports.associations).await;
    expect_ext_id(ports, &user, None).await;
    for ext_id in ["m-first", "z-second", "a-third"] {
        external(user.id, ext_id).link(&*ports.associations).await;
        expect_ext_id(ports, &user, Some("m-first")).await;
    }
    for (gone, left) in
        [("z-second", Some("m-first")), ("m-first", Some("a-third")), ("a-third", None)]
    {
        let account = account("external", gone);
        let unlinked = ports.associations.unlink(user.id, &account).await;
        assert_eq!(unlinked.expect("storage works"), Unlinked::Unlinked);
        expect_ext_id(ports, &user, left).await;
    }
    external(user.id, "z-second").link(&*ports.associations).await;
    expect_ext_id(ports, &user, Some("z-second")).await;
}

/// Every call that gives a user tells the same `ext_id`.
async fn expect_ext_id(ports: &Ports, user: &User, ext_id: Option<&str>) {
    let expected = User { ext_id: ext_id.map(|it| it.parse().expect("valid")), ..user.clone() };
    assert_eq!(ports.user(user.id).await.as_ref(), Some(&expected));
    assert_eq!(ports.find(username("anna")).await.as_ref(), Some(&expected));
    assert_eq!(ports.find(email("anna@example.com")).await.as_ref(), Some(&expected));
    let listed = ports.users.list(None, 100).await.expect("storage works");
    assert_eq!(listed, vec![expected.clone()]);
    let edited = ports.users.edit(user.id, &ProfileEdit::default()).await.expect("storage works");
    assert_eq!(edited, Edited::Edited(Box::new(expected.clone())));
    let given = ports.users.set_role(user.id, user.role).await.expect("storage works");
    assert_eq!(given, Some(expected));
}

async fn delete_softly(ports: &Ports, user: &User) {
    let deleted = ports.users.delete(user.id, Deletion::Soft, FixedClock::start()).await;
    assert_eq!(deleted.expect("storage works"), Deleted::Deleted);
}
