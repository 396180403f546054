//! Find one user.

use super::{Lookup, Person, User, Users};
use crate::access::AdminPermit;
use crate::visibility::Viewer;
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
pub async fn read(users: &dyn Users, viewer: &Viewer, id: UserId) -> Result<Person, FindRefusal> {
    let viewer = viewer.member().map(|member| member.id);
    users.person(id, viewer).await?.ok_or(FindRefusal::NoSuchUser)
}

/// Finds a user by name, address or account elsewhere; only for admins (contract, section 4.5).
pub async fn find(
    users: &dyn Users,
    _permit: AdminPermit,
    lookup: &Lookup,
) -> Result<User, FindRefusal> {
    users.find(lookup).await?.ok_or(FindRefusal::NoSuchUser)
}
