//! Editing a profile.

use kith_domain::user::{Deletion, Edited, Gender, Profile, ProfileEdit, User};
use kith_domain::{StoreError, UserId};

use crate::contract::race::{Arena, Attempt, ROUNDS, count};
use crate::contract::{Ports, stranger};
use crate::people::{anna, bruno, full_profile, named};
use crate::{FixedClock, SequentialUuids};

/// Texts that a database, a query builder or a careless escape may alter.
const TEXTS: [&str; 12] = [
    "O'Brien ''quoted''",
    "\"double\" `back` «angle»",
    r"C:\path\n \\ \0 \u0000",
    "100% _under_ $1 ?1 :name {0}",
    "'; drop table users; --",
    "  spaces around  ",
    "Zoë Ångström, Zoe\u{308} A\u{30a}ngstro\u{308}m",
    "李小龍 Ελλάδα Москва العربية",
    "👩‍👩‍👧‍👦 🏳️‍🌈 \u{10ffff}",
    "null",
    "<b>&amp;</b>",
    "",
];

pub async fn each_field_is_changed_alone(ports: &Ports) {
    let mut expected = anna().profile(full_profile()).register(&*ports.users).await;
    let bruno = bruno().profile(full_profile()).register(&*ports.users).await;
    for change in single_edits() {
        expected = with(expected, &change);
        assert_eq!(edit(ports, expected.id, &change).await, edited(&expected), "{change:?}");
        assert_eq!(ports.user(expected.id).await.as_ref(), Some(&expected), "{change:?}");
    }
    assert_ne!(expected.profile, full_profile());
    assert_eq!(ports.user(bruno.id).await, Some(bruno), "nobody else is touched");
}

pub async fn all_fields_are_changed_at_once(ports: &Ports) {
    let before = named("anna").register(&*ports.users).await;
    let change = every_field("annika", &full_profile());
    let expected = User {
        username: "annika".parse().expect("valid"),
        profile: Profile { company_name: None, company_role: None, ..full_profile() },
        ..before
    };
    assert_eq!(edit(ports, expected.id, &change).await, edited(&expected));
    assert_eq!(ports.user(expected.id).await, Some(expected));
}

pub async fn an_edit_of_nothing_changes_nothing(ports: &Ports) {
    let anna = anna().profile(full_profile()).register(&*ports.users).await;
    assert_eq!(edit(ports, anna.id, &ProfileEdit::default()).await, edited(&anna));
    assert_eq!(ports.user(anna.id).await, Some(anna));
}

pub async fn what_is_set_can_be_emptied(ports: &Ports) {
    let before = anna().profile(full_profile()).register(&*ports.users).await;
    let change = every_field("anna", &Profile::default());
    let full = full_profile();
    let expected = User {
        profile: Profile {
            company_name: full.company_name,
            company_role: full.company_role,
            ..Profile::default()
        },
        ..before
    };
    assert_eq!(edit(ports, expected.id, &change).await, edited(&expected));
    assert_eq!(ports.user(expected.id).await, Some(expected));
}

pub async fn every_text_is_kept_as_written(ports: &Ports) {
    let user = named("anna").register(&*ports.users).await;
    for (number, text) in TEXTS.into_iter().enumerate() {
        let address = format!("https://example.com/{}", text.replace([' ', '\\'], "+"));
        let profile = Profile {
            real_name: text.parse().expect("valid"),
            bio: format!("{text}\n\r\n\t{text}").parse().expect("valid"),
            location: text.parse().expect("valid"),
            description: text.parse().expect("valid"),
            website: Some(address.parse().expect("valid")),
            avatar: Some(address.parse().expect("valid")),
            cover: Some(address.parse().expect("valid")),
            company_name: Some(text.parse().expect("valid")),
            company_role: Some(text.parse().expect("valid")),
            ..full_profile()
        };
        let registered = named(&format!("user-{number}")).profile(profile.clone());
        let registered = registered.register(&*ports.users).await;
        assert_eq!(registered.profile, profile);
        assert_eq!(ports.user(registered.id).await, Some(registered));

        let expected = with(user.clone(), &every_field("anna", &profile));
        let edited = edit(ports, user.id, &every_field("anna", &profile)).await;
        assert_eq!(edited, self::edited(&expected));
        assert_eq!(ports.user(user.id).await, Some(expected));
    }
}

pub async fn every_gender_and_date_is_kept(ports: &Ports) {
    let mut expected = named("anna").register(&*ports.users).await;
    for gender in Gender::ALL {
        expected.profile.gender = *gender;
        let change = ProfileEdit { gender: Some(*gender), ..ProfileEdit::default() };
        assert_eq!(edit(ports, expected.id, &change).await, edited(&expected));
    }
    for date in ["0001-01-01", "1900-02-28", "1969-12-31", "2000-02-29", "9999-12-31"] {
        expected.profile.date_of_birth = Some(date.parse().expect("a date"));
        let change = ProfileEdit {
            date_of_birth: Some(expected.profile.date_of_birth),
            ..ProfileEdit::default()
        };
        assert_eq!(edit(ports, expected.id, &change).await, edited(&expected));
        assert_eq!(ports.user(expected.id).await.as_ref(), Some(&expected));
    }
}

pub async fn a_name_that_somebody_has_is_refused_with_the_whole_edit(ports: &Ports) {
    let anna = anna().profile(full_profile()).register(&*ports.users).await;
    let bruno = bruno().register(&*ports.users).await;
    let before = ports.everything().await;
    for name in ["bruno", "BRUNO"] {
        let change = every_field(name, &Profile::default());
        assert_eq!(edit(ports, anna.id, &change).await, Edited::UsernameTaken, "{name}");
        assert_eq!(ports.everything().await, before, "{name}");
    }
    let at = FixedClock::start();
    ports.users.delete(bruno.id, Deletion::Soft, at).await.expect("storage works");
    assert_eq!(edit(ports, anna.id, &rename("bruno")).await, Edited::UsernameTaken);
}

pub async fn ones_own_name_may_change_its_case(ports: &Ports) {
    let mut expected = anna().register(&*ports.users).await;
    for name in ["anna", "ANNA", "Anna"] {
        expected.username = name.parse().expect("valid");
        assert_eq!(edit(ports, expected.id, &rename(name)).await, edited(&expected), "{name}");
        assert_eq!(ports.user(expected.id).await.as_ref(), Some(&expected), "{name}");
    }
}

pub async fn a_name_that_was_given_up_is_free(ports: &Ports) {
    let first = named("anna").register(&*ports.users).await;
    edit(ports, first.id, &rename("annika")).await;
    let second = named("anna").uuid(SequentialUuids::numbered(1)).register(&*ports.users).await;
    assert_eq!(edit(ports, first.id, &rename("anna")).await, Edited::UsernameTaken);
    assert_eq!(edit(ports, second.id, &rename("annika")).await, Edited::UsernameTaken);
}

pub async fn only_a_live_user_is_edited(ports: &Ports) {
    let deleted = anna().register(&*ports.users).await.id;
    let erased = bruno().register(&*ports.users).await.id;
    let at = FixedClock::start();
    ports.users.delete(deleted, Deletion::Soft, at).await.expect("storage works");
    ports.users.delete(erased, Deletion::Hard, at).await.expect("storage works");
    let before = ports.everything().await;
    for id in [deleted, erased, stranger()] {
        for change in [ProfileEdit::default(), every_field("free", &full_profile())] {
            assert_eq!(edit(ports, id, &change).await, Edited::NoSuchUser);
        }
    }
    assert_eq!(ports.everything().await, before);
}

pub async fn of_two_edits_to_one_name_one_is_refused(arena: &Arena) {
    let anna = anna().register(&*arena.users).await.id;
    let bruno = bruno().register(&*arena.users).await.id;
    for round in 0..ROUNDS {
        let attempts = [(anna, format!("new-{round}")), (bruno, format!("NEW-{round}"))];
        let attempts = attempts.map(|(id, name)| attempt(arena, id, rename(&name)));
        let outcomes = arena.at_once(attempts.into()).await;
        let won = count(&outcomes, |outcome| matches!(outcome, Ok(Edited::Edited(_))));
        let lost = count(&outcomes, |outcome| matches!(outcome, Ok(Edited::UsernameTaken)));
        assert_eq!((won, lost), (1, 1), "round {round}: {outcomes:?}");
    }
}

pub async fn an_edit_brings_no_erased_user_back(arena: &Arena) {
    for round in 0..ROUNDS {
        let user = named(&format!("user-{round}")).register(&*arena.users).await;
        let users = arena.users.clone();
        let erase: Attempt<Result<Edited, StoreError>> = Box::pin(async move {
            users.delete(user.id, Deletion::Hard, FixedClock::start()).await?;
            Ok(Edited::NoSuchUser)
        });
        let change = every_field(&format!("new-{round}"), &full_profile());
        let outcomes = arena.at_once(vec![erase, attempt(arena, user.id, change)]).await;
        let expected = |outcome: &Result<Edited, StoreError>| {
            matches!(outcome, Ok(Edited::Edited(_) | Edited::NoSuchUser))
        };
        assert_eq!(count(&outcomes, expected), 2, "round {round}: {outcomes:?}");
        assert_eq!(arena.everything().await, vec![], "round {round}");
    }
}

/// One edit for each field that can be edited.
fn single_edits() -> Vec<ProfileEdit> {
    let none = ProfileEdit::default;
    vec![
        rename("annika"),
        ProfileEdit { real_name: Some("Annika".parse().expect("valid")), ..none() },
        ProfileEdit { bio: Some("Tired.".parse().expect("valid")), ..none() },
        ProfileEdit { location: Some("Roma".parse().expect("valid")), ..none() },
        ProfileEdit { location_lat_lng: Some(Some("41.9,12.5".parse().expect("valid"))), ..none() },
        ProfileEdit { position_lat_lng: Some(Some("0,0".parse().expect("valid"))), ..none() },
        ProfileEdit { date_of_birth: Some("2001-01-01".parse().ok()), ..none() },
        ProfileEdit { description: Some("Sleep".parse().expect("valid")), ..none() },
        ProfileEdit { gender: Some(Gender::Male), ..none() },
        ProfileEdit { website: Some("http://a.example".parse().ok()), ..none() },
        ProfileEdit { avatar: Some("http://b.example/b.png".parse().ok()), ..none() },
        ProfileEdit { cover: Some("http://c.example/c.png".parse().ok()), ..none() },
        ProfileEdit { location_lat_lng: Some(None), ..none() },
        ProfileEdit { position_lat_lng: Some(None), ..none() },
        ProfileEdit { date_of_birth: Some(None), ..none() },
        ProfileEdit { website: Some(None), ..none() },
        ProfileEdit { avatar: Some(None), ..none() },
        ProfileEdit { cover: Some(None), ..none() },
    ]
}

fn rename(name: &str) -> ProfileEdit {
    ProfileEdit { username: Some(name.parse().expect("valid")), ..ProfileEdit::default() }
}

/// An edit that names every field. The company is none of them.
fn every_field(username: &str, profile: &Profile) -> ProfileEdit {
    let profile = profile.clone();
    ProfileEdit {
        username: Some(username.parse().expect("valid")),
        real_name: Some(profile.real_name),
        bio: Some(profile.bio),
        location: Some(profile.location),
        location_lat_lng: Some(profile.location_lat_lng),
        position_lat_lng: Some(profile.position_lat_lng),
        date_of_birth: Some(profile.date_of_birth),
        description: Some(profile.description),
        gender: Some(profile.gender),
        website: Some(profile.website),
        avatar: Some(profile.avatar),
        cover: Some(profile.cover),
    }
}

/// The user after the edit, worked out independently of any store.
fn with(user: User, edit: &ProfileEdit) -> User {
    let edit = edit.clone();
    let before = user.profile;
    let profile = Profile {
        real_name: edit.real_name.unwrap_or(before.real_name),
        bio: edit.bio.unwrap_or(before.bio),
        location: edit.location.unwrap_or(before.location),
        location_lat_lng: edit.location_lat_lng.unwrap_or(before.location_lat_lng),
        position_lat_lng: edit.position_lat_lng.unwrap_or(before.position_lat_lng),
        date_of_birth: edit.date_of_birth.unwrap_or(before.date_of_birth),
        description: edit.description.unwrap_or(before.description),
        gender: edit.gender.unwrap_or(before.gender),
        website: edit.website.unwrap_or(before.website),
        avatar: edit.avatar.unwrap_or(before.avatar),
        cover: edit.cover.unwrap_or(before.cover),
        company_name: before.company_name,
        company_role: before.company_role,
    };
    User { username: edit.username.unwrap_or(user.username), profile, ..user }
}

fn edited(user: &User) -> Edited {
    Edited::Edited(Box::new(user.clone()))
}

async fn edit(ports: &Ports, id: UserId, edit: &ProfileEdit) -> Edited {
    ports.users.edit(id, edit).await.expect("storage works")
}

fn attempt(ports: &Ports, id: UserId, edit: ProfileEdit) -> Attempt<Result<Edited, StoreError>> {
    let users = ports.users.clone();
    Box::pin(async move { users.edit(id, &edit).await })
}
