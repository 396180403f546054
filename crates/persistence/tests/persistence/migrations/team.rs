//! The one team of a database has an id that never changes.

use kith_persistence::{Database, DatabaseOptions};
use uuid::{Uuid, Variant};

use super::on_both;
use crate::database::Place;

/// The id, as an instance learns it that starts now.
async fn team_id(options: DatabaseOptions) -> Uuid {
    kith_persistence::migrate(&options).await.unwrap();
    let database = Database::open(&options).await.unwrap();
    let id = database.team_id().await.unwrap();
    database.close();
    id
}

async fn all_instances_know_the_team_by_one_id(place: Place) {
    let instances: Vec<_> = (0..8).map(|_| tokio::spawn(team_id(place.options()))).collect();
    let mut ids = vec![team_id(place.options()).await];
    for instance in instances {
        ids.push(instance.await.unwrap());
    }
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!((ids[0].get_version_num(), ids[0].get_variant()), (4, Variant::RFC4122));

    let other = Place::sqlite();
    assert_ne!(team_id(other.options()).await, ids[0], "another database, another team");
    kith_persistence::revert(&place.options()).await.unwrap();
    assert_ne!(team_id(place.options()).await, ids[0], "the id is random");
}

on_both!(all_instances_know_the_team_by_one_id);
