//! Do something about a connection that there is: report its error, pause it, take either back, end it.

use super::{Acted, Action, ProviderConnection, ProviderConnections, ProviderSlug, Refusal};
use crate::access::TeamPermit;
use crate::{Clock, StoreError, UserReference};

/// Why nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ActRefusal {
    /// The rules of a connection's life say no.
    #[error(transparent)]
    Refused(#[from] Refusal),
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

/// Does it. Gives the connection as it is now, if there still is one.
pub async fn act(
    connections: &dyn ProviderConnections,
    clock: &dyn Clock,
    _permit: TeamPermit,
    user: UserReference,
    provider: &ProviderSlug,
    action: &Action,
) -> Result<Option<ProviderConnection>, ActRefusal> {
    match connections.act(user, provider, action, None, clock.now()).await? {
        Acted::Done(connection) => Ok(connection),
        Acted::Refused(refusal) => Err(refusal.into()),
        Acted::Duplicate => Err(ActRefusal::Duplicate),
        Acted::NoSuchUser => Err(ActRefusal::NoSuchUser),
    }
}
