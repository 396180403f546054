//! Listing users page by page.

use kith_domain::UserId;
use kith_domain::user::{Deletion, User};

use crate::FixedClock;
use crate::contract::{Ports, stranger};
use crate::people::named;

pub async fn pages_follow_each_other_without_gaps(ports: &Ports) {
    let mut all = registered(ports, 7).await;
    all.sort_by_key(|user| user.id);
    for limit in [1, 2, 3, 7, 8, u32::MAX] {
        let mut paged = Vec::new();
        loop {
            let after = paged.last().map(|user: &User| user.id);
            let page = page(ports, after, limit).await;
            assert!(page.len() <= usize::try_from(limit).expect("fits"), "no more than {limit}");
            if page.is_empty() {
                break;
            }
            paged.extend(page);
            assert!(paged.len() <= all.len(), "pages of {limit} go round in circles");
        }
        assert_eq!(paged, all, "pages of {limit}");
    }
    assert_eq!(page(ports, None, 3).await, all[..3], "a page is as full as it can be");
    assert_eq!(page(ports, Some(all[2].id), 3).await, all[3..6]);
}

pub async fn softly_deleted_users_are_listed_and_erased_ones_are_not(ports: &Ports) {
    let all = registered(ports, 3).await;
    let at = FixedClock::start();
    ports.users.delete(all[0].id, Deletion::Soft, at).await.expect("storage works");
    ports.users.delete(all[1].id, Deletion::Hard, at).await.expect("storage works");
    let listed = page(ports, None, 10).await;
    let mut expected = vec![ports.user(all[0].id).await.expect("is kept"), all[2].clone()];
    expected.sort_by_key(|user| user.id);
    assert_eq!(listed, expected);
    assert!(listed.iter().any(User::is_deleted));
}

pub async fn a_page_may_begin_behind_an_id_that_nobody_has(ports: &Ports) {
    let mut all = registered(ports, 3).await;
    all.sort_by_key(|user| user.id);
    let at = FixedClock::start();
    ports.users.delete(all[1].id, Deletion::Hard, at).await.expect("storage works");
    assert_eq!(page(ports, Some(all[1].id), 10).await, all[2..]);
    assert_eq!(page(ports, Some(stranger()), 10).await, vec![]);
}

pub async fn a_page_may_be_empty(ports: &Ports) {
    assert_eq!(page(ports, None, 10).await, vec![]);
    let last = registered(ports, 2).await.iter().map(|user| user.id).max();
    assert_eq!(page(ports, last, 10).await, vec![]);
    assert_eq!(page(ports, None, 0).await, vec![]);
}

async fn registered(ports: &Ports, number: usize) -> Vec<User> {
    let mut users = Vec::new();
    for number in 0..number {
        // Names against the order of ids, so that sorting by name shows.
        let name = format!("{}-user", char::from(b'z' - u8::try_from(number).expect("few")));
        users.push(named(&name).ext_id(&name).register(&*ports.users).await);
    }
    users
}

async fn page(ports: &Ports, after: Option<UserId>, limit: u32) -> Vec<User> {
    ports.users.list(after, limit).await.expect("storage works")
}
