//! Find one user.

use super::{Lookup, User, Users};
use crate::access::AdminPermit;
use crate::{StoreError, UserId};

/// Why there is no user to give.
#[derive(Debug, thiserror::Error)]
pub enum FindRefusal {
    /// Nobody, or nobody any longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a user by id, softly deleted ones included; anybody may (contract, section 10).
pub async fn read(users: &dyn Users, id: UserId) -> Result<User, FindRefusal> {
    users.by_id(id).await?.ok_or(FindRefusal::NoSuchUser)
}

/// Finds a user by name, address or account elsewhere; only for admins (contract, section 4.5).
pub async fn find(
    users: &dyn Users,
    _permit: AdminPermit,
    lookup: &Lookup,
) -> Result<User, FindRefusal> {
    users.find(lookup).await?.ok_or(FindRefusal::NoSuchUser)
}
