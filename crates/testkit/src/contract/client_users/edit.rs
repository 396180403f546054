//! Changing users.

use std::str::FromStr;

use kith_domain::client_user::{ClientUser, ClientUserEdit, Edited, Fallback};
use kith_domain::user::{Deletion, Moderation};
use uuid::Uuid;

use crate::clients::{NewClientBuilder, bounds, client, day};
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::people::anna;

pub async fn each_field_is_changed_alone(ports: &Ports) {
    let other = rich("other").create(&*ports.client_users).await;
    for (number, edit) in edits().into_iter().enumerate() {
        let reference = format!("user {number}");
        let before = rich(&reference).create(&*ports.client_users).await;
        assert_eq!(change(ports, before.uuid, &edit, 9).await, Edited::Edited, "{edit:?}");
        let mut expected = before.clone();
        match number {
            0 => expected.client_user_id = "new".parse().expect("valid"),
            1 => expected.fallback_time_zone = dated("Asia/Tokyo", 9),
            2 => expected.fallback_birth_date = dated("2001-01-01", 9),
            3 => expected.ingestion = bounds("2024-02-02", "2024-12-15"),
            _ => expected.ingestion = bounds("2024-01-01", "2024-11-30"),
        }
        assert_eq!(ports.client(before.uuid).await, Some(expected), "{edit:?}");
        if number == 0 {
            assert_eq!(ports.referred("new").await.map(|user| user.id), Some(before.id));
            assert_eq!(ports.referred(&reference).await, None);
        }
    }
    assert_eq!(ports.client(other.uuid).await, Some(other), "nobody else is touched");
}

pub async fn null_takes_away_and_absence_leaves(ports: &Ports) {
    let before = rich("x").create(&*ports.client_users).await;
    let nothing = ClientUserEdit::default;
    for (second, edit, expected) in [
        (
            1,
            ClientUserEdit { fallback_time_zone: Some(None), ..nothing() },
            ClientUser { fallback_time_zone: None, ..before.clone() },
        ),
        (
            2,
            ClientUserEdit { fallback_birth_date: Some(None), ..nothing() },
            ClientUser { fallback_time_zone: None, fallback_birth_date: None, ..before.clone() },
        ),
        (
            3,
            ClientUserEdit {
                ingestion_start: Some(None),
                fallback_birth_date: Some(Some(day("2001-01-01"))),
                ..nothing()
            },
            ClientUser {
                fallback_time_zone: None,
                fallback_birth_date: dated("2001-01-01", 3),
                ingestion: bounds("", "2024-12-15"),
                ..before.clone()
            },
        ),
        (
            4,
            ClientUserEdit { ingestion_end: Some(None), ..nothing() },
            ClientUser {
                fallback_time_zone: None,
                fallback_birth_date: dated("2001-01-01", 3),
                ingestion: bounds("", ""),
                ..before.clone()
            },
        ),
        (
            5,
            ClientUserEdit {
                client_user_id: "y".parse().ok(),
                fallback_time_zone: Some("Asia/Tokyo".parse().ok()),
                fallback_birth_date: Some(None),
                ingestion_start: Some(Some(day("2026-01-01"))),
                ingestion_end: Some(Some(day("2026-01-01"))),
            },
            ClientUser {
                client_user_id: "y".parse().expect("valid"),
                fallback_time_zone: dated("Asia/Tokyo", 5),
                fallback_birth_date: None,
                ingestion: bounds("2026-01-01", "2026-01-01"),
                ..before.clone()
            },
        ),
    ] {
        assert_eq!(change(ports, before.uuid, &edit, second).await, Edited::Edited);
        assert_eq!(ports.client(before.uuid).await, Some(expected), "{edit:?}");
    }
}

pub async fn a_value_that_is_set_again_is_dated_anew(ports: &Ports) {
    let before = rich("x").create(&*ports.client_users).await;
    let zone_again = ClientUserEdit {
        fallback_time_zone: Some("Europe/London".parse().ok()),
        ..ClientUserEdit::default()
    };
    assert_eq!(change(ports, before.uuid, &zone_again, 5).await, Edited::Edited);
    let expected = ClientUser { fallback_time_zone: dated("Europe/London", 5), ..before.clone() };
    assert_eq!(ports.client(before.uuid).await, Some(expected), "the other keeps its date");
}

pub async fn an_edit_of_nothing_changes_nothing(ports: &Ports) {
    let user = rich("x").create(&*ports.client_users).await;
    let before = ports.everything().await;
    let nothing = ClientUserEdit::default();
    assert_eq!(change(ports, user.uuid, &nothing, 9).await, Edited::Edited);
    assert_eq!(ports.everything().await, before);
}

pub async fn a_reference_that_somebody_has_is_refused_with_the_whole_edit(ports: &Ports) {
    let user = rich("x").create(&*ports.client_users).await;
    let blocked = client("y").create(&*ports.client_users).await;
    ports.moderate(blocked.id, Moderation::Block).await;
    let anna = anna().register(&*ports.users).await;
    let before = ports.everything().await;
    for taken in ["y", &anna.uuid.to_string()] {
        let edit = ClientUserEdit {
            client_user_id: taken.parse().ok(),
            fallback_time_zone: Some("Asia/Tokyo".parse().ok()),
            fallback_birth_date: Some(None),
            ingestion_start: Some(None),
            ingestion_end: Some(None),
        };
        assert_eq!(change(ports, user.uuid, &edit, 9).await, Edited::Taken, "{taken}");
        assert_eq!(ports.everything().await, before);
    }
    // One's own is no obstacle, whatever the case of others.
    for (reference, outcome) in [("x", Edited::Edited), ("Y", Edited::Edited), ("y", Edited::Taken)]
    {
        assert_eq!(change(ports, user.uuid, &reference_edit(reference), 9).await, outcome);
    }
}

pub async fn a_reference_that_was_given_up_is_free(ports: &Ports) {
    let one = client("x").create(&*ports.client_users).await;
    let other = client("y").create(&*ports.client_users).await;
    for (user, reference) in [(&one, "z"), (&other, "x"), (&one, "y")] {
        let edit = reference_edit(reference);
        assert_eq!(change(ports, user.uuid, &edit, 9).await, Edited::Edited);
        assert_eq!(ports.referred(reference).await.map(|found| found.id), Some(user.id));
    }
    assert_eq!(ports.referred("z").await, None);
    ports.forget(one.uuid, at(0)).await;
    assert_eq!(change(ports, other.uuid, &reference_edit("y"), 9).await, Edited::Edited);
    ports.expect_legal(&[one.id, other.id]).await;
}

pub async fn bounds_are_never_reversed_with_the_one_that_is_stored(ports: &Ports) {
    let user = rich("x").create(&*ports.client_users).await;
    let edit = |start: Option<&str>, end: Option<&str>| ClientUserEdit {
        ingestion_start: start.map(|text| Some(day(text))),
        ingestion_end: end.map(|text| Some(day(text))),
        ..ClientUserEdit::default()
    };
    // 2024-01-01 to 2024-12-15 is stored.
    let before = ports.everything().await;
    for (start, end) in [
        (Some("2024-12-16"), None),
        (None, Some("2023-12-31")),
        (Some("2026-01-02"), Some("2026-01-01")),
        (Some("2024-06-02"), Some("2024-06-01")),
    ] {
        let reversed = ClientUserEdit {
            client_user_id: "z".parse().ok(),
            fallback_time_zone: Some(None),
            fallback_birth_date: Some(None),
            ..edit(start, end)
        };
        let outcome = change(ports, user.uuid, &reversed, 9).await;
        assert_eq!(outcome, Edited::BoundsReversed, "{start:?} to {end:?}");
        assert_eq!(ports.everything().await, before);
    }
    for (start, end, kept) in [
        (Some("2024-12-15"), None, bounds("2024-12-15", "2024-12-15")),
        (Some("2024-01-01"), Some("2024-01-01"), bounds("2024-01-01", "2024-01-01")),
        // Both behind, and both before, what is stored.
        (Some("2026-01-01"), Some("2026-02-01"), bounds("2026-01-01", "2026-02-01")),
        (Some("2020-01-01"), Some("2020-02-01"), bounds("2020-01-01", "2020-02-01")),
    ] {
        assert_eq!(change(ports, user.uuid, &edit(start, end), 9).await, Edited::Edited);
        assert_eq!(ports.client(user.uuid).await.map(|found| found.ingestion), Some(kept));
    }
    // A bound that goes is no obstacle to the other.
    let open = ClientUserEdit { ingestion_end: Some(None), ..edit(Some("2027-01-01"), None) };
    assert_eq!(change(ports, user.uuid, &open, 9).await, Edited::Edited);
    let kept = ports.client(user.uuid).await.map(|found| found.ingestion);
    assert_eq!(kept, Some(bounds("2027-01-01", "")));
}

pub async fn only_a_live_user_of_the_team_is_edited(ports: &Ports) {
    let forgotten = rich("1").create(&*ports.client_users).await;
    ports.forget(forgotten.uuid, at(0)).await;
    let retired = rich("2").create(&*ports.client_users).await;
    ports.delete(retired.id, Deletion::Soft).await;
    let erased = rich("3").create(&*ports.client_users).await;
    ports.delete(erased.id, Deletion::Hard).await;
    let before = ports.everything().await;
    for user in [forgotten, retired, erased] {
        for edit in edits().into_iter().chain([ClientUserEdit::default()]) {
            assert_eq!(change(ports, user.uuid, &edit, 9).await, Edited::NoSuchUser, "{edit:?}");
        }
    }
    assert_eq!(ports.everything().await, before);
}

pub async fn a_user_of_the_other_api_is_edited_like_any(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let before = ports.user(anna.id).await;
    for (edit, second) in edits().iter().zip(1..) {
        assert_eq!(change(ports, anna.uuid, edit, second).await, Edited::Edited);
    }
    let found = ports.referred("new").await.expect("is live");
    assert_eq!((found.id, found.ingestion), (anna.id, bounds("2024-02-02", "2024-11-30")));
    assert_eq!(found.fallback_time_zone, dated("Asia/Tokyo", 2));
    assert_eq!(found.fallback_birth_date, dated("2001-01-01", 3));
    assert_eq!(ports.user(anna.id).await, before, "the other face stays");
}

/// Somebody of whom everything is known.
fn rich(reference: &str) -> NewClientBuilder {
    client(reference)
        .time_zone("Europe/London")
        .born("1980-03-13")
        .ingestion("2024-01-01", "2024-12-15")
}

/// An edit of each field.
fn edits() -> [ClientUserEdit; 5] {
    let nothing = ClientUserEdit::default;
    [
        reference_edit("new"),
        ClientUserEdit { fallback_time_zone: Some("Asia/Tokyo".parse().ok()), ..nothing() },
        ClientUserEdit { fallback_birth_date: Some(Some(day("2001-01-01"))), ..nothing() },
        ClientUserEdit { ingestion_start: Some(Some(day("2024-02-02"))), ..nothing() },
        ClientUserEdit { ingestion_end: Some(Some(day("2024-11-30"))), ..nothing() },
    ]
}

fn reference_edit(reference: &str) -> ClientUserEdit {
    ClientUserEdit { client_user_id: reference.parse().ok(), ..ClientUserEdit::default() }
}

/// That value, set at that second.
fn dated<T: FromStr>(text: &str, second: i64) -> Option<Fallback<T>> {
    Some(Fallback { value: text.parse().ok()?, updated_at: at(second) })
}

async fn change(ports: &Ports, user: Uuid, edit: &ClientUserEdit, second: i64) -> Edited {
    ports.client_users.edit(user, edit, at(second)).await.expect("storage works")
}
