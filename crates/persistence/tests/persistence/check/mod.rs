//! The check finds every kind of damage, and finds none where there is none.

use kith_domain::UserId;
use kith_domain::user::Deletion;
use kith_persistence::{Report, SnapshotError, check};
use kith_testkit::people;

use crate::database::Place;
use crate::migrations::on_both;

mod faces;
mod provider_connections;
mod ties;

/// The tables that are damaged; what refers to another one comes before it.
const TABLES: [&str; 8] = [
    "associations",
    "connections",
    "connection_requests",
    "follows",
    "hides",
    "client_users",
    "provider_credentials",
    "provider_connections",
];

/// SQL for this database: instants in minutes, truth, and bytes.
fn sql(place: &Place, template: &str) -> String {
    let mut sql = template.to_owned();
    for minute in 0..4_i64 {
        let instant = match place {
            Place::Sqlite(_) => (minute * 60_000_000).to_string(),
            Place::Postgres(_) => format!("to_timestamp({})", minute * 60),
        };
        sql = sql.replace(&format!("{{{minute}m}}"), &instant);
    }
    let (no, yes, bytes) = match place {
        Place::Sqlite(_) => ("0", "1", "x'01'"),
        Place::Postgres(_) => ("false", "true", "'\\x01'"),
    };
    for (name, value) in
        [("{awake}", no), ("{dormant}", yes), ("{no}", no), ("{yes}", yes), ("{bytes}", bytes)]
    {
        sql = sql.replace(name, value);
    }
    sql
}

/// A database with users 1 to 4, of whom the last one is softly deleted.
async fn with_four_users(place: &Place) {
    let database = place.open().await;
    for name in ["anna", "bruno", "carla", "dario"] {
        database.users().register(&people::named(name).build()).await.unwrap();
    }
    let at = people::anna().build().date_joined;
    let dario = UserId::new(4).unwrap();
    database.users().delete(dario, Deletion::Soft, at).await.unwrap();
    database.close();
}

/// Takes every constraint and trigger away: copies of tables have none.
async fn unprotected(place: &Place) {
    for step in [
        "create table bare_{table} as select * from {table}",
        "drop table {table}",
        "alter table bare_{table} rename to {table}",
    ] {
        for table in TABLES {
            place.execute(&step.replace("{table}", table)).await;
        }
    }
}

/// What a report complains of, one line each.
fn complaints(report: &Report) -> Vec<String> {
    let line = |damage: &kith_persistence::Damage| {
        let users: Vec<_> = damage.findings.iter().map(|finding| &finding.users).collect();
        format!("{} {} {users:?}", damage.invariant, damage.kind)
    };
    report.damage.iter().map(line).collect()
}

async fn every_kind_of_damage_is_found(place: Place) {
    with_four_users(&place).await;
    unprotected(&place).await;
    for (damage, expected) in [ties::DAMAGE, faces::DAMAGE, provider_connections::DAMAGE].concat() {
        place.execute(&sql(&place, damage)).await;
        let report = check(&place.options()).await.unwrap();
        assert_eq!(complaints(&report), expected, "after {damage}");
        assert_eq!(report.is_clean(), expected.is_empty());
        assert!(report.damage.iter().all(|damage| damage.more == 0));
        for table in TABLES {
            place.execute(&format!("delete from {table}")).await;
        }
        place
            .execute(
                "update users set connections_counter = 0, requests_sent_counter = 0, \
                 requests_received_counter = 0, followers_counter = 0, followings_counter = 0; \
                 insert into client_users (user_id, client_user_id, live) \
                 select id, cast(uuid as text), status <> 'd' from users",
            )
            .await;
    }
    // What is left of one would show after the next, and after the last one here.
    let repaired = check(&place.options()).await.unwrap();
    assert_eq!(complaints(&repaired), [""; 0]);
}

/// Everything that the rules allow, with all constraints in place.
async fn what_is_legal_is_not_damage(place: Place) {
    with_four_users(&place).await;
    let legal = "
        insert into associations (user_id, provider, ext_id, show_in_profile, created_at) values
          (1, 'google', 'x', {awake}, {0m}), (2, 'twitter', 'x', {awake}, {0m});
        begin;
        insert into connections values (1, 2, {2m}, {awake}), (2, 1, {2m}, {awake}),
          (1, 4, {0m}, {dormant}), (4, 1, {0m}, {dormant});
        commit;
        insert into connection_requests (from_id, to_id, created, rejected, dormant) values
          (1, 3, {0m}, {1m}, {awake}), (3, 1, {1m}, null, {awake}), (4, 3, {0m}, null, {dormant});
        insert into follows values (1, 2, {0m}, {awake}), (2, 1, {0m}, {awake}),
          (4, 1, {0m}, {dormant});
        insert into hides values (2, 1, {1m}), (1, 3, {3m}), (4, 1, {0m}), (1, 4, {0m});
        update users set connections_counter = 1, followers_counter = 1, followings_counter = 1
          where id in (1, 2);
        update users set requests_sent_counter = 1 where id in (1, 3);
        update users set requests_received_counter = 1 where id = 1;
        update client_users set client_user_id = 'x' where user_id in (1, 4);
        update client_users set erase_at = {3m}, status_before = 'b' where user_id = 4;
        update client_users set ingestion_start = '2026-11-21', ingestion_end = '2026-11-21'
          where user_id = 2;
        insert into provider_connections (user_id, provider, external_user_id, created_on, status)
          values (1, 'fitbit', 'x', {0m}, 'connected'), (2, 'fitbit', 'x', {0m}, 'paused'),
          (1, 'oura', 'x', {0m}, 'connected'), (2, 'oura', null, {0m}, 'connected');
        insert into provider_connections
          (user_id, provider, created_on, status, error_type, error_message, errored_at)
          values (3, 'oura', {0m}, 'error', 'unknown', '', {1m});
        insert into provider_credentials values
          (1, 'fitbit', 'k1', {bytes}), (1, 'oura', 'k1', {bytes}), (3, 'oura', 'k2', {bytes})";
    place.execute(&sql(&place, legal)).await;
    let report = check(&place.options()).await.unwrap();
    assert_eq!(complaints(&report), [""; 0]);
    assert!(report.is_clean());
    let seen = report.looked_at;
    assert_eq!((seen.users, seen.associations, seen.connection_rows), (4, 2, 4));
    assert_eq!((seen.requests, seen.follows, seen.hides), (3, 3, 4));
    let connected = (seen.client_users, seen.provider_connections, seen.provider_credentials);
    assert_eq!(connected, (4, 5, 3));
}

async fn what_is_too_much_to_tell_is_counted(place: Place) {
    with_four_users(&place).await;
    unprotected(&place).await;
    let rows: Vec<_> = (100..147).map(|id| format!("({id}, 1, {{0m}})")).collect();
    place.execute(&sql(&place, &format!("insert into hides values {}", rows.join(", ")))).await;
    let report = check(&place.options()).await.unwrap();
    let [damage] = &report.damage[..] else { panic!("{report:?}") };
    assert_eq!((damage.kind, damage.findings.len(), damage.more), ("tied_to_nobody", 20, 27));
    assert_eq!(damage.findings[0].users, [100, 1]);
    assert_eq!(damage.findings[0].detail, "hide");
}

async fn a_counter_says_what_it_should_be(place: Place) {
    with_four_users(&place).await;
    place.execute("update users set followers_counter = 7 where id = 1").await;
    let report = check(&place.options()).await.unwrap();
    assert_eq!(report.damage[0].findings[0].detail, "says 7, there are 0");
}

async fn without_a_schema_nothing_is_said_to_be_well(place: Place) {
    let before = check(&place.options()).await;
    assert!(before.is_err(), "{before:?}");
    if let Place::Sqlite(folder) = &place {
        assert!(!folder.path().join("kith.db").exists(), "a check makes no file");
    }
    place.open().await.close();
    assert!(check(&place.options()).await.unwrap().is_clean());
    let newest = "select max(version) from __diesel_schema_migrations";
    let forget = format!("delete from __diesel_schema_migrations where version = ({newest})");
    place.execute(&forget).await;
    let older = check(&place.options()).await;
    assert!(matches!(older, Err(SnapshotError::NotMigrated)), "{older:?}");
}

on_both!(
    every_kind_of_damage_is_found,
    what_is_legal_is_not_damage,
    what_is_too_much_to_tell_is_counted,
    a_counter_says_what_it_should_be,
    without_a_schema_nothing_is_said_to_be_well
);
