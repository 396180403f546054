//! A user's connections (Junction contract, section 4).

use super::{ConnectedProvider, ProviderConnections};
use crate::access::TeamPermit;
use crate::{StoreError, UserReference};

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum ListRefusal {
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists the connections of a user, by `created_on`, then slug.
pub async fn list(
    connections: &dyn ProviderConnections,
    _permit: TeamPermit,
    user: UserReference,
) -> Result<Vec<ConnectedProvider>, ListRefusal> {
    connections.of(user).await?.ok_or(ListRefusal::NoSuchUser)
}
