//! One user (Junction contract, section 5.3).

use super::{ClientUser, ClientUserId, ClientUsers};
use crate::access::TeamPermit;
use crate::{StoreError, UserReference};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum ReadRefusal {
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The user with that id.
pub async fn read(
    users: &dyn ClientUsers,
    _permit: TeamPermit,
    user: UserReference,
) -> Result<ClientUser, ReadRefusal> {
    users.by_reference(user).await?.ok_or(ReadRefusal::NoSuchUser)
}

/// The user with that reference of the team's.
pub async fn resolve(
    users: &dyn ClientUsers,
    _permit: TeamPermit,
    client_user_id: &ClientUserId,
) -> Result<ClientUser, ReadRefusal> {
    users.by_client_user_id(client_user_id).await?.ok_or(ReadRefusal::NoSuchUser)
}
