//! Whether what is stored is legal: one state for each pair, and counters that count what is there.

use kith_domain::UserId;
use kith_domain::connection::{Pair, RequestBox, RequestState, Ties};
use kith_domain::follow::Side;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Counters, Person};

use super::{Ports, walk};

impl Ports {
    /// Panics unless what the ports show of these users is legal: their counters are the counts of
    /// their lists and the numbers of items in these, a pair looks the same from both sides, and
    /// nobody is tied in two ways that exclude each other. Deleted users have nothing.
    pub async fn expect_legal(&self, ids: &[UserId]) {
        for &id in ids {
            self.expect_counters(id).await;
            for &other in ids.iter().filter(|other| **other != id) {
                self.expect_legal_pair(id, other).await;
            }
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
        let boxes = [RequestBox::Sent, RequestBox::Received];
        let mut requests = [0, 0];
        for (number, which) in requests.iter_mut().zip(boxes) {
            let read = async |page: PageRequest| {
                self.connections.requests(id, which, &page).await.expect("storage works")
            };
            *number = counted(walk::by_cursor(2, read).await.len(), read(one()).await.count);
        }
        let connections = self.connections.of(id, None, None, &one()).await.expect("storage works");
        let followers = self.followed(id, Side::Followers, &one()).await;
        let followings = self.followed(id, Side::Followings, &one()).await;
        let (Some(connections), Some(followers), Some(followings)) =
            (&connections, &followers, &followings)
        else {
            assert_eq!((connections, followers, followings), (None, None, None));
            assert_eq!(requests, [0, 0], "{id} is not there, but has requests");
            return None;
        };
        let connected = walk::by_cursor(2, async |page| {
            let page = self.connections.of(id, Some(id), None, &page).await;
            page.expect("storage works").expect("is live")
        });
        let followed = async |side| {
            let read =
                async |page: PageRequest| self.followed(id, side, &page).await.expect("is live");
            walk::by_cursor(2, read).await.len()
        };
        Some(Counters {
            connections: counted(connected.await.len(), connections.count),
            requests_sent: requests[0],
            requests_received: requests[1],
            followers: counted(followed(Side::Followers).await, followers.count),
            followings: counted(followed(Side::Followings).await, followings.count),
        })
    }

    async fn followed(&self, id: UserId, side: Side, page: &PageRequest) -> Option<Page<Person>> {
        self.follows.of(id, side, None, None, page).await.expect("storage works")
    }

    async fn expect_legal_pair(&self, me: UserId, other: UserId) {
        let both = (self.ties(me, other).await, self.ties(other, me).await);
        let (mine, theirs) = (both.0.unwrap_or_default(), both.1.unwrap_or_default());
        let legal = mine.connected == theirs.connected
            && !(mine.connected && (mine.sent || mine.received))
            && !(mine.received && theirs.received)
            && (!mine.received || theirs.sent);
        assert!(legal, "{me} and {other}: {mine:?}, {theirs:?}");
        if both.0.is_some() && both.1.is_some() {
            let pair = self.pair(me, other).await;
            let expected = Ties { followed: mine.followed, ..Ties::from(pair) };
            assert_eq!(mine, expected, "ties and lists of {me} and {other}");
        }
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

fn one() -> PageRequest {
    PageRequest::first(1)
}

fn counted(items: usize, count: u64) -> u64 {
    assert_eq!(u64::try_from(items).ok(), Some(count), "items on all pages, and their count");
    count
}
