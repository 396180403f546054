//! Many users at once, always the same ones: something to measure on.
//!
//! The database makes the rows itself, some at a time, without indexes and constraints; they are put
//! back at the end and check everything. All tables but those of keys and teams must be empty.

mod postgres;
mod sqlite;
mod statements;

use crate::error::OpenError;
use crate::options::{Address, DatabaseOptions};

/// How many users a plan has at least: enough for the hub's friends, and for a ring.
pub const FEWEST_USERS: u64 = 10_000;

/// How many rows of what to make; see [`SeedPlan::of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedPlan {
    users: i64,
}

impl SeedPlan {
    /// So many users, [`FEWEST_USERS`] at least:
    ///
    /// - each has five associations, three of them shown in the profile, and two connections with
    ///   providers;
    /// - each of the first tenth is connected with 100 others of that tenth, those next to them in a
    ///   ring, so that neighbours have many friends in common;
    /// - the last one, the hub, is connected with the first 5,000;
    /// - user 1 is an admin.
    #[must_use]
    pub fn of(users: u64) -> Option<Self> {
        let in_range = (FEWEST_USERS..=100_000_000).contains(&users);
        in_range.then_some(()).and(i64::try_from(users).ok()).map(|users| Self { users })
    }

    /// How many users have 100 friends: those with the ids from 1 on.
    #[must_use]
    pub fn friendly(self) -> i64 {
        self.users / 10
    }

    /// The user with 5,000 friends.
    #[must_use]
    pub fn hub(self) -> i64 {
        self.users
    }
}

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// There are users already, who would be in the way.
    #[error("there are users in this database already; seed an empty one")]
    NotEmpty,
    /// There is no connection.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database refused something; a part may be done, so begin with an empty database again.
    #[error("the database refused a statement")]
    Database(#[from] diesel::result::Error),
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedProgress {
    /// What is being made.
    pub what: &'static str,
    /// How many steps are done...
    pub done: usize,
    /// ... of how many.
    pub steps: usize,
}

/// Fills a migrated database according to the plan, and says how far it is before each step.
pub async fn seed(
    options: &DatabaseOptions,
    plan: SeedPlan,
    mut progress: impl FnMut(SeedProgress),
) -> Result<(), SeedError> {
    match options.url.address() {
        Address::Sqlite(path) => sqlite::seed(path, options, plan, &mut progress),
        Address::Postgres(url) => postgres::seed(url, options, plan, &mut progress).await,
    }
}
