//! Who follows somebody, and whom somebody follows.

use chrono::TimeDelta;
use kith_domain::UserId;
use kith_domain::connection::{Mutual, Ties};
use kith_domain::follow::Side;
use kith_domain::page::{Page, PageRequest, Position};
use kith_domain::user::{Deletion, Moderation, Person};

use crate::FixedClock;
use crate::contract::{Ports, stranger, walk};
use crate::ties::{connect, follow, follow_at, hide};

/// Anna with nine at one end of her follows, and Vera, who looks: she is one of them, and follows
/// four others of them.
struct Village {
    anna: UserId,
    vera: UserId,
    /// Whom Vera follows, in the order of the list.
    mutual: Vec<UserId>,
    /// The rest.
    others: Vec<UserId>,
    /// All, the newest first.
    newest: Vec<UserId>,
}

impl Village {
    async fn found(ports: &Ports, side: Side) -> Self {
        let name = |name: &str| format!("{name}-{side:?}");
        let [anna, vera] = ports.people([&*name("anna"), &*name("vera")]).await;
        let crowd = ports.crowd(&name("neighbour"), 8).await;
        let mut dated = vec![(4, vera)];
        dated.extend([3, 7, 1, 7, 5, 5, 9, 2].into_iter().zip(crowd.iter().copied()));
        for &(minute, other) in &dated {
            let at = FixedClock::start() + TimeDelta::minutes(minute);
            let (from, to) = match side {
                Side::Followers => (other, anna),
                Side::Followings => (anna, other),
            };
            follow_at(&*ports.follows, from, to, at).await;
        }
        let favourites = [crowd[2], crowd[4], crowd[5], crowd[6]];
        for favourite in favourites {
            follow(&*ports.follows, vera, favourite).await;
        }
        // Being followed by them, or connected with them, makes nobody mutual.
        follow(&*ports.follows, crowd[0], vera).await;
        connect(&*ports.connections, crowd[1], vera).await;
        dated.sort_by(|one, other| other.cmp(one));
        let newest: Vec<UserId> = dated.into_iter().map(|(_, id)| id).collect();
        let (mutual, others) = newest.iter().partition(|id| favourites.contains(id));
        Self { anna, vera, mutual, others, newest }
    }

    fn all(&self) -> Vec<UserId> {
        [&*self.mutual, &*self.others].concat()
    }
}

const SIDES: [Side; 2] = [Side::Followers, Side::Followings];

pub async fn those_whom_the_viewer_follows_come_first_then_the_newest(ports: &Ports) {
    for side in SIDES {
        let village = Village::found(ports, side).await;
        let (anna, vera) = (village.anna, Some(village.vera));
        assert_eq!(listed(ports, anna, side, vera, None).await, village.all(), "{side:?}");
        let mutual = listed(ports, anna, side, vera, Some(Mutual::Only)).await;
        assert_eq!(mutual, village.mutual, "{side:?}");
        let others = listed(ports, anna, side, vera, Some(Mutual::Without)).await;
        assert_eq!(others, village.others, "{side:?}");
        for viewer in [None, Some(stranger())] {
            assert_eq!(listed(ports, anna, side, viewer, None).await, village.newest);
            assert_eq!(listed(ports, anna, side, viewer, Some(Mutual::Only)).await, vec![]);
        }
        let counters = ports.counters(anna).await;
        let counter = match side {
            Side::Followers => counters.followers,
            Side::Followings => counters.followings,
        };
        assert_eq!(usize::try_from(counter).ok(), Some(village.newest.len()), "{side:?}");
    }
}

pub async fn in_ones_own_lists_those_whom_one_follows_come_first(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    for follower in [bruno, carla] {
        follow(&*ports.follows, follower, anna).await;
    }
    follow(&*ports.follows, anna, bruno).await;
    let followers = listed(ports, anna, Side::Followers, Some(anna), None).await;
    assert_eq!(followers, [bruno, carla]);
    let mutual = listed(ports, anna, Side::Followers, Some(anna), Some(Mutual::Only)).await;
    assert_eq!(mutual, [bruno]);
    let mutual = listed(ports, anna, Side::Followings, Some(anna), Some(Mutual::Only)).await;
    assert_eq!(mutual, [bruno], "whom one follows oneself one follows");
}

pub async fn listed_users_come_as_the_viewer_sees_them(ports: &Ports) {
    let [anna, vera, bruno] = ports.people(["anna", "vera", "bruno"]).await;
    follow(&*ports.follows, bruno, anna).await;
    follow(&*ports.follows, vera, bruno).await;
    connect(&*ports.connections, vera, bruno).await;
    let page = PageRequest::first(5);
    let seen = read(ports, anna, Side::Followers, Some(vera), None, page.clone()).await.items;
    let [seen] = &*seen else { panic!("{seen:?}") };
    assert_eq!(seen.ties, Ties { followed: true, connected: true, ..Ties::default() });
    assert_eq!(Some(seen.user.clone()), ports.user(bruno).await);
    let seen = read(ports, anna, Side::Followers, None, None, page).await.items;
    assert_eq!(seen[0].ties, Ties::default());
}

pub async fn hidden_users_stay_in_the_list_and_deleted_ones_do_not(ports: &Ports) {
    for side in SIDES {
        let village = Village::found(ports, side).await;
        let (anna, vera) = (village.anna, Some(village.vera));
        hide(&*ports.hides, anna, village.mutual[1]).await;
        hide(&*ports.hides, village.vera, village.mutual[2]).await;
        assert_eq!(listed(ports, anna, side, vera, None).await, village.all());
        ports.delete(village.mutual[0], Deletion::Soft).await;
        ports.delete(village.others[0], Deletion::Hard).await;
        let left = [&village.mutual[1..], &village.others[1..]].concat();
        assert_eq!(listed(ports, anna, side, vera, None).await, left, "{side:?}");
    }
}

pub async fn a_page_begins_behind_a_place_whether_or_not_its_row_is_left(ports: &Ports) {
    for side in SIDES {
        let village = Village::found(ports, side).await;
        let (anna, all) = (village.anna, village.all());
        for length in [village.mutual.len(), village.mutual.len() + 2] {
            let limit = u32::try_from(length).expect("few");
            let vera = Some(village.vera);
            let page = read(ports, anna, side, vera, None, PageRequest::first(limit)).await;
            let cursor = page.next.clone().expect("there is more");
            let behind = PageRequest::new(100, Position::After(cursor));
            let before = read(ports, anna, side, vera, None, behind.clone()).await;
            let last = page.items.last().expect("not empty").user.id;
            ports.delete(last, Deletion::Soft).await;
            let after = read(ports, anna, side, vera, None, behind).await;
            assert_eq!(ids(&after), ids(&before), "{side:?}");
            assert_eq!(after.count + 1, before.count);
            ports.moderate(last, Moderation::Approve).await;
        }
        assert_eq!(listed(ports, anna, side, Some(village.vera), None).await, all);
    }
}

pub async fn only_a_live_user_has_lists(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    for other in [deleted, erased] {
        follow(&*ports.follows, anna, other).await;
        follow(&*ports.follows, other, anna).await;
    }
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    for side in SIDES {
        for owner in [deleted, erased, stranger()] {
            let page = PageRequest::first(1);
            let listed = ports.follows.of(owner, side, Some(anna), None, &page).await;
            assert_eq!(listed.expect("storage works"), None);
        }
        assert_eq!(listed(ports, anna, side, None, None).await, vec![]);
    }
}

fn ids(page: &Page<Person>) -> Vec<UserId> {
    page.items.iter().map(|person| person.user.id).collect()
}

async fn read(
    ports: &Ports,
    owner: UserId,
    side: Side,
    viewer: Option<UserId>,
    filter: Option<Mutual>,
    page: PageRequest,
) -> Page<Person> {
    let listed = ports.follows.of(owner, side, viewer, filter, &page).await;
    listed.expect("storage works").expect("the owner lives")
}

async fn listed(
    ports: &Ports,
    owner: UserId,
    side: Side,
    viewer: Option<UserId>,
    filter: Option<Mutual>,
) -> Vec<UserId> {
    let read = async |page| read(ports, owner, side, viewer, filter, page).await;
    walk::every_way(read).await.iter().map(|person| person.user.id).collect()
}
