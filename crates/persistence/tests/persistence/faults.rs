//! Connections that end, queues that are full, writers that are in the way.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{Connection as _, SimpleConnection as _};
use futures_util::future::join_all;
use kith_domain::user::Users;
use kith_domain::visibility::Audience;
use kith_domain::{StoreError, UserId};
use kith_persistence::{Database, DatabaseOptions};
use kith_testkit::people;
use tokio::task::JoinHandle;

use crate::database::Place;

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// A database with one user in it.
async fn with_anna(options: &DatabaseOptions) -> (Database, Arc<dyn Users>, UserId) {
    kith_persistence::migrate(options).await.unwrap();
    let database = Database::open(options).await.unwrap();
    let users = database.users();
    users.register(&people::anna().build()).await.unwrap();
    let anna = users.list(None, 1).await.unwrap()[0].id;
    (database, users, anna)
}

/// Another opener of the file, in the middle of writing.
fn somebody_who_writes(place: &Place) -> diesel::SqliteConnection {
    let Place::Sqlite(folder) = place else { unreachable!() };
    let file = folder.path().join("kith.db");
    let mut other = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    other.batch_execute("begin immediate").unwrap();
    other
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_connections_that_were_cut_are_replaced() {
    let place = Place::postgres().await;
    let Place::Postgres(schema) = &place else { unreachable!() };
    let name = schema.name();
    let mut options = place.options();
    options.url = format!("{}&application_name={name}", schema.url()).parse().unwrap();
    kith_persistence::migrate(&options).await.unwrap();
    let database = Database::open(&options).await.unwrap();
    let (users, associations) = (database.users(), database.associations());
    users.register(&people::anna().build()).await.unwrap();
    let anna = users.list(None, 1).await.unwrap()[0].id;

    for round in 0..10 {
        let cut = format!(
            "select pg_terminate_backend(pid) from pg_stat_activity \
             where application_name = '{name}'"
        );
        place.execute(&cut).await;
        // The very next read and the very next write succeed: nobody sees the cut.
        assert!(associations.of(anna, Audience::Public).await.unwrap().is_some(), "{round}");
        users.set_role(anna, None).await.unwrap();
    }
    database.close();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_that_locks_for_too_long_is_unavailable_and_recovers() {
    let place = Place::postgres().await;
    let mut options = place.options();
    options.statement_timeout = Duration::from_millis(300);
    let (database, users, anna) = with_anna(&options).await;

    let mut client = place.connect().await;
    let lock = client.transaction().await.unwrap();
    lock.batch_execute("lock table users in access exclusive mode").await.unwrap();
    assert!(matches!(users.by_id(anna).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(users.set_role(anna, None).await, Err(StoreError::Unavailable(_))));
    lock.rollback().await.unwrap();
    assert!(users.by_id(anna).await.unwrap().is_some());
    assert!(users.set_role(anna, None).await.unwrap().is_some());
    database.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_that_somebody_else_locks_is_unavailable_and_recovers() {
    let place = Place::sqlite();
    let mut options = place.options();
    options.statement_timeout = Duration::from_millis(300);
    let (database, users, anna) = with_anna(&options).await;
    let mut other = somebody_who_writes(&place);
    // Several at once, so that some share a commit: each of them is told.
    let writes: Vec<_> = (0..8)
        .map(|_| {
            let users = database.users();
            tokio::spawn(async move { users.set_role(anna, None).await })
        })
        .collect();
    for write in writes {
        assert!(matches!(write.await.unwrap(), Err(StoreError::Unavailable(_))));
    }
    assert!(users.by_id(anna).await.unwrap().is_some(), "readers are not in anybody's way");
    other.batch_execute("rollback").unwrap();
    assert!(users.set_role(anna, None).await.unwrap().is_some());
    database.close();
    assert!(matches!(users.by_id(anna).await, Err(StoreError::Unavailable(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_with_a_full_queue_is_unavailable_at_once() {
    let place = Place::sqlite();
    let mut options = place.options();
    options.queue = 1;
    let (database, _, anna) = with_anna(&options).await;
    let mut other = somebody_who_writes(&place);
    let writes = all_but_two_are_refused(&database, anna).await;
    other.batch_execute("rollback").unwrap();
    assert!((1..=2).contains(&successes(writes).await));
    database.close();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_whose_pool_many_wait_for_is_unavailable_at_once() {
    let place = Place::postgres().await;
    let mut options = place.options();
    (options.pool_size, options.queue) = (1, 1);
    // Nobody is refused for having waited too long.
    (options.connect_timeout, options.statement_timeout) = (PATIENCE, PATIENCE);
    let (database, users, anna) = with_anna(&options).await;
    let mut client = place.connect().await;
    let lock = client.transaction().await.unwrap();
    lock.batch_execute("select from users for update").await.unwrap();
    let writes = all_but_two_are_refused(&database, anna).await;
    assert!(users.by_id(anna).await.unwrap().is_some(), "look-ups do not wait for the pool");
    lock.rollback().await.unwrap();
    assert!((1..=2).contains(&successes(writes).await));
    database.close();
}

/// Many writes that cannot be done yet: one is in a writer's hands and one may wait. All but these have been
/// refused.
async fn all_but_two_are_refused(database: &Database, anna: UserId) -> Vec<JoinHandle<bool>> {
    let writes: Vec<_> = (0..32)
        .map(|_| {
            let users = database.users();
            tokio::spawn(async move { users.set_role(anna, None).await.is_ok() })
        })
        .collect();
    while writes.iter().filter(|write| write.is_finished()).count() < 30 {
        tokio::task::yield_now().await;
    }
    writes
}

async fn successes(writes: Vec<JoinHandle<bool>>) -> usize {
    join_all(writes).await.into_iter().filter(|write| *write.as_ref().unwrap()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_writes_of_one_commit_do_not_share_their_fate() {
    let place = Place::sqlite();
    let database = place.open().await;
    let users = database.users();
    // Every second one is refused by a constraint, in whatever group it comes to be.
    let writes: Vec<_> = (0..200)
        .map(|number| {
            let users = database.users();
            let new = people::named(&format!("user{}", number / 2)).build();
            tokio::spawn(async move { users.register(&new).await })
        })
        .collect();
    for write in writes {
        write.await.unwrap().unwrap();
    }
    assert_eq!(users.list(None, 1000).await.unwrap().len(), 100);
    database.close();
    // What was answered is on the disk: another opener finds it.
    let database = place.open().await;
    assert_eq!(database.users().list(None, 1000).await.unwrap().len(), 100);
    database.close();
}
