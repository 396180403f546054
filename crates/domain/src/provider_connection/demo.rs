//! Connect a user with a provider for show (Junction contract, section 8.4).

use super::{
    CatalogEntry, ConnectRefusal, Grant, GrantedScopes, ProviderConnections, connect_manually,
};
use crate::access::TeamPermit;
use crate::{Clock, UserReference};

/// The providers that can be connected for show (Junction contract, section 7.1).
pub const DEMO_PROVIDERS: [&str; 4] = ["apple_health_kit", "fitbit", "freestyle_libre", "oura"];

/// Why there is no connection for show.
#[derive(Debug, thiserror::Error)]
pub enum DemoRefusal {
    /// The operator does not want any.
    #[error("demo connections are not enabled")]
    Disabled,
    /// As for any connection.
    #[error(transparent)]
    Connect(#[from] ConnectRefusal),
}

/// Connects for show: every scope granted, nobody in particular at the provider. A connection that works
/// stays as it is, since it may be a real one.
pub async fn connect_demo(
    connections: &dyn ProviderConnections,
    clock: &dyn Clock,
    permit: TeamPermit,
    user: UserReference,
    provider: &CatalogEntry,
    enabled: bool,
) -> Result<(), DemoRefusal> {
    if !enabled {
        return Err(DemoRefusal::Disabled);
    }
    let scopes = GrantedScopes::stored(provider.scopes().iter().cloned());
    let grant = Grant { external_user_id: None, granted_scopes: Some(scopes) };
    match connect_manually(connections, clock, permit, user, provider, grant).await {
        Ok(_) | Err(ConnectRefusal::AlreadyConnected) => Ok(()),
        Err(refusal) => Err(refusal.into()),
    }
}
