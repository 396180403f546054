//! What the databases' errors mean.

use diesel::result::{DatabaseErrorKind, Error};
use kith_domain::StoreError;

/// The database cannot be used at all; for the operator to read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not one.
    #[error("the database URL must be sqlite:PATH or postgres://…: {0}")]
    Url(String),
    /// No connection; the cause says why.
    #[error("cannot connect to the database")]
    Connect(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A migration failed; nothing of it was applied.
    #[error("cannot bring the database schema up to date")]
    Migrate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Duplicates are to be refused, and there are some already.
    #[error(
        "some accounts at providers are connected with several users, so duplicate connections \
         cannot be refused: end all but one connection of each, or allow duplicates"
    )]
    DuplicateConnections,
    /// A newer binary has migrated this database.
    #[error(
        "the database schema is newer than this binary: it has migration {version}, which this \
         binary does not know; run a kith that is at least as new as the schema"
    )]
    SchemaIsNewer {
        /// The first migration that is not known.
        version: String,
    },
}

/// What can go wrong inside a job.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The database said so.
    Database(Error),
    /// What the database gave is not what was stored.
    Store(StoreError),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Database(error) => store_error(error),
            Failure::Store(error) => error,
        }
    }
}

impl Failure {
    /// Whether somebody else has to be waited for.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self, Self::Database(Error::DatabaseError(_, information))
            if information.message().contains(" is locked"))
    }

    /// Whether trying the whole transaction again may help at once.
    pub(crate) fn is_aborted_by_concurrency(&self) -> bool {
        match self {
            Self::Database(Error::DatabaseError(kind, information)) => {
                matches!(kind, DatabaseErrorKind::SerializationFailure)
                    || information.message() == "deadlock detected"
                    // Somebody took a reference after this transaction had found it free.
                    || information.constraint_name() == Some("client_users_live")
            }
            Self::Database(_) | Self::Store(_) => false,
        }
    }
}

/// Sorts an error into "try again later" and "something is wrong".
pub(crate) fn store_error(error: Error) -> StoreError {
    if is_passing(&error) {
        StoreError::unavailable(error)
    } else {
        StoreError::inconsistent(error)
    }
}

/// Whether waiting may help.
pub(crate) fn is_passing(error: &Error) -> bool {
    match error {
        Error::DatabaseError(kind, information) => match kind {
            DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::SerializationFailure
            | DatabaseErrorKind::ReadOnlyTransaction => true,
            _ => says_so(information.message()),
        },
        Error::BrokenTransactionManager => true,
        _ => false,
    }
}

/// Neither database's error kinds reach this far, so the wording must do. A wording that is missed
/// makes a 500 of a 503, no more.
fn says_so(message: &str) -> bool {
    const PASSING: &[&str] = &[
        // PostgreSQL: overloaded, time is up, or it is stopping or starting
        "canceling statement due to",
        "terminating connection",
        "the database system is",
        "too many connections",
        "too many clients",
        "remaining connection slots",
        "could not extend file",
        "No space left",
        "deadlock detected",
        // SQLite: somebody else writes for too long, or the disk is full or failing
        "database is locked",
        "database table is locked",
        "database or disk is full",
        "disk I/O error",
        "unable to open database file",
    ];
    PASSING.iter().any(|passing| message.contains(passing))
}
