//! A database for one test.

use async_trait::async_trait;
use kith_persistence::{Database, DatabaseOptions};
use kith_testkit::contract::{Fixture, Ports};
use tempfile::TempDir;
use tokio_postgres::NoTls;

/// Why tests of PostgreSQL are ignored; the attribute itself takes only a literal.
pub(crate) const POSTGRES_URL: &str = "KITH_TEST_POSTGRES_URL";

/// An empty place for a database, cleaned up when dropped.
pub(crate) enum Place {
    Sqlite(TempDir),
    Postgres { server: String, schema: String },
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// A schema of its own on the server that the environment names.
    #[expect(clippy::disallowed_methods, reason = "where the server is differs from run to run")]
    pub(crate) async fn postgres() -> Self {
        let server = std::env::var(POSTGRES_URL)
            .unwrap_or_else(|_| panic!("{POSTGRES_URL} names no server; see scripts/test.sh"));
        let schema = format!("test_{}", uuid::Uuid::from_u128(rand()).simple());
        execute(&server, &format!("create schema {schema}")).await;
        Self::Postgres { server, schema }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("kith.db").display()),
            Self::Postgres { server, schema } => {
                let separator = if server.contains('?') { '&' } else { '?' };
                format!("{server}{separator}options=-csearch_path%3D{schema}")
            }
        }
    }

    pub(crate) fn options(&self) -> DatabaseOptions {
        let mut options = DatabaseOptions::new(self.url().parse().unwrap());
        // As many as a race needs, and few enough for all tests at once.
        options.pool_size = 8;
        options
    }

    pub(crate) async fn open(&self) -> Database {
        kith_persistence::migrate(&self.options()).await.unwrap();
        Database::open(&self.options()).await.unwrap()
    }

    /// Runs SQL beside Kith.
    pub(crate) async fn execute(&self, sql: &str) {
        match self {
            Self::Sqlite(folder) => {
                use diesel::connection::{Connection as _, SimpleConnection as _};
                let file = folder.path().join("kith.db");
                let mut conn = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
                conn.batch_execute("pragma busy_timeout = 5000").unwrap();
                conn.batch_execute(sql).unwrap();
            }
            Self::Postgres { .. } => execute(&self.url(), sql).await,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Postgres { server, schema } = self {
            let (server, sql) = (server.clone(), format!("drop schema {schema} cascade"));
            // A thread of its own, since a runtime does not block inside a runtime.
            let dropped = std::thread::spawn(move || {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap()
                    .block_on(execute(&server, &sql));
            });
            dropped.join().unwrap();
        }
    }
}

/// Different in each test and each run, without a source of randomness.
fn rand() -> u128 {
    use std::hash::{BuildHasher as _, RandomState};
    let half = || u128::from(RandomState::new().hash_one("schema"));
    (half() << 64) | half()
}

pub(crate) async fn execute(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let driver = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    driver.await.unwrap().unwrap();
}

/// A migrated database, closed before its place goes.
pub(crate) struct Migrated {
    database: Database,
    #[expect(dead_code, reason = "cleans up when dropped")]
    place: Place,
}

impl Migrated {
    pub(crate) async fn at(place: Place) -> Self {
        Self { database: place.open().await, place }
    }
}

#[async_trait]
impl Fixture for Migrated {
    async fn ports(&self) -> Ports {
        Ports {
            users: self.database.users(),
            associations: self.database.associations(),
            storage: self.database.health(),
        }
    }
}

impl Drop for Migrated {
    fn drop(&mut self) {
        self.database.close();
    }
}
