//! Whether what is stored is legal: one state for each pair, and counters that count what is there.

use std::cell::Cell;
use std::collections::BTreeMap;

use kith_domain::UserId;
use kith_domain::connection::{Pair, RequestBox, RequestState, Ties};
use kith_domain::follow::Side;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Counters, Person};

use super::{Ports, walk};

/// What the ports show of one user's ties to others.
struct Standing {
    id: UserId,
    is_live: bool,
    ties: BTreeMap<UserId, Ties>,
    sent: BTreeMap<UserId, RequestState>,
}

impl Ports {
    /// Panics unless what the ports show of these users is legal: their counters are the counts of
    /// their lists and the numbers of items in these, a pair looks the same from both sides, and
    /// nobody is tied in two ways that exclude each other, and both faces of each agree, with one
    /// connection for each provider. Deleted users have nothing.
    pub async fn expect_legal(&self, ids: &[UserId]) {
        let mut standings: Vec<Standing> = Vec::new();
        for &id in ids {
            self.expect_counters(id).await;
            self.expect_legal_sources(id).await;
            let standing = self.standing(id, ids).await;
            for other in &standings {
                expect_legal_pair(&standing, other);
            }
            standings.push(standing);
        }
    }

    async fn standing(&self, id: UserId, others: &[UserId]) -> Standing {
        let ties = self.connections.ties_to_all(id, others).await.expect("storage works");
        let sent = self.sent(id).await;
        let state = |rejected: bool| {
            if rejected { RequestState::Rejected } else { RequestState::Pending }
        };
        let sent = sent.iter().map(|one| (one.other.user.id, state(one.rejected.is_some())));
        Standing {
            id,
            is_live: self.user(id).await.is_some_and(|user| !user.is_deleted()),
            ties: ties.into_iter().collect(),
            sent: sent.collect(),
        }
    }

    async fn expect_counters(&self, id: UserId) {
        let Some(user) = self.user(id).await else {
            assert_eq!(self.lists(id).await, None, "{id} is erased");
            return;
        };
        if user.is_deleted() {
            assert_eq!(user.counters, Counters::default(), "{id} is deleted");
            assert_eq!(self.lists(id).await, None, "{id} is deleted");
        } else {
            assert_eq!(self.lists(id).await, Some(user.counters), "lists and counters of {id}");
        }
    }

    /// What the lists of a live user hold, page by page. `None` if there are none.
    async fn lists(&self, id: UserId) -> Option<Counters> {
        let page = PageRequest::first(1);
        let listed = self.connections.of(id, None, None, &page).await.expect("storage works");
        if listed.is_none() {
            assert_eq!(self.followed(id, Side::Followers, page.clone()).await, None);
            assert_eq!(self.followed(id, Side::Followings, page).await, None);
            assert_eq!((self.sent(id).await, self.received(id).await), (vec![], vec![]));
            return None;
        }
        let connections = async |page: PageRequest| {
            let listed = self.connections.of(id, Some(id), None, &page).await;
            listed.expect("storage works").expect("is live")
        };
        let requests = async |which, page: PageRequest| {
            self.connections.requests(id, which, &page).await.expect("storage works")
        };
        let followed = async |side, page| self.followed(id, side, page).await.expect("is live");
        Some(Counters {
            connections: counted(connections).await,
            requests_sent: counted(async |page| requests(RequestBox::Sent, page).await).await,
            requests_received: counted(async |page| requests(RequestBox::Received, page).await)
                .await,
            followers: counted(async |page| followed(Side::Followers, page).await).await,
            followings: counted(async |page| followed(Side::Followings, page).await).await,
        })
    }

    async fn followed(&self, id: UserId, side: Side, page: PageRequest) -> Option<Page<Person>> {
        self.follows.of(id, side, None, None, &page).await.expect("storage works")
    }

    /// How two live users stand to each other, read from the lists.
    pub(super) async fn pair(&self, me: UserId, other: UserId) -> Pair {
        if self.ties(me, other).await.is_some_and(|ties| ties.connected) {
            return Pair::CONNECTED;
        }
        let (mine, theirs) = (self.request(me, other).await, self.request(other, me).await);
        Pair::apart(mine, theirs).expect("never pending both ways")
    }

    /// What has become of the request from one live user to another, read from the list.
    async fn request(&self, from: UserId, to: UserId) -> RequestState {
        match self.sent(from).await.into_iter().find(|request| request.other.user.id == to) {
            None => RequestState::None,
            Some(request) if request.rejected.is_some() => RequestState::Rejected,
            Some(_) => RequestState::Pending,
        }
    }
}

/// Panics unless the two are tied in one of the legal ways, and it looks the same from both sides and
/// in the lists.
fn expect_legal_pair(one: &Standing, other: &Standing) {
    let (ids, ties) = ((one.id, other.id), |from: &Standing, to: &Standing| {
        from.ties.get(&to.id).copied().unwrap_or_default()
    });
    if !(one.is_live && other.is_live) {
        assert_eq!(ties(one, other), Ties::default(), "{ids:?}");
        assert_eq!(ties(other, one), Ties::default(), "{ids:?}");
        return;
    }
    let state = |from: &Standing, to: &Standing| {
        from.sent.get(&to.id).copied().unwrap_or(RequestState::None)
    };
    let apart = Pair::apart(state(one, other), state(other, one)).expect("never pending both ways");
    let pair = if ties(one, other).connected {
        assert_eq!(apart, Pair::STRANGERS, "{ids:?} are connected and have requests");
        Pair::CONNECTED
    } else {
        apart
    };
    for (from, to, pair) in [(one, other, pair), (other, one, pair.turned())] {
        let ties = ties(from, to);
        let expected = Ties { followed: ties.followed, ..Ties::from(pair) };
        assert_eq!(ties, expected, "what ties {} to {}", from.id, to.id);
    }
}

/// How many items a list has on all its pages, each of which says so.
async fn counted<T>(read: impl AsyncFn(PageRequest) -> Page<T>) -> u64 {
    let count = Cell::new(0);
    let items = walk::by_cursor(5, async |page| {
        let page = read(page).await;
        count.set(page.count);
        page
    });
    let items = u64::try_from(items.await.len()).expect("few");
    assert_eq!(items, count.get(), "items on all pages, and their count");
    items
}
