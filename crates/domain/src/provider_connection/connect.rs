//! Connect a user with a provider of the catalog, without credentials.

use super::{Acted, Action, CatalogEntry, Grant, ProviderConnection, ProviderConnections};
use crate::access::TeamPermit;
use crate::{Clock, StoreError, UserReference};

/// Why there is no connection, or none that is new.
#[derive(Debug, thiserror::Error)]
pub enum ConnectRefusal {
    /// There is one already, and it works.
    #[error("already connected with this provider")]
    AlreadyConnected,
    /// Another user is connected with the same account at the provider.
    #[error("another user is connected with this account")]
    Duplicate,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Connects, or reconnects whatever there is.
pub async fn connect(
    connections: &dyn ProviderConnections,
    clock: &dyn Clock,
    permit: TeamPermit,
    user: UserReference,
    provider: &CatalogEntry,
    grant: Grant,
) -> Result<ProviderConnection, ConnectRefusal> {
    run(connections, clock, permit, user, provider, &Action::Connect(grant)).await
}

/// Connects with a provider that lives on the user's device; refused while there is a connection that
/// works (Junction contract, section 8.6).
pub async fn connect_manually(
    connections: &dyn ProviderConnections,
    clock: &dyn Clock,
    permit: TeamPermit,
    user: UserReference,
    provider: &CatalogEntry,
    grant: Grant,
) -> Result<ProviderConnection, ConnectRefusal> {
    run(connections, clock, permit, user, provider, &Action::Link(grant)).await
}

pub(super) async fn run(
    connections: &dyn ProviderConnections,
    clock: &dyn Clock,
    _permit: TeamPermit,
    user: UserReference,
    provider: &CatalogEntry,
    action: &Action,
) -> Result<ProviderConnection, ConnectRefusal> {
    match connections.act(user, provider.slug(), action, None, clock.now()).await? {
        Acted::Done(Some(connection)) => Ok(connection),
        // Connecting is refused for no other reason.
        Acted::Done(None) | Acted::Refused(_) => Err(ConnectRefusal::AlreadyConnected),
        Acted::Duplicate => Err(ConnectRefusal::Duplicate),
        Acted::NoSuchUser => Err(ConnectRefusal::NoSuchUser),
    }
}
