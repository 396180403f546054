//! What others asked of one, and what one asked of others.

use chrono::TimeDelta;
use kith_domain::UserId;
use kith_domain::connection::{Act, Action, ConnectionRequest, RequestBox, Ties};
use kith_domain::page::{Page, PageRequest, Position};
use kith_domain::user::Deletion;

use crate::FixedClock;
use crate::contract::{Ports, stranger, walk};
use crate::ties::{act, connect, follow, perform, request};

pub async fn requests_are_listed_newest_first_then_the_higher_id(ports: &Ports) {
    let [anna] = ports.people(["anna"]).await;
    let others = ports.crowd("other", 14).await;
    let minutes = [3, 7, 1, 7, 7, 9, 2];
    for (which, others) in [(RequestBox::Sent, &others[..7]), (RequestBox::Received, &others[7..])]
    {
        let mut dated = Vec::new();
        for (order, (minute, other)) in minutes.iter().zip(others).enumerate() {
            let (from, to) = match which {
                RequestBox::Sent => (anna, *other),
                RequestBox::Received => (*other, anna),
            };
            let at = FixedClock::start() + TimeDelta::minutes(*minute);
            perform(&*ports.connections, Act { at, ..act(from, to, Action::Request) }).await;
            dated.push((*minute, order, *other));
        }
        dated.sort_by(|one, other| other.cmp(one));
        let expected: Vec<UserId> = dated.into_iter().map(|(_, _, id)| id).collect();
        assert_eq!(listed(ports, anna, which).await, expected, "{which:?}");
    }
    let counters = ports.counters(anna).await;
    assert_eq!((counters.requests_sent, counters.requests_received), (7, 7));
}

pub async fn rejected_requests_are_among_the_sent_and_not_among_the_received(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    request(&*ports.connections, anna, bruno).await;
    request(&*ports.connections, anna, carla).await;
    perform(&*ports.connections, act(bruno, anna, Action::Reject)).await;
    assert_eq!(listed(ports, anna, RequestBox::Sent).await, [carla, bruno]);
    assert_eq!(listed(ports, bruno, RequestBox::Received).await, []);
    assert_eq!(listed(ports, carla, RequestBox::Received).await, [anna]);
    perform(&*ports.connections, act(bruno, anna, Action::CancelReject)).await;
    assert_eq!(listed(ports, bruno, RequestBox::Received).await, [anna]);
}

pub async fn both_ends_list_the_same_request_with_the_other_user(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    request(&*ports.connections, anna, bruno).await;
    follow(&*ports.follows, anna, bruno).await;
    let (sent, received) = (ports.sent(anna).await, ports.received(bruno).await);
    let ([sent], [received]) = (&*sent, &*received) else { panic!("{sent:?} {received:?}") };
    assert_eq!(sent.id, received.id);
    assert_eq!((sent.created, received.created), (FixedClock::start(), FixedClock::start()));
    let ties = Ties { sent: true, followed: true, ..Ties::default() };
    assert_eq!((&sent.other.user.id, sent.other.ties), (&bruno, ties));
    let ties = Ties { received: true, ..Ties::default() };
    assert_eq!((&received.other.user.id, received.other.ties), (&anna, ties));
    assert_eq!(Some(sent.other.user.clone()), ports.user(bruno).await, "the whole user");
    assert_eq!((ports.received(anna).await, ports.sent(bruno).await), (vec![], vec![]));
}

pub async fn a_request_that_is_gone_leaves_the_pages_without_gaps(ports: &Ports) {
    let [anna] = ports.people(["anna"]).await;
    let others = ports.crowd("other", 6).await;
    for other in &others {
        request(&*ports.connections, *other, anna).await;
    }
    let page = read(ports, anna, RequestBox::Received, PageRequest::first(3)).await;
    let behind = PageRequest::new(10, Position::After(page.next.expect("there is more")));
    let rest = read(ports, anna, RequestBox::Received, behind.clone()).await;
    let last = page.items.last().expect("three").other.user.id;
    perform(&*ports.connections, act(anna, last, Action::Accept)).await;
    perform(&*ports.connections, act(anna, page.items[0].other.user.id, Action::Reject)).await;
    let [late] = ports.people(["late"]).await;
    request(&*ports.connections, late, anna).await;
    let after = read(ports, anna, RequestBox::Received, behind).await;
    assert_eq!(after.items, rest.items);
    assert_eq!(after.count, 5);
}

pub async fn who_is_not_there_has_no_requests(ports: &Ports) {
    let [anna, deleted, erased] = ports.people(["anna", "deleted", "erased"]).await;
    for other in [deleted, erased] {
        request(&*ports.connections, anna, other).await;
        perform(&*ports.connections, act(other, anna, Action::Reject)).await;
        request(&*ports.connections, other, anna).await;
    }
    let [friend] = ports.people(["friend"]).await;
    connect(&*ports.connections, anna, friend).await;
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    for owner in [anna, friend, deleted, erased, stranger()] {
        for which in [RequestBox::Sent, RequestBox::Received] {
            assert_eq!(listed(ports, owner, which).await, [], "{which:?} of {owner}");
        }
    }
}

async fn read(
    ports: &Ports,
    owner: UserId,
    which: RequestBox,
    page: PageRequest,
) -> Page<ConnectionRequest> {
    ports.connections.requests(owner, which, &page).await.expect("storage works")
}

async fn listed(ports: &Ports, owner: UserId, which: RequestBox) -> Vec<UserId> {
    let all = walk::every_way(async |page| read(ports, owner, which, page).await).await;
    all.iter().map(|request| request.other.user.id).collect()
}
