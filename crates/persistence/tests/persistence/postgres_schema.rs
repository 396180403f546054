//! A schema of its own for one test, on the PostgreSQL server that the environment names.

use std::hash::{BuildHasher as _, RandomState};

use tokio_postgres::NoTls;

/// Where the server is; `scripts/test.sh` says it.
const VARIABLE: &str = "KITH_TEST_POSTGRES_URL";

/// An empty schema, dropped with all that is in it when this is dropped.
pub(crate) struct PostgresSchema {
    server: String,
    name: String,
}

impl PostgresSchema {
    /// Whether there is a server.
    pub(crate) fn is_offered() -> bool {
        server().is_some()
    }

    pub(crate) async fn create() -> Self {
        assert!(Self::is_offered(), "{VARIABLE} names no server; scripts/test.sh brings one");
        let server = server().unwrap_or_default();
        let random = RandomState::new().hash_one("schema");
        let schema = Self { server, name: format!("test_{random:x}") };
        execute(&schema.server, &format!("create schema {}", schema.name)).await;
        schema
    }

    /// The server as one knows it who is at home in this schema.
    pub(crate) fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{separator}options=-csearch_path%3D{}", self.server, self.name())
    }

    /// Unique on the server.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

#[expect(clippy::disallowed_methods, reason = "where the server is differs from run to run")]
fn server() -> Option<String> {
    std::env::var(VARIABLE).ok()
}

impl Drop for PostgresSchema {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("drop schema {} cascade", self.name));
        // A thread of its own, since a runtime does not block inside a runtime.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(execute(&server, &sql));
        });
        dropped.join().unwrap();
    }
}

/// Runs SQL on a connection of its own.
pub(crate) async fn execute(url: &str, sql: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let driver = tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    drop(client);
    driver.await.unwrap().unwrap();
}
