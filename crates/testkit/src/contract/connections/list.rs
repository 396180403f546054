//! Whom somebody is connected with, and in which order.

use chrono::TimeDelta;
use kith_domain::UserId;
use kith_domain::connection::{Mutual, Pair, Ties};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Deletion, Moderation, Person};

use crate::FixedClock;
use crate::contract::{Ports, stranger, walk};
use crate::ties::{arrange, connect, connect_at, follow, hide, request};

/// Anna with ten connections, and Vera, who looks: she is one of them, and connected with four more.
pub(super) struct Village {
    pub(super) anna: UserId,
    pub(super) vera: UserId,
    /// Connected with Anna and with Vera, in the order of the list.
    pub(super) mutual: Vec<UserId>,
    /// Connected with Anna alone, and Vera herself, in the order of the list.
    pub(super) others: Vec<UserId>,
    /// All of them, the newest first.
    newest: Vec<UserId>,
}

impl Village {
    pub(super) async fn found(ports: &Ports) -> Self {
        let [anna, vera, far] = ports.people(["anna", "vera", "far"]).await;
        let crowd = ports.crowd("neighbour", 9).await;
        // Connected neither in the order of ids nor against it, some at the same instant.
        let minutes = [3, 7, 1, 7, 5, 5, 9, 2, 9];
        let mut dated = vec![(6, vera)];
        dated.extend(minutes.into_iter().zip(crowd.iter().copied()));
        for (number, (minute, other)) in dated.iter().enumerate() {
            let at = FixedClock::start() + TimeDelta::minutes(*minute);
            // Either side may have asked.
            let ends = if number % 2 == 0 { (anna, *other) } else { (*other, anna) };
            connect_at(&*ports.connections, ends.0, ends.1, at).await;
        }
        let friends = [crowd[0], crowd[3], crowd[4], crowd[8]];
        for (number, friend) in friends.iter().enumerate() {
            // When the friends met Vera plays no part.
            let at = FixedClock::start() + TimeDelta::days(i64::try_from(number).expect("few"));
            connect_at(&*ports.connections, vera, *friend, at).await;
        }
        connect(&*ports.connections, vera, far).await;
        dated.sort_by(|one, other| other.cmp(one));
        let newest: Vec<UserId> = dated.into_iter().map(|(_, id)| id).collect();
        let (mutual, others) = newest.iter().partition(|id| friends.contains(id));
        Self { anna, vera, mutual, others, newest }
    }

    /// All of Anna's connections as Vera sees them.
    pub(super) fn all(&self) -> Vec<UserId> {
        [&*self.mutual, &*self.others].concat()
    }
}

pub(super) async fn read(
    ports: &Ports,
    owner: UserId,
    viewer: Option<UserId>,
    filter: Option<Mutual>,
    page: PageRequest,
) -> Page<Person> {
    let listed = ports.connections.of(owner, viewer, filter, &page).await.expect("storage works");
    listed.expect("the owner lives")
}

pub(super) fn ids(people: &[Person]) -> Vec<UserId> {
    people.iter().map(|person| person.user.id).collect()
}

async fn listed(
    ports: &Ports,
    owner: UserId,
    viewer: Option<UserId>,
    filter: Option<Mutual>,
) -> Vec<UserId> {
    ids(&walk::every_way(async |page| read(ports, owner, viewer, filter, page).await).await)
}

pub async fn mutual_connections_come_first_then_the_newest_then_the_higher_id(ports: &Ports) {
    let village = Village::found(ports).await;
    let (anna, vera) = (village.anna, Some(village.vera));
    assert_eq!(listed(ports, anna, vera, None).await, village.all());
    assert_eq!(listed(ports, anna, vera, Some(Mutual::Only)).await, village.mutual);
    assert_eq!(listed(ports, anna, vera, Some(Mutual::Without)).await, village.others);
    let counter = ports.counters(anna).await.connections;
    assert_eq!(Some(counter), u64::try_from(village.all().len()).ok());
}

pub async fn without_mutual_ones_the_newest_come_first(ports: &Ports) {
    let Village { anna, newest, .. } = Village::found(ports).await;
    let [lonely] = ports.people(["lonely"]).await;
    for viewer in [None, Some(lonely), Some(stranger())] {
        assert_eq!(listed(ports, anna, viewer, None).await, newest, "{viewer:?}");
        assert_eq!(listed(ports, anna, viewer, Some(Mutual::Only)).await, vec![]);
        assert_eq!(listed(ports, anna, viewer, Some(Mutual::Without)).await, newest);
    }
}

pub async fn all_ones_own_connections_are_mutual(ports: &Ports) {
    let Village { anna, newest, .. } = Village::found(ports).await;
    assert_eq!(listed(ports, anna, Some(anna), None).await, newest);
    assert_eq!(listed(ports, anna, Some(anna), Some(Mutual::Only)).await, newest);
    assert_eq!(listed(ports, anna, Some(anna), Some(Mutual::Without)).await, vec![]);
}

pub async fn listed_users_come_as_the_viewer_sees_them(ports: &Ports) {
    let [anna, vera, bruno, carla, dora] =
        ports.people(["anna", "vera", "bruno", "carla", "dora"]).await;
    for other in [vera, bruno, carla, dora] {
        connect(&*ports.connections, anna, other).await;
    }
    connect(&*ports.connections, vera, bruno).await;
    request(&*ports.connections, carla, vera).await;
    follow(&*ports.follows, vera, dora).await;
    let none = Ties::default();
    let all = PageRequest::everything();
    for person in read(ports, anna, Some(vera), None, all.clone()).await.items {
        let ties = [
            (vera, none),
            (bruno, Ties { connected: true, ..none }),
            (carla, Ties { received: true, ..none }),
            (dora, Ties { followed: true, ..none }),
        ];
        let expected = ties.into_iter().find(|(id, _)| *id == person.user.id).expect("listed");
        assert_eq!(person.ties, expected.1);
        assert_eq!(Some(person.user), ports.user(expected.0).await, "the whole user");
    }
    for person in read(ports, anna, None, None, all).await.items {
        assert_eq!(person.ties, none, "nobody is tied to nobody");
    }
}

pub async fn hidden_and_blocked_users_stay_in_the_list_and_deleted_ones_do_not(ports: &Ports) {
    let village = Village::found(ports).await;
    let (anna, vera) = (village.anna, village.vera);
    hide(&*ports.hides, anna, village.mutual[0]).await;
    hide(&*ports.hides, village.others[0], anna).await;
    hide(&*ports.hides, vera, village.mutual[1]).await;
    ports.moderate(village.mutual[2], Moderation::Block).await;
    assert_eq!(listed(ports, anna, Some(vera), None).await, village.all());
    ports.delete(village.mutual[0], Deletion::Soft).await;
    ports.delete(village.others[0], Deletion::Hard).await;
    let left = [&village.mutual[1..], &village.others[1..]].concat();
    assert_eq!(listed(ports, anna, Some(vera), None).await, left);
}

pub async fn requests_are_no_connections(ports: &Ports) {
    let [anna] = ports.people(["anna"]).await;
    for (number, pair) in Pair::all().into_iter().enumerate() {
        let [other] = ports.people([&*format!("other-{number}")]).await;
        arrange(&*ports.connections, anna, other, pair).await;
        follow(&*ports.follows, anna, other).await;
    }
    assert_eq!(listed(ports, anna, None, None).await.len(), 1);
}

pub async fn only_a_live_user_has_a_list(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    connect(&*ports.connections, anna, deleted).await;
    connect(&*ports.connections, anna, erased).await;
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    for owner in [deleted, erased, stranger()] {
        for viewer in [None, Some(anna), Some(owner)] {
            for filter in [None, Some(Mutual::Only), Some(Mutual::Without)] {
                let page = PageRequest::first(1);
                let listed = ports.connections.of(owner, viewer, filter, &page).await;
                assert_eq!(listed.expect("storage works"), None);
            }
        }
    }
    assert_eq!(listed(ports, anna, None, None).await, vec![], "a live user has an empty one");
}
