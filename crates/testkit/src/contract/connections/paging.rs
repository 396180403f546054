//! Pages behind cursors while others come and go.

use chrono::TimeDelta;
use kith_domain::UserId;
use kith_domain::connection::{Action, Mutual};
use kith_domain::page::{PageRequest, Position};
use kith_domain::user::Deletion;

use super::list::{Village, ids, read};
use crate::FixedClock;
use crate::contract::Ports;
use crate::people::named;
use crate::ties::{act, connect, connect_at, perform};

pub async fn pages_neither_skip_nor_repeat_who_is_there_throughout(ports: &Ports) {
    let village = Village::found(ports).await;
    let mut there = village.all();
    let mut seen = Vec::new();
    let mut request = PageRequest::first(2);
    for number in 0_i64.. {
        let page = read(ports, village.anna, Some(village.vera), None, request).await;
        seen.extend(ids(&page.items));
        // Somebody comes to the front and somebody to the end, and one of this page leaves.
        for (name, at) in [("new", TimeDelta::weeks(1)), ("old", -TimeDelta::weeks(1))] {
            let comer = named(&format!("{name}-{number}")).register(&*ports.users).await.id;
            let at = FixedClock::start() + at + TimeDelta::minutes(number);
            connect_at(&*ports.connections, comer, village.anna, at).await;
            if name == "new" {
                connect(&*ports.connections, village.vera, comer).await;
            }
        }
        if let Some(leaver) = page.items.first().map(|person| person.user.id) {
            perform(&*ports.connections, act(leaver, village.anna, Action::Remove)).await;
            there.retain(|id| *id != leaver);
        }
        let Some(cursor) = page.next else { break };
        assert!(number < 40, "pages go round in circles");
        request = PageRequest::new(2, Position::After(cursor));
    }
    let times = |id: &UserId| seen.iter().filter(|seen| *seen == id).count();
    for id in &seen {
        assert_eq!(times(id), 1, "{id} is repeated: {seen:?}");
    }
    for id in &there {
        assert_eq!(times(id), 1, "{id} is skipped: {seen:?}");
    }
    let order: Vec<UserId> = seen.iter().filter(|id| village.all().contains(id)).copied().collect();
    assert_eq!(order, village.all(), "in the order of the list");
}

pub async fn a_page_begins_behind_a_place_whether_or_not_its_row_is_left(ports: &Ports) {
    let village = Village::found(ports).await;
    let (anna, all) = (village.anna, village.all());
    let read = async |request| read(ports, anna, Some(village.vera), None, request).await;
    // Behind the last mutual one, and within each of the parts.
    let lengths = [village.mutual.len(), 2, village.mutual.len() + 2];
    for (gone, length) in lengths.into_iter().enumerate() {
        let limit = u32::try_from(length - gone).expect("few");
        let page = read(PageRequest::first(limit)).await;
        let last = page.items.last().expect("not empty").user.id;
        let cursor = page.next.expect("there is more");
        assert_eq!(cursor.id, last.get(), "the id that settles ties is the other's");
        let request = PageRequest::new(100, Position::After(cursor));
        let before = read(request.clone()).await;
        if gone == 0 {
            ports.delete(last, Deletion::Hard).await;
        } else {
            perform(&*ports.connections, act(anna, last, Action::Remove)).await;
        }
        let after = read(request).await;
        assert_eq!(ids(&after.items), ids(&before.items));
        assert_eq!(after.count + 1, before.count);
    }
    assert_eq!(read(PageRequest::everything()).await.count + 3, all.len() as u64);
}

pub async fn a_cursor_of_one_part_works_in_a_filtered_list_too(ports: &Ports) {
    let village = Village::found(ports).await;
    let vera = Some(village.vera);
    for (filter, list) in [(Mutual::Only, &village.mutual), (Mutual::Without, &village.others)] {
        let page = read(ports, village.anna, vera, Some(filter), PageRequest::first(2)).await;
        let next = PageRequest::new(100, Position::After(page.next.expect("there is more")));
        let rest = read(ports, village.anna, vera, Some(filter), next.clone()).await;
        assert_eq!(ids(&rest.items), list[2..]);
        assert_eq!(usize::try_from(rest.count).ok(), Some(list.len()));
        // The same place in the whole list.
        let whole = read(ports, village.anna, vera, None, next).await;
        let at = village.all().iter().position(|id| *id == list[1]).expect("listed");
        assert_eq!(ids(&whole.items), village.all()[at + 1..]);
    }
}
