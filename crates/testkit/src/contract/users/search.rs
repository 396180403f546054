//! Whom a query finds.

use std::collections::BTreeSet;

use kith_domain::UserId;
use kith_domain::connection::Ties;
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{
    Among, Deletion, DirectoryQuery, Gender, Moderation, Person, Profile, Role,
};

use crate::contract::{Ports, stranger, walk};
use crate::people::named;
use crate::ties::{connect, hide};

/// One page of what the query finds; nobody looks.
pub(super) async fn read(
    ports: &Ports,
    query: &DirectoryQuery,
    among: Among,
    page: PageRequest,
) -> Page<Person> {
    ports.users.search(query, among, None, &page).await.expect("storage works")
}

/// The ids of all whom the query finds, in order, page by page in every way.
pub(super) async fn found(ports: &Ports, query: &DirectoryQuery, among: Among) -> Vec<UserId> {
    let all = walk::every_way(async |page| read(ports, query, among, page).await).await;
    all.iter().map(|person| person.user.id).collect()
}

/// The usernames of all whom the query finds among everybody; each has one letter of its own.
async fn names(ports: &Ports, query: DirectoryQuery) -> BTreeSet<String> {
    let page = PageRequest::everything();
    let found = read(ports, &query, Among::Everybody, page).await;
    let names = found.items.iter().map(|person| person.user.username.to_string());
    let names: BTreeSet<String> = names.collect();
    assert_eq!(names.len(), found.items.len(), "nobody is found twice");
    assert_eq!(usize::try_from(found.count).ok(), Some(found.items.len()));
    names
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn query() -> DirectoryQuery {
    DirectoryQuery::default()
}

/// Six people who differ in everything that is searched.
async fn town(ports: &Ports) {
    use Gender::{Female, Male, Unspecified};
    for (username, real_name, location, description, gender, role) in [
        ("Anna", "Anna Rossi", "Milano", "Bread and mountains", Female, None),
        ("hannah", "Bob O'Neil", "Roma Nord", "100% bread", Male, Some(Role::Admin)),
        ("carl_7", "Émile Zola", "SÃO PAULO", "Ünder_way", Unspecified, Some(Role::Editor)),
        ("carlx7", "ΣΊΣΥΦΟΣ", "roma", r"back\slash", Female, None),
        ("dora", "李小龍 anna", "", "", Unspecified, Some(Role::Moderator)),
        ("eva", "", "Ærø", "ИВАН", Male, None),
    ] {
        let profile = Profile {
            real_name: real_name.parse().expect("valid"),
            location: location.parse().expect("valid"),
            description: description.parse().expect("valid"),
            gender,
            ..Profile::default()
        };
        let mut new = named(username).profile(profile);
        if let Some(role) = role {
            new = new.role(role);
        }
        new.register(&*ports.users).await;
    }
}

pub async fn everybody_is_found_without_a_condition(ports: &Ports) {
    assert_eq!(names(ports, query()).await, set(&[]));
    town(ports).await;
    let everybody = set(&["Anna", "hannah", "carl_7", "carlx7", "dora", "eva"]);
    assert_eq!(names(ports, query()).await, everybody);
    let empty = DirectoryQuery {
        search: Some(String::new()),
        username: Some(String::new()),
        real_name: Some(String::new()),
        location: Some(String::new()),
        description: Some(String::new()),
        ..query()
    };
    assert_eq!(names(ports, empty).await, everybody, "every text has nothing as a part");
}

pub async fn a_search_looks_into_username_and_real_name(ports: &Ports) {
    town(ports).await;
    for (text, expected) in [
        ("anna", set(&["Anna", "hannah", "dora"])),
        ("ANNA", set(&["Anna", "hannah", "dora"])),
        ("rossi", set(&["Anna"])),
        ("carl", set(&["carl_7", "carlx7"])),
        ("milano", set(&[])),
        ("bread", set(&[])),
        ("anna rossi", set(&["Anna"])),
        ("annarossi", set(&[])),
        (" ", set(&["Anna", "hannah", "carl_7", "dora"])),
    ] {
        let found = names(ports, DirectoryQuery { search: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, expected, "{text:?}");
    }
}

pub async fn each_field_is_searched_alone(ports: &Ports) {
    town(ports).await;
    for (text, expected) in
        [("AN", set(&["Anna", "hannah"])), ("rossi", set(&[])), ("7", set(&["carl_7", "carlx7"]))]
    {
        let found =
            names(ports, DirectoryQuery { username: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, expected, "username {text:?}");
    }
    for (text, expected) in
        [("anna", set(&["Anna", "dora"])), ("hannah", set(&[])), ("o'n", set(&["hannah"]))]
    {
        let found =
            names(ports, DirectoryQuery { real_name: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, expected, "real_name {text:?}");
    }
    for (text, expected) in [("ROMA", set(&["hannah", "carlx7"])), ("bread", set(&[]))] {
        let found =
            names(ports, DirectoryQuery { location: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, expected, "location {text:?}");
    }
    for (text, expected) in [("Bread", set(&["Anna", "hannah"])), ("roma", set(&[]))] {
        let found =
            names(ports, DirectoryQuery { description: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, expected, "description {text:?}");
    }
    for (gender, expected) in [
        (Gender::Female, set(&["Anna", "carlx7"])),
        (Gender::Male, set(&["hannah", "eva"])),
        (Gender::Unspecified, set(&["carl_7", "dora"])),
    ] {
        let found = names(ports, DirectoryQuery { gender: Some(gender), ..query() }).await;
        assert_eq!(found, expected, "{gender:?}");
    }
    for (is_staff, expected) in
        [(true, set(&["hannah", "carl_7", "dora"])), (false, set(&["Anna", "carlx7", "eva"]))]
    {
        let found = names(ports, DirectoryQuery { is_staff: Some(is_staff), ..query() }).await;
        assert_eq!(found, expected, "is_staff {is_staff}");
    }
}

pub async fn letters_of_every_script_have_no_case(ports: &Ports) {
    town(ports).await;
    for (text, expected) in [
        ("émile", "carl_7"),
        ("ÉMILE", "carl_7"),
        ("emile", ""),
        ("e\u{301}mile", ""),
        ("σίσυ", "carlx7"),
        ("ΣΊΣΥ", "carlx7"),
        ("小龍", "dora"),
    ] {
        let found =
            names(ports, DirectoryQuery { real_name: Some(text.to_owned()), ..query() }).await;
        let expected = if expected.is_empty() { set(&[]) } else { set(&[expected]) };
        assert_eq!(found, expected, "{text:?}");
    }
    for (text, expected) in [("são", "carl_7"), ("ÆRØ", "eva"), ("ærø", "eva")] {
        let found =
            names(ports, DirectoryQuery { location: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, set(&[expected]), "{text:?}");
    }
    for (text, expected) in [("ünder", "carl_7"), ("иван", "eva"), ("ИВА", "eva")] {
        let found =
            names(ports, DirectoryQuery { description: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, set(&[expected]), "{text:?}");
    }
}

pub async fn what_looks_like_a_pattern_is_plain_text(ports: &Ports) {
    town(ports).await;
    for (text, expected) in [
        ("l_7", set(&["carl_7"])),
        ("_", set(&["carl_7"])),
        ("%", set(&[])),
        ("c%7", set(&[])),
        ("c*7", set(&[])),
        ("c.*7", set(&[])),
        ("[ch]a", set(&[])),
        ("o''n", set(&[])),
        ("' or 1=1 --", set(&[])),
        ("\"", set(&[])),
        ("$1", set(&[])),
    ] {
        let found = names(ports, DirectoryQuery { search: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, expected, "{text:?}");
    }
    for (text, expected) in [
        ("0%", set(&["hannah"])),
        ("1%d", set(&[])),
        ("r_w", set(&["carl_7"])),
        (r"\", set(&["carlx7"])),
        (r"\\", set(&[])),
        (r"\s", set(&["carlx7"])),
        (r"\%", set(&[])),
    ] {
        let found =
            names(ports, DirectoryQuery { description: Some(text.to_owned()), ..query() }).await;
        assert_eq!(found, expected, "{text:?}");
    }
}

pub async fn all_conditions_must_hold(ports: &Ports) {
    town(ports).await;
    let whole = DirectoryQuery {
        search: Some("anna".to_owned()),
        username: Some("h".to_owned()),
        real_name: Some("bob".to_owned()),
        location: Some("roma".to_owned()),
        description: Some("bread".to_owned()),
        gender: Some(Gender::Male),
        is_staff: Some(true),
        ..query()
    };
    assert_eq!(names(ports, whole.clone()).await, set(&["hannah"]));
    for one_fails in [
        DirectoryQuery { search: Some("rossi".to_owned()), ..whole.clone() },
        DirectoryQuery { username: Some("dora".to_owned()), ..whole.clone() },
        DirectoryQuery { real_name: Some("anna".to_owned()), ..whole.clone() },
        DirectoryQuery { location: Some("milano".to_owned()), ..whole.clone() },
        DirectoryQuery { description: Some("mountains".to_owned()), ..whole.clone() },
        DirectoryQuery { gender: Some(Gender::Female), ..whole.clone() },
        DirectoryQuery { is_staff: Some(false), ..whole },
    ] {
        assert_eq!(names(ports, one_fails.clone()).await, set(&[]), "{one_fails:?}");
    }
}

pub async fn whoever_is_excluded_is_not_found(ports: &Ports) {
    let [anna, bruno, carla] = ports.people(["anna", "bruno", "carla"]).await;
    let all = Among::Everybody;
    for (exclude, expected) in [
        (vec![], vec![anna, bruno, carla]),
        (vec![bruno], vec![anna, carla]),
        (vec![carla, stranger(), anna, anna], vec![bruno]),
        (vec![anna, bruno, carla], vec![]),
    ] {
        let excluding = DirectoryQuery { exclude, ..query() };
        assert_eq!(found(ports, &excluding, all).await, expected, "{excluding:?}");
    }
}

pub async fn hidden_users_are_left_out_or_the_only_ones(ports: &Ports) {
    let [anna, bruno, carla, dora] = ports.people(["anna", "bruno", "carla", "dora"]).await;
    hide(&*ports.hides, anna, bruno).await;
    hide(&*ports.hides, anna, dora).await;
    hide(&*ports.hides, carla, anna).await;
    for (among, expected) in [
        (Among::Everybody, vec![anna, bruno, carla, dora]),
        (Among::NotHiddenBy(anna), vec![anna, carla]),
        (Among::NotHiddenBy(bruno), vec![anna, bruno, carla, dora]),
        (Among::HiddenBy(anna), vec![bruno, dora]),
        (Among::HiddenBy(bruno), vec![]),
        (Among::HiddenBy(carla), vec![anna]),
    ] {
        assert_eq!(found(ports, &query(), among).await, expected, "{among:?}");
    }
    let dora_alone = DirectoryQuery { search: Some("D".to_owned()), ..query() };
    assert_eq!(found(ports, &dora_alone, Among::HiddenBy(anna)).await, [dora]);
    assert_eq!(found(ports, &dora_alone, Among::NotHiddenBy(anna)).await, vec![]);
    ports.delete(dora, Deletion::Soft).await;
    assert_eq!(found(ports, &query(), Among::HiddenBy(anna)).await, [bruno]);
}

pub async fn blocked_users_are_found_and_deleted_ones_are_not(ports: &Ports) {
    let [anna, blocked, deleted, erased] =
        ports.people(["anna", "blocked", "deleted", "erased"]).await;
    ports.moderate(blocked, Moderation::Block).await;
    ports.delete(deleted, Deletion::Soft).await;
    ports.delete(erased, Deletion::Hard).await;
    assert_eq!(found(ports, &query(), Among::Everybody).await, [anna, blocked]);
    let exact = DirectoryQuery { username: Some("deleted".to_owned()), ..query() };
    assert_eq!(found(ports, &exact, Among::Everybody).await, vec![]);
    ports.moderate(deleted, Moderation::Approve).await;
    assert_eq!(found(ports, &exact, Among::Everybody).await, [deleted]);
}

pub async fn users_are_found_as_the_viewer_sees_them(ports: &Ports) {
    let [anna, bruno] = ports.people(["anna", "bruno"]).await;
    connect(&*ports.connections, anna, bruno).await;
    let page = PageRequest::first(2);
    for (viewer, to_anna, to_bruno) in [
        (None, false, false),
        (Some(anna), false, true),
        (Some(bruno), true, false),
        (Some(stranger()), false, false),
    ] {
        let found = ports.users.search(&query(), Among::Everybody, viewer, &page).await;
        let found = found.expect("storage works").items;
        for (person, (id, connected)) in found.into_iter().zip([(anna, to_anna), (bruno, to_bruno)])
        {
            assert_eq!(person.ties, Ties { connected, ..Ties::default() }, "{viewer:?}");
            assert_eq!(Some(person.user), ports.user(id).await, "the whole user");
        }
    }
}
