//! Kith's ports on embedded SQLite and on PostgreSQL.
//!
//! Each query is written once, in an ordinary file that names only what its parent module offers
//! (`ReadConn`, `WriteConn`, `Dsl`), and is mounted by both backends: on PostgreSQL it runs natively
//! asynchronous, on SQLite on a thread of the database. What truly differs stands in `postgres` and
//! `sqlite`: opening, transactions, row locks.
//!
//! ```no_run
//! # async fn example() -> Result<(), kith_persistence::OpenError> {
//! use kith_persistence::{Database, DatabaseOptions};
//!
//! let options = DatabaseOptions::new("sqlite:kith.db".parse()?);
//! kith_persistence::migrate(&options).await?;
//! let database = Database::open(&options).await?;
//! let users = database.users();
//! # Ok(())
//! # }
//! ```

#![expect(clippy::duplicate_mod, reason = "queries are mounted once for each backend")]

mod backup;
mod check;
mod columns;
mod database;
mod duplicates;
mod ending;
mod error;
mod export;
mod gauges;
mod import;
mod length;
mod migrate;
mod options;
mod postgres;
mod record;
mod schema;
mod seed;
mod snapshot;
mod sql;
mod sqlite;
mod trace;

/// The rows of users.
mod user {
    pub(crate) mod row;
}

/// The rows of associations.
mod association {
    pub(crate) mod row;
}

/// The rows of a team's users.
mod client_user {
    pub(crate) mod row;
}

/// The rows of connections with providers.
mod provider_connection {
    pub(crate) mod row;
}

pub use backup::{BackupError, backup};
pub use check::{Damage, Finding, LookedAt, Report, check};
pub use database::Database;
pub use error::OpenError;
pub use export::{ExportError, ExportProgress, Exported, Held, PersonExport, export, export_user};
pub use gauges::{Gauges, PipelineGauges, PoolGauges, QueueGauges};
pub use import::{ImportError, ImportProgress, Imported, check_line, import};
pub use migrate::{migrate, revert};
pub use options::{DatabaseOptions, DatabaseUrl};
pub use seed::{FEWEST_USERS, SeedError, SeedPlan, SeedProgress, seed};
pub use snapshot::{SnapshotError, expect_whole};
