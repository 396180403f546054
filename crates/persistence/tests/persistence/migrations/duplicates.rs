//! Whether two users may be connected with one account is a part of the schema that goes on and off.

use kith_domain::provider_connection::Acted;
use kith_persistence::{Database, DatabaseOptions, OpenError, check};

use super::connecting::{connect, deregister, register};
use super::on_both;
use crate::database::Place;

fn options(place: &Place, reject: bool) -> DatabaseOptions {
    let reject_duplicate_connection = Some(reject);
    DatabaseOptions { reject_duplicate_connection, ..place.options() }
}

/// Starts, as an instance with that setting does.
async fn start(place: &Place, reject_duplicate_connection: bool) -> Database {
    let options = options(place, reject_duplicate_connection);
    kith_persistence::migrate(&options).await.unwrap();
    Database::open(&options).await.unwrap()
}

async fn refused_while_there_are_some(place: Place) {
    let database = start(&place, false).await;
    let [anna, bruno] = [register(&database, "anna").await, register(&database, "bruno").await];
    for user in [anna, bruno] {
        connect(&database, user, "fitbit", Some("x")).await;
        connect(&database, user, "oura", None).await;
    }
    let before = check(&place.options()).await.unwrap();
    assert!(before.is_clean());

    for _ in 0..2 {
        let refusal = kith_persistence::migrate(&options(&place, true)).await.unwrap_err();
        assert!(matches!(refusal, OpenError::DuplicateConnections), "{refusal:?}");
    }
    assert_eq!(check(&place.options()).await.unwrap(), before, "nothing has changed");
    let carla = register(&database, "carla").await;
    let third = connect(&database, carla, "fitbit", Some("x")).await;
    assert!(matches!(third, Acted::Done(Some(_))), "the rule is still that of before: {third:?}");

    deregister(&database, anna, "fitbit").await;
    deregister(&database, carla, "fitbit").await;
    database.close();
    start(&place, true).await.close();
}

async fn on_off_and_on_again(place: Place) {
    let database = start(&place, true).await;
    let [anna, bruno] = [register(&database, "anna").await, register(&database, "bruno").await];
    connect(&database, anna, "fitbit", Some("x")).await;
    database.close();
    for _ in 0..2 {
        let database = start(&place, true).await;
        let again = connect(&database, anna, "fitbit", Some("x")).await;
        assert!(matches!(again, Acted::Done(Some(_))), "one's own is no duplicate: {again:?}");
        assert_eq!(connect(&database, bruno, "fitbit", Some("x")).await, Acted::Duplicate);
        for (user, provider, account) in
            [(bruno, "fitbit", Some("X")), (bruno, "oura", Some("x")), (anna, "polar", None)]
        {
            let done = connect(&database, user, provider, account).await;
            assert!(matches!(done, Acted::Done(Some(_))), "{provider} {account:?}: {done:?}");
        }
        let done = connect(&database, bruno, "polar", None).await;
        assert!(matches!(done, Acted::Done(Some(_))), "unknown accounts differ: {done:?}");
        // Somebody who says nothing about it comes in between, and nothing changes.
        kith_persistence::migrate(&place.options()).await.unwrap();
        assert_eq!(connect(&database, bruno, "fitbit", Some("x")).await, Acted::Duplicate);
        database.close();

        let database = start(&place, false).await;
        kith_persistence::migrate(&place.options()).await.unwrap();
        let allowed = connect(&database, bruno, "fitbit", Some("x")).await;
        assert!(matches!(allowed, Acted::Done(Some(_))), "{allowed:?}");
        deregister(&database, bruno, "fitbit").await;
        database.close();
    }
    assert!(check(&place.options()).await.unwrap().is_clean());
}

async fn instances_at_once(place: Place) {
    let instances: Vec<_> = (0..8)
        .map(|_| {
            let options = options(&place, true);
            tokio::spawn(async move { kith_persistence::migrate(&options).await })
        })
        .collect();
    for instance in instances {
        instance.await.unwrap().unwrap();
    }
    let database = Database::open(&place.options()).await.unwrap();
    let [anna, bruno] = [register(&database, "anna").await, register(&database, "bruno").await];
    connect(&database, anna, "fitbit", Some("x")).await;
    assert_eq!(connect(&database, bruno, "fitbit", Some("x")).await, Acted::Duplicate);
    database.close();
}

on_both!(refused_while_there_are_some, on_off_and_on_again, instances_at_once);
