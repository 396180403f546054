//! Look-ups that several make at once, which PostgreSQL answers with one statement and SQLite in one transaction:
//! each gets what they would get alone, and what fails for all is told to all.

use std::collections::BTreeSet;
use std::future::poll_fn;
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use kith_domain::provider_connection::{Action, Grant};
use kith_domain::user::Deletion;
use kith_domain::visibility::Audience;
use kith_domain::{StoreError, UserId, UserReference};
use kith_persistence::Database;
use kith_testkit::accounts::{external, social};
use kith_testkit::providers::slug;
use kith_testkit::{FixedClock, people};
use serde_json::json;
use tokio::task::{JoinHandle, LocalSet, spawn_local};
use tokio::time::timeout;
use uuid::Uuid;

use crate::database::Place;
use crate::recorded::{Noted, Recording, note, record};
use crate::worker::{on_a_worker, on_a_worker_of};

/// More than share a statement.
const USERS: i64 = 150;

fn id(number: i64) -> UserId {
    UserId::new(number).unwrap()
}

/// Users of whom every tenth is deleted, each with a few associations of every kind or with none.
async fn people(database: &Database) {
    let (users, associations) = (database.users(), database.associations());
    for number in 1..=USERS {
        users.register(&people::named(&format!("user{number}")).build()).await.unwrap();
        let some = usize::try_from(number % 4).unwrap();
        for name in ["facebook", "google", "twitter"].iter().take(some) {
            let link = social(id(number), name, &format!("{number}"));
            let link = if number % 3 == 0 { link.shown() } else { link };
            associations.link(&link.build()).await.unwrap();
        }
        if number % 5 == 0 {
            associations.link(&external(id(number), &format!("{number}")).build()).await.unwrap();
        }
        if number % 10 == 0 {
            users.delete(id(number), Deletion::Soft, FixedClock::start()).await.unwrap();
        }
    }
}

/// A test on each database.
macro_rules! on_both {
    ($($test:ident: $sqlite:ident, $postgres:ident;)+) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $sqlite() {
            on_a_worker_of(Place::sqlite(), $test).await;
        }

        #[tokio::test(flavor = "multi_thread")]
        #[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
        async fn $postgres() {
            on_a_worker_of(Place::postgres().await, $test).await;
        }
    )+};
}

on_both! {
    everybody_gets_what_they_would_get_alone:
        sqlite_gives_everybody_what_they_would_get_alone,
        postgres_gives_everybody_what_they_would_get_alone;
    the_first_leaves:
        sqlite_answers_everybody_though_the_first_leaves,
        postgres_answers_everybody_though_the_first_leaves;
    nothing_older:
        sqlite_shows_nothing_older_than_a_question,
        postgres_shows_nothing_older_than_a_question;
    damage: sqlite_damage_fails_its_own_alone, postgres_damage_fails_its_own_alone;
}

async fn everybody_gets_what_they_would_get_alone(_: Place, database: Database) {
    people(&database).await;
    let (users, associations) = (database.users(), database.associations());
    let connections = database.provider_connections();
    // Some are not there, and some are asked about by several.
    let audience = |number: i64| [Audience::Public, Audience::Trusted][usize::from(number % 7 < 3)];
    // Each sees their own part, in a statement with those who see another.
    let once = (1..=USERS + 5).map(|number| (id(number), audience(number)));
    let others = (1..=40).map(|number| (id(number), audience(number + 3)));
    let asked: Vec<_> = once.clone().chain(others).chain(once.take(30)).collect();
    let together = asked.iter().map(async |(user, audience)| {
        tokio::join!(users.member(*user), associations.of(*user, *audience))
    });
    let mut lengths = BTreeSet::new();
    for ((user, audience), (member, found)) in asked.iter().zip(join_all(together).await) {
        let found = found.unwrap();
        assert_eq!(member.unwrap(), users.member(*user).await.unwrap());
        assert_eq!(found, associations.of(*user, *audience).await.unwrap());
        lengths.insert(found.map(|found| found.len()));
    }
    assert_eq!(lengths, BTreeSet::from([None, Some(0), Some(1), Some(2), Some(3), Some(4)]));

    let uuids = users.list(None, 1000).await.unwrap().into_iter().map(|user| user.uuid);
    let uuids: Vec<_> = uuids.chain([Uuid::nil()]).collect();
    for uuid in uuids.iter().step_by(3) {
        let (user, at) = (UserReference::Uuid(*uuid), FixedClock::start());
        let connect = Action::Connect(Grant { external_user_id: None, granted_scopes: None });
        connections.act(user, &slug("garmin"), &connect, None, at).await.unwrap();
    }
    let ask = async |uuid: &Uuid| connections.of(UserReference::Uuid(*uuid)).await.unwrap();
    let mut lengths = BTreeSet::new();
    for (uuid, found) in uuids.iter().zip(join_all(uuids.iter().map(ask)).await) {
        assert_eq!(found, ask(uuid).await);
        lengths.insert(found.map(|found| found.len()));
    }
    assert_eq!(lengths, BTreeSet::from([None, Some(0), Some(1)]));
    database.close();
}

/// Others wait for what the first who asks has begun.
async fn the_first_leaves(_: Place, database: Database) {
    people(&database).await;
    let associations = database.associations();
    for _ in 0..10 {
        let mut first = associations.of(id(1), Audience::Public);
        assert!((&mut first).now_or_never().is_none());
        let mut others = a_hundred(&database).boxed();
        assert!((&mut others).now_or_never().is_none());
        drop(first);
        is_right(others.await);
    }
    database.close();
}

/// Whoever has linked sees it, while others ask without a pause.
async fn nothing_older(_: Place, database: Database) {
    people(&database).await;
    let associations = database.associations();
    let link_and_look = async |number: i64| {
        for count in 0..20 {
            let link = external(id(number), &format!("{number} {count}")).build();
            associations.link(&link).await.unwrap();
            let found = associations.of(id(number), Audience::Trusted).await.unwrap().unwrap();
            assert!(found.contains(&link.association), "{number} {count}");
        }
    };
    let mut linking = join_all((1..10).map(link_and_look)).boxed();
    while (&mut linking).now_or_never().is_none() {
        a_hundred(&database).await;
    }
    database.close();
}

/// What somebody has cannot be read.
async fn damage(place: Place, database: Database) {
    people(&database).await;
    let associations = database.associations();
    let link = external(id(7), "damaged").metadata(json!({"is": "whole"})).build();
    associations.link(&link).await.unwrap();
    place.execute("update associations set metadata = '[1]' where metadata is not null").await;
    let ask = async |number| associations.of(id(number), Audience::Trusted).await;
    for (number, answer) in (1..=100).zip(join_all((1..=100).map(ask)).await) {
        if number == 7 {
            assert!(matches!(answer, Err(StoreError::Inconsistent(_))), "{answer:?}");
        } else {
            assert_eq!(answer.unwrap().is_some(), number % 10 != 0, "{number}");
        }
    }
    database.close();
}

/// What another task of the thread notes among the statements.
const OTHER: &str = "another's work";

/// The statements that were executed since it was last asked for.
fn executed(recording: &Recording) -> Vec<String> {
    recording.take().into_iter().filter_map(Noted::executed).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_answers_several_in_one_transaction() {
    record();
    on_a_worker_of(Place::sqlite(), one_transaction).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_answers_very_many_in_turns() {
    record();
    on_a_worker_of(Place::sqlite(), turns).await;
}

async fn turns(_: Place, database: Database) {
    people(&database).await;
    let associations = database.associations();
    let ask = || associations.of(id(1), Audience::Public);
    let alone = ask().await.unwrap();
    let recording = Recording::here();
    let other = tokio::spawn(async {
        loop {
            tokio::task::yield_now().await;
            note(OTHER);
        }
    });
    let answers = join_all((0..1_000).map(|_| ask())).await;
    let executed = executed(&recording);
    other.abort();
    let turns: Vec<_> = executed.split(|text| text.starts_with("begin")).skip(1).collect();
    // 256 at most in each, and the other works in between.
    assert!(turns.len() >= 4, "{}", turns.len());
    for turn in &turns {
        assert!(turn.iter().filter(|text| text.starts_with("SELECT")).count() <= 256);
    }
    let (_, before) = turns.split_last().unwrap();
    assert!(before.concat().iter().any(|text| text == OTHER));
    for answer in answers {
        assert_eq!(answer.unwrap(), alone);
    }
    database.close();
}

/// On a worker of the HTTP server, whose other requests have work without end.
#[tokio::test(flavor = "multi_thread")]
async fn sqlite_answers_writes_while_others_keep_the_worker_busy() {
    on_a_worker_of(Place::sqlite(), |place, database| async {
        LocalSet::new().run_until(writes_among_others(place, database)).await;
    })
    .await;
}

async fn writes_among_others(_: Place, database: Database) {
    const WRITES: u32 = 500;
    const WORK: Duration = Duration::from_micros(200);
    people(&database).await;
    let busy: Vec<_> = (0..4)
        .map(|_| {
            spawn_local(async {
                loop {
                    let begun = Instant::now();
                    while begun.elapsed() < WORK {}
                    at_once().await;
                }
            })
        })
        .collect();
    let begun = Instant::now();
    let writes: Vec<_> = (0..WRITES)
        .map(|number| {
            let associations = database.associations();
            let link = external(id(1), &number.to_string()).build();
            spawn_local(async move { associations.link(&link).await.unwrap() })
        })
        .collect();
    for written in join_all(writes).await {
        written.unwrap();
    }
    let took = begun.elapsed();
    busy.iter().for_each(JoinHandle::abort);
    // Were one of them answered for every 31 times that the others work, it would be twice that.
    assert!(took < WORK * 31 * WRITES / 2, "{took:?}");
    database.close();
}

/// Lets the others of the same `LocalSet` work, and is ready at once.
async fn at_once() {
    let mut was = false;
    poll_fn(|context| {
        if was {
            return Poll::Ready(());
        }
        was = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn one_transaction(_: Place, database: Database) {
    people(&database).await;
    let associations = database.associations();
    let ask_alone = async || associations.of(id(1), Audience::Public).await.unwrap();
    // The file is opened.
    ask_alone().await;
    let recording = Recording::here();
    is_right(a_hundred(&database).await);
    let all = executed(&recording);
    let times = |word: &str| all.iter().filter(|text| text.starts_with(word)).count();
    let (begins, commits, selects) = (times("begin"), times("commit"), times("SELECT"));
    // One, or a few where this machine was so slow that others had a turn between.
    assert!(begins > 0 && begins < 20 && commits == begins, "{all:?}");
    assert_eq!((selects, all.len()), (100, 100 + begins + commits), "{all:?}");
    ask_alone().await;
    let all = executed(&recording);
    assert!(matches!(&all[..], [one] if one.starts_with("SELECT")), "{all:?}");
    database.close();
}

/// A database whose connections can be told from others'.
async fn named() -> (Place, Database) {
    let place = Place::postgres().await;
    let Place::Postgres(schema) = &place else { unreachable!() };
    let mut options = place.options();
    options.url = format!("{}&application_name={}", schema.url(), schema.name()).parse().unwrap();
    kith_persistence::migrate(&options).await.unwrap();
    let database = Database::open(&options).await.unwrap();
    (place, database)
}

/// A hundred askers at once, and what each got.
async fn a_hundred(database: &Database) -> Vec<Result<bool, StoreError>> {
    let associations = database.associations();
    let ask = async |number| associations.of(id(number), Audience::Public).await;
    let answers = join_all((1..=100).map(ask)).await;
    answers.into_iter().map(|answer| answer.map(|found| found.is_some())).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_answers_several_with_one_statement() {
    let (place, database) = named().await;
    on_a_worker(|| one_statement(place, database)).await;
}

async fn one_statement(place: Place, database: Database) {
    people(&database).await;
    let Place::Postgres(schema) = &place else { unreachable!() };
    let statements = format!(
        "select query from pg_stat_activity where application_name = '{}' \
         and query ilike '%left outer join \"associations\"%'",
        schema.name()
    );
    let last = async || {
        let client = place.connect().await;
        let rows = client.query(&statements, &[]).await.unwrap();
        rows.into_iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>()
    };
    a_hundred(&database).await;
    let [together] = &last().await[..] else { panic!("{:?}", last().await) };
    assert!(together.contains("= ANY("), "{together}");
    database.associations().of(id(1), Audience::Public).await.unwrap();
    let [alone] = &last().await[..] else { panic!("{:?}", last().await) };
    assert!(!alone.contains("= ANY("), "{alone}");
    database.close();
}

fn is_right(answers: Vec<Result<bool, StoreError>>) {
    for (index, answer) in answers.into_iter().enumerate() {
        assert_eq!(answer.unwrap(), (index + 1) % 10 != 0, "{index}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_connections_that_were_cut_are_replaced_for_several() {
    let (place, database) = named().await;
    on_a_worker(|| cuts(place, database)).await;
}

async fn cuts(place: Place, database: Database) {
    people(&database).await;
    let Place::Postgres(schema) = &place else { unreachable!() };
    let cut = format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{}'",
        schema.name()
    );
    for _ in 0..10 {
        place.execute(&cut).await;
        is_right(a_hundred(&database).await);
    }
    database.close();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_that_fails_for_several_tells_each_and_recovers() {
    let place = Place::postgres().await;
    let mut options = place.options();
    options.statement_timeout = Duration::from_millis(300);
    kith_persistence::migrate(&options).await.unwrap();
    let database = Database::open(&options).await.unwrap();
    on_a_worker(|| failure(place, database)).await;
}

async fn failure(place: Place, database: Database) {
    people(&database).await;
    let mut client = place.connect().await;
    let lock = client.transaction().await.unwrap();
    lock.batch_execute("lock table associations in access exclusive mode").await.unwrap();
    for answer in a_hundred(&database).await {
        assert!(matches!(answer, Err(StoreError::Unavailable(_))), "{answer:?}");
    }
    // Those who stop waiting keep nobody from asking again.
    let gone = timeout(Duration::from_millis(50), a_hundred(&database)).await;
    assert!(gone.is_err());
    lock.rollback().await.unwrap();
    is_right(a_hundred(&database).await);
    database.close();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
async fn postgres_says_that_it_is_there_while_look_ups_wait() {
    on_a_worker_of(Place::postgres().await, beside_a_lock).await;
}

async fn beside_a_lock(place: Place, database: Database) {
    people(&database).await;
    let mut client = place.connect().await;
    let lock = client.transaction().await.unwrap();
    lock.batch_execute("lock table associations in access exclusive mode").await.unwrap();
    let (waiting, health) = (a_hundred(&database), database.health());
    tokio::pin!(waiting);
    for _ in 0..20 {
        tokio::select! {
            biased;
            _ = &mut waiting => panic!("the table is locked"),
            there = health.check() => there.unwrap(),
        }
    }
    lock.rollback().await.unwrap();
    is_right(waiting.await);
    database.close();
}
