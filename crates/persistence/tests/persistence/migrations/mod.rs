//! Migrations go up, down and up again, under several instances at once, and never past the binary.

mod connecting;
mod duplicates;
mod team;
mod upgrade;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use kith_domain::api_key::{NewApiKey, SecretKey};
use kith_domain::provider_connection::{BulkOperationType, FinishedBulkOperation};
use kith_domain::user::Deletion;
use kith_persistence::{Database, OpenError};
use kith_testkit::FixedClock;

use self::connecting::{connect, register};
use crate::database::Place;

/// Where the migrations of a database are.
fn folder(database: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(database)
}

fn names(database: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(folder(database)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("postgres"), names("sqlite"));
    assert!(!names("sqlite").is_empty());
}

async fn up_down_up(place: Place) {
    let options = place.options();
    let all = names("sqlite").len();
    for _ in 0..2 {
        assert_eq!(kith_persistence::migrate(&options).await.unwrap().len(), all);
        assert_eq!(kith_persistence::migrate(&options).await.unwrap().len(), 0);
        fill(&place).await;
        assert_eq!(kith_persistence::revert(&options).await.unwrap().len(), all);
    }
}

/// Something of everything that is kept for the team, so that going down is not about empty tables.
async fn fill(place: &Place) {
    let database = Database::open(&place.options()).await.unwrap();
    let at = FixedClock::start();
    let [anna, bruno] = [register(&database, "anna").await, register(&database, "bruno").await];
    connect(&database, anna, "fitbit", Some("x")).await;
    database.users().delete(bruno, Deletion::Soft, at).await.unwrap();
    let hash = SecretKey::of([7; 32]).hash();
    let key = NewApiKey { name: "backend".parse().unwrap(), hash, created_at: at };
    database.api_keys().create(&key).await.unwrap();
    let import = FinishedBulkOperation {
        operation: BulkOperationType::Import,
        provider: "fitbit".parse().unwrap(),
        processed: 1,
        started_at: at,
        ended_at: at,
    };
    database.bulk_operations().record(&import).await.unwrap();
    database.close();
}

async fn instances_at_once(place: Place) {
    let instances: Vec<_> = (0..8)
        .map(|_| {
            let options = place.options();
            tokio::spawn(async move { kith_persistence::migrate(&options).await })
        })
        .collect();
    let mut applied = 0;
    for instance in instances {
        applied += instance.await.unwrap().unwrap().len();
    }
    assert_eq!(applied, names("sqlite").len(), "each migration is applied once");
    place.open().await.health().check().await.unwrap();
}

async fn newer_schema(place: Place) {
    place.open().await.close();
    place
        .execute("insert into __diesel_schema_migrations (version) values ('20991231000001')")
        .await;
    let refusal = kith_persistence::migrate(&place.options()).await.unwrap_err();
    assert!(
        matches!(&refusal, OpenError::SchemaIsNewer { version } if version == "20991231000001")
    );
    assert!(refusal.to_string().contains("20991231000001"), "{refusal}");
}

async fn not_migrated(place: Place) {
    let database = Database::open(&place.options()).await.unwrap();
    assert!(database.health().check().await.is_err(), "no schema is not ready");
    kith_persistence::migrate(&place.options()).await.unwrap();
    database.health().check().await.unwrap();
}

macro_rules! on_both {
    ($($name:ident),+) => {
        mod sqlite {
            use super::Place;
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(Place::sqlite()).await;
            })+
        }

        mod postgres {
            use super::Place;
            $(#[tokio::test(flavor = "multi_thread")]
            #[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
            async fn $name() {
                super::$name(Place::postgres().await).await;
            })+
        }
    };
}
pub(crate) use on_both;

on_both!(up_down_up, instances_at_once, newer_schema, not_migrated);
