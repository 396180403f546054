//! Reads that may take long, for which nobody waits but others of their kind.

use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use kith_domain::UserId;
use kith_domain::connection::{Mutual, RequestBox};
use kith_domain::follow::Side;
use kith_domain::page::{PageRequest, Position};
use kith_domain::visibility::Audience;
use kith_persistence::Database;
use kith_testkit::people;

use crate::database::Place;
use crate::worker::{on_a_worker, on_a_worker_of};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_looks_up_while_long_pages_are_read() {
    on_a_worker_of(Place::postgres().await, beside_long_pages).await;
}

/// Over the connection of a worker one statement waits for the other. So what may be slow is not sent over
/// it: here it is as slow as can be, as its tables are locked.
async fn beside_long_pages(place: Place, database: Database) {
    let (users, associations) = (database.users(), database.associations());
    let (connections, follows) = (database.connections(), database.follows());
    for user in [people::anna(), people::bruno()] {
        users.register(&user.build()).await.unwrap();
    }
    let [anna, bruno] = [1, 2].map(|id| UserId::new(id).unwrap());
    let (far, first) = (PageRequest::new(20, Position::Offset(300)), PageRequest::first(20));

    let mut client = place.connect().await;
    let lock = client.transaction().await.unwrap();
    let tables = "lock table connections, connection_requests, follows in access exclusive mode";
    lock.batch_execute(tables).await.unwrap();
    let mutual = Some(Mutual::Only);
    let mut long = join_all([
        connections.of(anna, Some(bruno), None, &far).map(|page| page.map(drop)).boxed(),
        connections.of(anna, Some(bruno), mutual, &first).map(|page| page.map(drop)).boxed(),
        connections.requests(anna, RequestBox::Sent, &far).map(|page| page.map(drop)).boxed(),
        follows.of(anna, Side::Followers, None, None, &far).map(|page| page.map(drop)).boxed(),
    ]);
    for _ in 0..20 {
        tokio::select! {
            biased;
            _ = &mut long => panic!("the tables are locked"),
            found = associations.of(anna, Audience::Public) => assert!(found.unwrap().is_some()),
        }
    }
    lock.rollback().await.unwrap();
    for page in long.await {
        page.unwrap();
    }
    database.close();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_writes_while_very_many_long_pages_are_read() {
    let place = Place::postgres().await;
    let mut options = place.options();
    options.pool_size = 4;
    options.connect_timeout = Duration::from_millis(500);
    kith_persistence::migrate(&options).await.unwrap();
    let database = Database::open(&options).await.unwrap();
    on_a_worker(move || beside_very_many(place, database, options.connect_timeout)).await;
}

/// More than there are connections read for longer than one waits for a connection: all are answered in the
/// end, and who writes meanwhile is answered at once.
async fn beside_very_many(place: Place, database: Database, connect_timeout: Duration) {
    let (users, connections) = (database.users(), database.connections());
    users.register(&people::anna().build()).await.unwrap();
    let anna = UserId::new(1).unwrap();
    let far = PageRequest::new(20, Position::Offset(300));

    let mut client = place.connect().await;
    let lock = client.transaction().await.unwrap();
    lock.batch_execute("lock table connections in access exclusive mode").await.unwrap();
    let mut long = join_all((0..64).map(|_| connections.of(anna, None, None, &far))).boxed();
    let begun = Instant::now();
    let mut written = 0;
    while begun.elapsed() < connect_timeout * 2 {
        let bruno = people::named(&format!("bruno{written}")).build();
        tokio::select! {
            biased;
            _ = &mut long => panic!("the table is locked"),
            registered = users.register(&bruno) => drop(registered.unwrap()),
        }
        written += 1;
    }
    lock.rollback().await.unwrap();
    for page in long.await {
        assert!(page.unwrap().is_some());
    }
    assert!(written > 1, "{written}");
    database.close();
}
