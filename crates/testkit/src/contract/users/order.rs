//! In which order users are found.

use chrono::TimeDelta;
use kith_domain::UserId;
use kith_domain::page::{PageRequest, Position};
use kith_domain::user::{
    Among, Deletion, DirectoryQuery, Moderation, OrderKey, Ordering, Profile, ProfileEdit,
};

use super::search::{found, read};
use crate::FixedClock;
use crate::contract::Ports;
use crate::people::named;

const ALL: Among = Among::Everybody;

fn ordered(key: OrderKey, descending: bool) -> DirectoryQuery {
    DirectoryQuery { ordering: Ordering { key, descending }, ..DirectoryQuery::default() }
}

/// Users whose order differs with each key. Ids go upwards.
async fn village(ports: &Ports) -> Vec<UserId> {
    let people = [
        ("Zoe", "émile", "ähre", 5),
        ("anna", "Zola", "Zürich", 3),
        ("_x", "anna", "", 9),
        ("Bob", "ANNA", "zürich", 3),
        ("bo", "", "😀", 1),
        ("b-b", "\u{f900}", "\u{f900}", 7),
        ("B1", "Émile", "AARAU", 5),
        ("0", "😀", "z", 3),
    ];
    let mut ids = Vec::new();
    for (username, real_name, location, minutes) in people {
        let profile = Profile {
            real_name: real_name.parse().expect("valid"),
            location: location.parse().expect("valid"),
            ..Profile::default()
        };
        let joined = FixedClock::start() + TimeDelta::microseconds(minutes);
        let user = named(username).profile(profile).joined(joined);
        ids.push(user.register(&*ports.users).await.id);
    }
    ids
}

/// What each key sorts the village into: places in the order of the ids, worked out by hand.
fn orders() -> [(OrderKey, [usize; 8]); 6] {
    [
        (OrderKey::BestMatch, [0, 1, 2, 3, 4, 5, 6, 7]),
        (OrderKey::Id, [0, 1, 2, 3, 4, 5, 6, 7]),
        // 0, _x, anna, b-b, b1, bo, bob, zoe
        (OrderKey::Username, [7, 2, 1, 5, 6, 4, 3, 0]),
        // "", anna, anna, zola, émile, émile, U+F900, 😀
        (OrderKey::RealName, [4, 2, 3, 1, 0, 6, 5, 7]),
        // "", aarau, z, zürich, zürich, ähre, U+F900, 😀
        (OrderKey::Location, [2, 6, 7, 1, 3, 0, 5, 4]),
        // 1, 3, 3, 3, 5, 5, 7, 9
        (OrderKey::DateJoined, [4, 1, 3, 7, 0, 6, 5, 2]),
    ]
}

pub async fn each_key_orders_upwards_and_downwards_in_pages_of_every_size(ports: &Ports) {
    let ids = village(ports).await;
    for (key, places) in orders() {
        let mut expected: Vec<UserId> = places.iter().map(|place| ids[*place]).collect();
        assert_eq!(found(ports, &ordered(key, false), ALL).await, expected, "{key:?}");
        expected.reverse();
        assert_eq!(found(ports, &ordered(key, true), ALL).await, expected, "{key:?} downwards");
    }
}

pub async fn whoever_has_exactly_the_name_comes_first(ports: &Ports) {
    let [banana, annabel, anna, anna_2, joanna] =
        ports.people(["banana", "annabel", "Anna", "anna-2", "joanna"]).await;
    let search =
        |text: &str| DirectoryQuery { search: Some(text.to_owned()), ..DirectoryQuery::default() };
    let username = |text: &str| DirectoryQuery {
        username: Some(text.to_owned()),
        ..DirectoryQuery::default()
    };
    let first = [anna, annabel, anna_2, joanna];
    for query in [search("anna"), search("ANNA"), username("anna"), username("aNNa")] {
        assert_eq!(found(ports, &query, ALL).await, first, "{query:?}");
    }
    let descending = Ordering { key: OrderKey::BestMatch, descending: true };
    let backwards = DirectoryQuery { ordering: descending, ..search("anna") };
    assert_eq!(found(ports, &backwards, ALL).await, [anna, joanna, anna_2, annabel]);
    assert_eq!(found(ports, &search("ann"), ALL).await, [annabel, anna, anna_2, joanna]);
    assert_eq!(found(ports, &search("ana"), ALL).await, [banana]);
    for key in [OrderKey::Id, OrderKey::Username] {
        let ordering = Ordering { key, descending: false };
        let query = DirectoryQuery { ordering, ..search("anna") };
        let ids = found(ports, &query, ALL).await;
        let expected = match key {
            OrderKey::Id => [annabel, anna, anna_2, joanna],
            _ => [anna, anna_2, annabel, joanna],
        };
        assert_eq!(ids, expected, "{key:?} asks for no match to come first");
    }
}

pub async fn the_exact_name_is_found_by_either_condition_and_only_if_both_hold(ports: &Ports) {
    let [jo, ja, joan, johanna] = ports.people(["jo", "ja-jo-an", "joan", "johanna"]).await;
    let both = |search: &str, username: &str| DirectoryQuery {
        search: Some(search.to_owned()),
        username: Some(username.to_owned()),
        ..DirectoryQuery::default()
    };
    assert_eq!(found(ports, &both("jo", "joan"), ALL).await, [joan]);
    assert_eq!(found(ports, &both("jo", "an"), ALL).await, [ja, joan, johanna]);
    assert_eq!(found(ports, &both("johanna", "jo"), ALL).await, [johanna]);
    assert_eq!(found(ports, &both("j", "jo"), ALL).await, [jo, ja, joan, johanna]);
    assert_eq!(found(ports, &both("jo", "o"), ALL).await, [jo, ja, joan, johanna]);
    assert_eq!(found(ports, &both("joan", "jo"), ALL).await, [joan]);
}

pub async fn a_page_begins_behind_a_place_whoever_has_left_or_was_renamed(ports: &Ports) {
    let ids = village(ports).await;
    for (key, places) in orders() {
        for descending in [false, true] {
            let query = ordered(key, descending);
            let mut order: Vec<UserId> = places.iter().map(|place| ids[*place]).collect();
            if descending {
                order.reverse();
            }
            let page = read(ports, &query, ALL, PageRequest::first(4)).await;
            let cursor = page.next.expect("there is more");
            ports.delete(order[3], Deletion::Soft).await;
            let behind = PageRequest::new(100, Position::After(cursor));
            let rest = read(ports, &query, ALL, behind).await;
            let rest_ids: Vec<UserId> = rest.items.iter().map(|person| person.user.id).collect();
            assert_eq!(rest_ids, order[4..], "{key:?}, descending: {descending}");
            assert_eq!(rest.count, 7, "all who are found, wherever the page begins");
            ports.moderate(order[3], Moderation::Approve).await;
        }
    }
}

pub async fn an_edit_moves_a_user_to_the_new_place(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    let edit = ProfileEdit {
        username: Some("Zed".parse().expect("valid")),
        real_name: Some("ÉVA".parse().expect("valid")),
        location: Some("ÅRHUS".parse().expect("valid")),
        description: Some("ÆTHER".parse().expect("valid")),
        ..ProfileEdit::default()
    };
    ports.users.edit(anna, &edit).await.expect("storage works");
    for key in [OrderKey::Username, OrderKey::RealName, OrderKey::Location] {
        let order = found(ports, &ordered(key, false), ALL).await;
        assert_eq!(order, [bruno, carla, anna], "{key:?}");
    }
    let query =
        |search: Option<&str>, location: Option<&str>, description: Option<&str>| DirectoryQuery {
            search: search.map(str::to_owned),
            location: location.map(str::to_owned),
            description: description.map(str::to_owned),
            ..DirectoryQuery::default()
        };
    assert_eq!(found(ports, &query(Some("éva"), Some("århus"), Some("æth")), ALL).await, [anna]);
    assert_eq!(found(ports, &query(Some("zed"), None, None), ALL).await, [anna]);
    assert_eq!(found(ports, &query(Some("anna"), None, None), ALL).await, vec![]);
}
