//! Connections with providers to test with. The functions that take text panic if it is not valid.

use kith_domain::provider_connection::{
    Acted, Action, ConnectionErrorType, ErrorDetails, Grant, GrantedScopes, ProviderConnection,
    ProviderConnections, ProviderSlug, Sealed,
};
use kith_domain::{Timestamp, UserReference};

use crate::FixedClock;

/// A provider.
#[must_use]
pub fn slug(text: &str) -> ProviderSlug {
    text.parse().expect("a valid slug")
}

/// These scopes.
#[must_use]
pub fn scopes(names: &[&str]) -> GrantedScopes {
    let scopes = names.iter().map(|name| name.parse().expect("a valid scope"));
    GrantedScopes::new(scopes).expect("few enough")
}

/// Consent of somebody whom the provider knows by that id, to these scopes.
#[must_use]
pub fn grant(external_user_id: &str, granted: &[&str]) -> Grant {
    let external_user_id = Some(external_user_id.parse().expect("a valid id"));
    Grant { external_user_id, granted_scopes: Some(scopes(granted)) }
}

/// Consent of which nothing is known.
#[must_use]
pub fn unknown_grant() -> Grant {
    Grant { external_user_id: None, granted_scopes: None }
}

/// A failure for good, when the kit's time begins.
#[must_use]
pub fn failure(error_type: ConnectionErrorType, message: &str) -> ErrorDetails {
    ErrorDetails {
        error_type,
        error_message: message.parse().expect("a valid message"),
        errored_at: FixedClock::start(),
    }
}

/// A report of such a failure.
#[must_use]
pub fn report(message: &str) -> Action {
    Action::ReportError(failure(ConnectionErrorType::TokenRefreshFailed, message))
}

/// Something that the key of that id sealed, as far as a store can tell.
#[must_use]
pub fn sealed(key: &str, bytes: &[u8]) -> Sealed {
    Sealed { key: key.parse().expect("a valid id of a key"), bytes: bytes.to_vec() }
}

/// Connects a user, or reconnects, when the kit's time begins. Panics if that is refused.
pub async fn connect(
    connections: &dyn ProviderConnections,
    user: impl Into<UserReference>,
    provider: &str,
    grant: Grant,
    credentials: Option<&Sealed>,
) -> ProviderConnection {
    connect_at(connections, user, provider, grant, credentials, FixedClock::start()).await
}

/// The same, at that time.
pub async fn connect_at(
    connections: &dyn ProviderConnections,
    user: impl Into<UserReference>,
    provider: &str,
    grant: Grant,
    credentials: Option<&Sealed>,
    at: Timestamp,
) -> ProviderConnection {
    let action = Action::Connect(grant);
    match connections.act(user.into(), &slug(provider), &action, credentials, at).await {
        Ok(Acted::Done(Some(connection))) => connection,
        other => panic!("{provider} was not connected: {other:?}"),
    }
}

/// Does something about a user's connection, when the kit's time begins. Panics if that is refused.
pub async fn perform(
    connections: &dyn ProviderConnections,
    user: impl Into<UserReference>,
    provider: &str,
    action: &Action,
) -> Option<ProviderConnection> {
    let at = FixedClock::start();
    match connections.act(user.into(), &slug(provider), action, None, at).await {
        Ok(Acted::Done(connection)) => connection,
        other => panic!("{action:?} on {provider} was not done: {other:?}"),
    }
}
