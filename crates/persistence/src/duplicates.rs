//! Whether two users may be connected with one account at a provider: a unique index says so, which is
//! there exactly while duplicates are refused.

use diesel::result::{DatabaseErrorKind, Error};

use crate::error::OpenError;

/// The statement after which the database has that rule.
pub(crate) fn rule(reject: bool) -> &'static str {
    if reject {
        "create unique index if not exists provider_connections_one_account \
         on provider_connections (provider, external_user_id)"
    } else {
        "drop index if exists provider_connections_one_account"
    }
}

/// What it means that the statement failed.
pub(crate) fn explain(error: Error) -> OpenError {
    match error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            OpenError::DuplicateConnections
        }
        error => OpenError::Migrate(error.into()),
    }
}
