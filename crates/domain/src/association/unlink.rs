//! Take an account elsewhere off a user.

use super::{Associations, ExternalAccount, Unlinked};
use crate::StoreError;
use crate::access::Permit;

/// Why an account was not unlinked; nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum UnlinkRefusal {
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// That user has no such association; whether somebody else has is not said.
    #[error("no such association")]
    NotLinked,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Unlinks an account from the user whom the permit names.
pub async fn unlink(
    associations: &dyn Associations,
    permit: Permit,
    account: &ExternalAccount,
) -> Result<(), UnlinkRefusal> {
    match associations.unlink(permit.owner(), account).await? {
        Unlinked::Unlinked => Ok(()),
        Unlinked::NotLinked => Err(UnlinkRefusal::NotLinked),
        Unlinked::NoSuchUser => Err(UnlinkRefusal::NoSuchUser),
    }
}
