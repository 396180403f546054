//! All users, in pages.

use kith_domain::UserId;
use kith_domain::client_user::{ClientUserPage, Forgotten, ListRequest, Restored};
use kith_domain::user::{Deletion, Moderation};

use crate::clients::client;
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::people::named;

pub async fn users_of_both_apis_come_newest_first(ports: &Ports) {
    let mut ids = Vec::new();
    for number in 0..4 {
        // Ids decide, not dates.
        let new = client(&format!("c{number}")).created_on(at(-number));
        ids.push(new.create(&*ports.client_users).await.id);
        ids.push(named(&format!("r{number}")).register(&*ports.users).await.id);
    }
    ids.sort_unstable();
    ids.reverse();
    let page = ports.clients().await;
    assert_eq!((listed(&page), page.total), (ids, 8));
    for user in page.users {
        assert_eq!(ports.client(user.id).await, Some(user));
    }
}

pub async fn pages_follow_each_other_without_gaps(ports: &Ports) {
    let mut ids = Vec::new();
    for number in 0..7 {
        ids.push(client(&number.to_string()).create(&*ports.client_users).await.id);
    }
    ids.reverse();
    for limit in [1, 2, 3, 6, 7, 8, ListRequest::MAX_LIMIT] {
        for offset in 0..10_usize {
            let from = offset.min(7);
            let to = (from + usize::try_from(limit).expect("small")).min(7);
            let page = page(ports, u64::try_from(offset).expect("small"), limit).await;
            assert_eq!(listed(&page), ids[from..to], "{limit} behind {offset}");
            assert_eq!(page.total, 7, "the count is that of the whole list");
        }
    }
    for offset in [1 << 31, 1 << 32, i64::MAX.unsigned_abs(), 1 << 63, u64::MAX] {
        let page = page(ports, offset, 2).await;
        assert_eq!((page.users, page.total), (vec![], 7), "behind {offset}");
    }
}

pub async fn only_live_users_are_listed_and_counted(ports: &Ports) {
    let mut ids = Vec::new();
    for name in ["kept", "blocked", "forgotten", "retired", "erased", "restored"] {
        ids.push(client(name).create(&*ports.client_users).await);
    }
    let [kept, blocked, forgotten, retired, erased, restored] = ids.try_into().expect("six");
    ports.moderate(blocked.id, Moderation::Block).await;
    ports.forget(forgotten.uuid, at(0)).await;
    ports.delete(retired.id, Deletion::Soft).await;
    ports.delete(erased.id, Deletion::Hard).await;
    ports.forget(restored.uuid, at(0)).await;
    let page = ports.clients().await;
    assert_eq!((listed(&page), page.total), (vec![blocked.id, kept.id], 2));
    assert_eq!(ports.undo(&Forgotten::Uuid(restored.uuid), at(1)).await, Restored::Restored);
    ports.moderate(retired.id, Moderation::Approve).await;
    let page = ports.clients().await;
    assert_eq!(listed(&page), [restored.id, retired.id, blocked.id, kept.id]);
    assert_eq!(page.total, 4);
}

async fn page(ports: &Ports, offset: u64, limit: u32) -> ClientUserPage {
    ports.client_users.list(ListRequest { offset, limit }).await.expect("storage works")
}

fn listed(page: &ClientUserPage) -> Vec<UserId> {
    page.users.iter().map(|user| user.id).collect()
}
