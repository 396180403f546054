//! Delete a user, softly or for good (contract, section 10, DELETE).

use super::{Deleted, Users};
use crate::access::Permit;
use crate::{Clock, StoreError};

/// How to delete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// Gone from lists; name, address and associations stay taken.
    Soft,
    /// Everything of the user is removed.
    Hard,
}

/// Why nothing was deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteRefusal {
    /// Was to be deleted softly, and is already.
    #[error("the user is deleted already")]
    AlreadyDeleted,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Deletes the user whom the permit names.
pub async fn delete(
    users: &dyn Users,
    clock: &dyn Clock,
    permit: Permit,
    deletion: Deletion,
) -> Result<(), DeleteRefusal> {
    match users.delete(permit.owner(), deletion, clock.now()).await? {
        Deleted::Deleted => Ok(()),
        Deleted::Already => Err(DeleteRefusal::AlreadyDeleted),
        Deleted::NoSuchUser => Err(DeleteRefusal::NoSuchUser),
    }
}
