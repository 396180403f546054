//! A database for one test.

use std::time::Duration;

use async_trait::async_trait;
use kith_persistence::{Database, DatabaseOptions};
use kith_testkit::contract::{Fixture, Ports};
use tempfile::TempDir;

use crate::postgres_schema::{PostgresSchema, execute};

/// An empty place for a database, cleaned up when dropped.
pub(crate) enum Place {
    Sqlite(TempDir),
    Postgres(PostgresSchema),
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    /// A schema of its own on the server that the environment names.
    pub(crate) async fn postgres() -> Self {
        Self::Postgres(PostgresSchema::create().await)
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("kith.db").display()),
            Self::Postgres(schema) => schema.url(),
        }
    }

    pub(crate) fn options(&self) -> DatabaseOptions {
        let mut options = DatabaseOptions::new(self.url().parse().unwrap());
        // As many as a race needs, and few enough for all tests at once.
        options.pool_size = 8;
        // A machine that is busy with other tests is no fault.
        options.connect_timeout = Duration::from_mins(1);
        options.statement_timeout = Duration::from_mins(1);
        options
    }

    pub(crate) async fn open(&self) -> Database {
        kith_persistence::migrate(&self.options()).await.unwrap();
        Database::open(&self.options()).await.unwrap()
    }

    /// A connection to PostgreSQL beside Kith's; it ends with the test.
    pub(crate) async fn connect(&self) -> tokio_postgres::Client {
        let url = self.url();
        let (client, connection) =
            tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client
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
            Self::Postgres(schema) => execute(&schema.url(), sql).await,
        }
    }
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

    pub(crate) async fn refusing_duplicates_at(place: Place) -> Self {
        let mut options = place.options();
        options.reject_duplicate_connection = Some(true);
        kith_persistence::migrate(&options).await.unwrap();
        Self { database: Database::open(&options).await.unwrap(), place }
    }
}

#[async_trait]
impl Fixture for Migrated {
    async fn ports(&self) -> Ports {
        Ports {
            users: self.database.users(),
            associations: self.database.associations(),
            connections: self.database.connections(),
            follows: self.database.follows(),
            hides: self.database.hides(),
            client_users: self.database.client_users(),
            provider_connections: self.database.provider_connections(),
            bulk_operations: self.database.bulk_operations(),
            api_keys: self.database.api_keys(),
            storage: self.database.health(),
        }
    }
}

impl Drop for Migrated {
    fn drop(&mut self) {
        self.database.close();
    }
}
