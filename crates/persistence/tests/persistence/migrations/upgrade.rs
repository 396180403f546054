//! From the schema that knew one API to the one that knows both.

use std::fs;

use kith_domain::user::{Deletion, Moderation};
use kith_domain::{UserId, UserReference};
use kith_persistence::{Database, check};
use kith_testkit::{FixedClock, people};

use super::connecting::{connect, register};
use super::{folder, names, on_both};
use crate::database::Place;

/// The newest migration of the schema that knew one API.
const OLD: &str = "2026-11-21-000003";

/// Takes the schema back to the old one, as somebody would by hand; users stay.
async fn downgrade(place: &Place) -> usize {
    let database = match place {
        Place::Sqlite(_) => "sqlite",
        Place::Postgres(_) => "postgres",
    };
    let newer: Vec<_> =
        names(database).into_iter().filter(|name| &name[..OLD.len()] > OLD).collect();
    for name in newer.iter().rev() {
        let down = folder(database).join(name).join("down.sql");
        place.execute(&fs::read_to_string(down).unwrap()).await;
    }
    let old = OLD.replace('-', "");
    let forget = format!("delete from __diesel_schema_migrations where version > '{old}'");
    place.execute(&forget).await;
    newer.len()
}

/// The team's reference of a live user.
async fn client_user_id(database: &Database, user: UserId) -> Option<String> {
    let found = database.client_users().by_reference(user.into()).await.unwrap();
    found.map(|user| user.client_user_id.as_str().to_owned())
}

async fn every_user_gets_the_other_face(place: Place) {
    let database = place.open().await;
    let mut users = Vec::new();
    for name in ["anna", "bruno", "carla"] {
        users.push(register(&database, name).await);
    }
    let [anna, bruno, carla] = users[..] else { panic!("{users:?}") };
    let at = FixedClock::start();
    database.users().moderate(bruno, Moderation::Block, true, at).await.unwrap();
    database.users().delete(carla, Deletion::Soft, at).await.unwrap();
    database.close();

    let newer = downgrade(&place).await;
    assert!(newer >= 3, "{newer}");
    assert_eq!(kith_persistence::migrate(&place.options()).await.unwrap().len(), newer);

    let report = check(&place.options()).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.looked_at.users, report.looked_at.client_users), (3, 3));
    let database = place.open().await;
    for (user, name) in [(anna, "anna"), (bruno, "bruno")] {
        let uuid = people::named(name).build().uuid;
        assert_eq!(client_user_id(&database, user).await, Some(uuid.to_string()));
        let found = database.client_users().by_reference(UserReference::Uuid(uuid)).await.unwrap();
        assert_eq!(found.unwrap().id, user);
        connect(&database, user, "fitbit", Some(name)).await;
    }
    let uuid = people::named("carla").build().uuid.to_string();
    assert_eq!(client_user_id(&database, carla).await, None, "she is deleted");
    let found = database.client_users().by_client_user_id(&uuid.parse().unwrap()).await.unwrap();
    assert_eq!(found, None);
    database.users().moderate(carla, Moderation::Approve, true, at).await.unwrap();
    assert_eq!(client_user_id(&database, carla).await, Some(uuid));
    database.close();
}

on_both!(every_user_gets_the_other_face);
