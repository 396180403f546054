//! Bringing the schema up to date.

use std::path::Path;

use diesel::backend::Backend;
use diesel::connection::SimpleConnection as _;
use diesel::migration::{Migration as _, MigrationSource as _, MigrationVersion, Result};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_async::{AsyncMigrationHarness, RunQueryDsl as _};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::duplicates;
use crate::error::OpenError;
use crate::options::{Address, DatabaseOptions};
use crate::{postgres, sqlite};

const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// Which advisory lock stands for "somebody migrates": any number that nobody else uses.
const LOCK: i64 = 0x6B69_7468;

/// Applies what is missing and returns the names of it, oldest first; safe when several instances
/// do so at once. On PostgreSQL it needs tokio's multi-thread runtime.
///
/// Whether two users may be connected with one account at a provider is a part of the schema, too: see
/// [`DatabaseOptions::reject_duplicate_connection`].
///
/// # Errors
/// [`OpenError::SchemaIsNewer`] when the database knows a migration that this binary does not;
/// nothing is changed then. [`OpenError::DuplicateConnections`] when duplicates are to be refused and
/// there are some already.
pub async fn migrate(options: &DatabaseOptions) -> std::result::Result<Vec<String>, OpenError> {
    exclusively(options, Direction::Up).await
}

/// Takes back every migration, and with them all data; for tests of the migrations.
///
/// # Errors
/// As [`migrate`].
pub async fn revert(options: &DatabaseOptions) -> std::result::Result<Vec<String>, OpenError> {
    exclusively(options, Direction::Down).await
}

/// The version of the newest migration that this binary knows.
pub(crate) fn newest_version() -> String {
    let mut versions = known::<Sqlite>(&SQLITE).unwrap_or_default();
    versions.sort();
    versions.pop().unwrap_or_default()
}

/// The first of these versions that this binary does not know.
pub(crate) fn unknown(applied: &[String]) -> Option<String> {
    let known = known::<Sqlite>(&SQLITE).unwrap_or_default();
    applied.iter().find(|version| !known.contains(version)).cloned()
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
}

async fn exclusively(
    options: &DatabaseOptions,
    direction: Direction,
) -> std::result::Result<Vec<String>, OpenError> {
    match options.url.address() {
        Address::Sqlite(path) => on_sqlite(path, options, direction),
        Address::Postgres(url) => on_postgres(url, options, direction).await,
    }
}

fn on_sqlite(
    path: &Path,
    options: &DatabaseOptions,
    direction: Direction,
) -> std::result::Result<Vec<String>, OpenError> {
    let mut conn = sqlite::open(path, options.statement_timeout)?.0;
    // The write lock is taken first, so the next instance waits, and then finds nothing to do.
    let outcome = conn.immediate_transaction(|conn| -> std::result::Result<_, Undone> {
        let done = run::<Sqlite>(conn, SQLITE, direction).map_err(Undone)?;
        if let (Direction::Up, Some(reject)) = (direction, options.reject_duplicate_connection) {
            let rule = duplicates::rule(reject);
            conn.batch_execute(rule).map_err(|error| Undone(duplicates::explain(error).into()))?;
        }
        Ok(done)
    });
    finish(outcome.map_err(|Undone(error)| error))
}

async fn on_postgres(
    url: &str,
    options: &DatabaseOptions,
    direction: Direction,
) -> std::result::Result<Vec<String>, OpenError> {
    // A connection of its own: when it is closed, whatever happens, the lock is free.
    let mut conn = postgres::connect_alone(url, options).await?;
    diesel::select(pg_advisory_lock(LOCK))
        .execute(&mut conn)
        .await
        .map_err(|error| OpenError::Migrate(error.into()))?;
    let mut harness = AsyncMigrationHarness::new(conn);
    let done = finish(run::<Pg>(&mut harness, POSTGRES, direction))?;
    if let (Direction::Up, Some(reject)) = (direction, options.reject_duplicate_connection) {
        let rule = duplicates::rule(reject);
        diesel_async::SimpleAsyncConnection::batch_execute(&mut harness.into_inner(), rule)
            .await
            .map_err(duplicates::explain)?;
    }
    Ok(done)
}

diesel::define_sql_function! {
    /// Waits for an advisory lock of the session.
    fn pg_advisory_lock(key: diesel::sql_types::BigInt);
}

fn run<DB: Backend + 'static>(
    harness: &mut impl MigrationHarness<DB>,
    source: EmbeddedMigrations,
    direction: Direction,
) -> Result<Vec<String>> {
    let known = known::<DB>(&source)?;
    let applied = harness.applied_migrations()?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(&version.to_string())) {
        return Err(Box::new(OpenError::SchemaIsNewer { version: newer.to_string() }));
    }
    let versions = match direction {
        Direction::Up => harness.run_pending_migrations(source)?,
        Direction::Down => harness.revert_all_migrations(source)?,
    };
    Ok(versions.iter().map(MigrationVersion::to_string).collect())
}

fn known<DB: Backend>(source: &EmbeddedMigrations) -> Result<Vec<String>> {
    let migrations = source.migrations()?;
    let migrations: &[Box<dyn diesel::migration::Migration<DB>>] = &migrations;
    Ok(migrations.iter().map(|migration| migration.name().version().to_string()).collect())
}

fn finish(outcome: Result<Vec<String>>) -> std::result::Result<Vec<String>, OpenError> {
    outcome.map_err(|error| match error.downcast::<OpenError>() {
        Ok(error) => *error,
        Err(error) => OpenError::Migrate(error),
    })
}

/// An error that undoes the transaction around it.
struct Undone(Box<dyn std::error::Error + Send + Sync>);

impl From<diesel::result::Error> for Undone {
    fn from(error: diesel::result::Error) -> Self {
        Self(error.into())
    }
}
