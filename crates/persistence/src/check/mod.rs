//! Looks for damage: whether the database keeps the invariants that Kith promises.
//!
//! Each question is a set-based query that finds what must not be there. All of them see the same
//! moment, in a transaction that only reads, so servers may go on meanwhile.
//!
//! | Invariant | What is asked |
//! |---|---|
//! | I1 | an external account has one owner |
//! | I2 | a pair of users is in one legal state |
//! | I3 | no tie was built between two users while one hid the other |
//! | I4 | a counter equals the rows that it counts; rows of deleted users are dormant, and only those |
//! | I5 | a user has at most one connection with a provider, a deleted one has none; both faces of a user agree |
//!
//! Of I3 only that is asked which rows can show: a connection, request or follow that is newer than a
//! hide which is still in force. Older ones survive hiding, and what a user did while blocked leaves
//! no date. A restored request keeps its old date, so its restoring cannot be told from its waiting.

pub(crate) mod postgres;
mod questions;
mod report;
pub(crate) mod sqlite;

pub use report::{Damage, Finding, LookedAt, Report};

use crate::options::{Address, DatabaseOptions};
use crate::snapshot::SnapshotError;

/// At most so many findings of a kind are given; the rest is counted.
const MOST: u32 = 20;

/// Checks the invariants. Changes nothing, and may take as long as reading every row of the ties takes.
///
/// # Errors
/// Only when the check could not be made; damage is no error but what the report says.
pub async fn check(options: &DatabaseOptions) -> Result<Report, SnapshotError> {
    match options.url.address() {
        Address::Sqlite(path) => sqlite::check(path, options).await,
        Address::Postgres(url) => postgres::check(url, options).await,
    }
}
