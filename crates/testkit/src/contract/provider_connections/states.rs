//! Every state that a connection can be in, and everything that can be done about it.

use kith_domain::provider_connection::{
    Action, ConnectionErrorType, ConnectionHealth, ProviderConnection, Sealed,
};
use uuid::Uuid;

use crate::contract::Ports;
use crate::providers::{connect, failure, grant, perform};

/// What [`arrange`] connects with.
pub(super) const PROVIDER: &str = "fitbit";

/// No connection, and one in each state of health.
pub(super) fn states() -> [Option<ConnectionHealth>; 4] {
    let details = failure(ConnectionErrorType::UserNotFound, "Gone.");
    [
        None,
        Some(ConnectionHealth::Connected),
        Some(ConnectionHealth::Error(details)),
        Some(ConnectionHealth::Paused),
    ]
}

/// Every action, each with news of its own.
pub(super) fn actions() -> [Action; 7] {
    let after = grant("after", &["sleep", "weight"]);
    [
        Action::Link(after.clone()),
        Action::Reconnect(after.clone()),
        Action::Connect(after),
        Action::ReportError(failure(ConnectionErrorType::TokenRefreshFailed, "It broke.")),
        Action::Pause,
        Action::Recover,
        Action::Deregister,
    ]
}

/// Lets a user, who has no connection with [`PROVIDER`], have one in that state, or none.
pub(super) async fn arrange(
    ports: &Ports,
    user: Uuid,
    state: Option<&ConnectionHealth>,
    credentials: Option<&Sealed>,
) -> Option<ProviderConnection> {
    let (connections, health) = (&*ports.provider_connections, state?);
    let granted = grant("before", &["daily"]);
    let connected = connect(connections, user, PROVIDER, granted, credentials).await;
    match health {
        ConnectionHealth::Connected => Some(connected),
        ConnectionHealth::Error(details) => {
            perform(connections, user, PROVIDER, &Action::ReportError(details.clone())).await
        }
        ConnectionHealth::Paused => perform(connections, user, PROVIDER, &Action::Pause).await,
    }
}
