//! Listing one's own requests.

use kith_domain::StoreError;
use kith_domain::community::Mode;
use kith_domain::connection::{RequestBox, RequestsRefusal, requests};
use kith_domain::page::PageRequest;
use kith_testkit::memory::MemoryStore;
use kith_testkit::{people, ties};

use crate::{assert_refused, member};

#[tokio::test]
async fn a_member_sees_their_own_requests_in_friendship_mode() {
    let store = MemoryStore::new();
    let anna = people::anna().register(&store).await.id;
    let bruno = people::bruno().register(&store).await.id;
    ties::request(&store, anna, bruno).await;
    let before = store.dump();
    let page = PageRequest::first(10);
    for (who, which, count) in [
        (anna, RequestBox::Sent, 1),
        (anna, RequestBox::Received, 0),
        (bruno, RequestBox::Sent, 0),
        (bruno, RequestBox::Received, 1),
    ] {
        let member = member(who, None);
        let listed = requests(&store, Mode::Friendship, &member, which, &page).await.unwrap();
        assert_eq!(listed.count, count, "{which:?} of {who}");
        let refused = requests(&store, Mode::Follow, &member, which, &page).await;
        assert_refused!(refused, RequestsRefusal::WrongMode, store, before);
    }
    store.fail();
    let member = member(anna, None);
    let refused = requests(&store, Mode::Friendship, &member, RequestBox::Sent, &page).await;
    assert_refused!(refused, RequestsRefusal::Store(StoreError::Unavailable(_)), store, before);
}
