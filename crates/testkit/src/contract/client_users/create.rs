//! Making users.

use kith_domain::UserId;
use kith_domain::client_user::{ClientUser, Created, Fallback, Holder};
use kith_domain::user::{Deletion, Moderation, Status};

use crate::clients::{bounds, client, day};
use crate::contract::Ports;
use crate::contract::sources::at;
use crate::people::{anna, named};
use crate::{FixedClock, SequentialUuids};

pub async fn a_user_is_stored_as_created(ports: &Ports) {
    let created_on = "2026-11-21T07:59:59.999999Z".parse().expect("an instant");
    let new = client("w 9+ü@%")
        .time_zone("America/Argentina/Ushuaia")
        .born("1980-03-13")
        .ingestion("2024-01-01", "2024-12-15")
        .created_on(created_on);
    let given = new.clone().build();
    let user = new.create(&*ports.client_users).await;
    let expected = ClientUser {
        id: user.id,
        uuid: given.uuid,
        client_user_id: given.client_user_id,
        username: given.username,
        created_on,
        fallback_time_zone: given
            .fallback_time_zone
            .map(|value| Fallback { value, updated_at: created_on }),
        fallback_birth_date: Some(Fallback { value: day("1980-03-13"), updated_at: created_on }),
        ingestion: bounds("2024-01-01", "2024-12-15"),
        connected_sources: vec![],
    };
    assert_eq!(user, expected);
    assert_eq!(ports.client(user.id).await, Some(expected));
    assert_eq!(ports.providers(user.id).await, Some(vec![]));
    ports.expect_legal(&[user.id]).await;
}

pub async fn a_reference_is_all_that_a_user_needs(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    assert_eq!((&user.fallback_time_zone, &user.fallback_birth_date), (&None, &None));
    assert_eq!(user.ingestion, bounds("", ""));
    assert_eq!(ports.client(user.uuid).await, Some(user));
}

pub async fn each_option_is_kept_alone(ports: &Ports) {
    for (number, new) in [
        client("1").time_zone("Etc/GMT+5"),
        client("2").born("2000-02-29"),
        client("3").ingestion("0001-01-01", ""),
        client("4").ingestion("", "9999-12-31"),
        client("5").ingestion("2026-11-21", "2026-11-21"),
    ]
    .into_iter()
    .enumerate()
    {
        let given = new.clone().build();
        let user = new.create(&*ports.client_users).await;
        let kept = ports.client(user.uuid).await.expect("is live");
        assert_eq!(kept.fallback_time_zone.map(|it| it.value), given.fallback_time_zone);
        assert_eq!(kept.fallback_birth_date.map(|it| it.value), given.fallback_birth_date);
        assert_eq!(kept.ingestion, given.ingestion, "{number}");
    }
}

pub async fn a_user_of_the_team_has_the_other_face(ports: &Ports) {
    let user = client("x").create(&*ports.client_users).await;
    let other = ports.user(user.id).await.expect("has the other face");
    assert_eq!(other.username.as_str(), user.uuid.to_string());
    assert_eq!((other.uuid, other.date_joined), (user.uuid, user.created_on));
    assert_eq!((other.email, other.role, other.ext_id), (None, None, None));
    assert_eq!((other.status, other.deleted_at), (Status::Approved, None));
    assert_eq!(other.profile, named("x").build().profile);
    let member = ports.users.member(user.id).await.expect("storage works");
    assert_eq!(member.map(|member| member.id), Some(user.id));
}

pub async fn a_user_of_the_other_api_has_the_uuid_as_reference(ports: &Ports) {
    let anna = anna().register(&*ports.users).await;
    let expected = ClientUser {
        id: anna.id,
        uuid: anna.uuid,
        client_user_id: anna.uuid.into(),
        username: anna.username.clone(),
        created_on: anna.date_joined,
        fallback_time_zone: None,
        fallback_birth_date: None,
        ingestion: bounds("", ""),
        connected_sources: vec![],
    };
    assert_eq!(ports.client(anna.id).await.as_ref(), Some(&expected));
    assert_eq!(ports.referred(&anna.uuid.to_string()).await, Some(expected));
    ports.expect_legal(&[anna.id]).await;
}

pub async fn references_differ_in_every_byte(ports: &Ports) {
    let long = "é".repeat(255);
    let references = [
        "anna", "Anna", "anna ", " anna", "ann%", "ann_", "a/b", "'", "\\", "Ä", "A\u{308}", "ä",
        "+", "%20", " ", "null", "0", "00", &long,
    ];
    for (number, reference) in references.iter().enumerate() {
        let user = client(reference).create(&*ports.client_users).await;
        assert_eq!(user.client_user_id.as_str(), *reference);
        assert_eq!(ports.clients().await.total, u64::try_from(number + 1).expect("few"));
    }
    for reference in references {
        let found = ports.referred(reference).await.expect("is live");
        assert_eq!(found.client_user_id.as_str(), reference);
    }
    assert_eq!(ports.referred("ANNA").await, None);
}

pub async fn a_taken_reference_is_refused_with_its_holder(ports: &Ports) {
    let first = client("x").created_on(at(7)).create(&*ports.client_users).await;
    let blocked = client("blocked").created_on(at(8)).create(&*ports.client_users).await;
    ports.moderate(blocked.id, Moderation::Block).await;
    let anna = anna().register(&*ports.users).await;
    let before = ports.everything().await;
    let annas = anna.uuid.to_string();
    for (reference, uuid, created_on) in [
        ("x", first.uuid, at(7)),
        ("blocked", blocked.uuid, at(8)),
        (annas.as_str(), anna.uuid, FixedClock::start()),
    ] {
        let again = client(reference).uuid(SequentialUuids::numbered(1)).build();
        let outcome = ports.client_users.create(&again).await.expect("storage works");
        assert_eq!(outcome, Created::Taken(Holder { uuid, created_on }), "{reference}");
        assert_eq!(ports.everything().await, before, "a refusal leaves no trace");
    }
    // Nothing of the refused one is taken.
    client("y").uuid(SequentialUuids::numbered(1)).create(&*ports.client_users).await;
}

pub async fn the_reference_of_whoever_was_deleted_is_free(ports: &Ports) {
    let mut given: Vec<UserId> = Vec::new();
    for life in 0..5 {
        let uuid = SequentialUuids::numbered(life + 1);
        let user = client("x").uuid(uuid).create(&*ports.client_users).await;
        assert!(!given.contains(&user.id));
        given.push(user.id);
        assert_eq!(ports.referred("x").await.map(|found| found.id), Some(user.id));
        match life {
            0 => ports.forget(user.uuid, at(0)).await,
            1 => ports.delete(user.id, Deletion::Soft).await,
            2 => ports.moderate(user.id, Moderation::Delete(Deletion::Soft)).await,
            3 => ports.delete(user.id, Deletion::Hard).await,
            _ => ports.moderate(user.id, Moderation::Delete(Deletion::Hard)).await,
        }
        assert_eq!(ports.referred("x").await, None);
        ports.expect_legal(&given).await;
    }
}
