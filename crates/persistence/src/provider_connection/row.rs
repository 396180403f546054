//! Connections with providers as rows.

use diesel::prelude::{AsChangeset, Insertable, Queryable, Selectable};
use kith_domain::StoreError;
use kith_domain::provider_connection::{
    ConnectedProvider, ConnectionHealth, ErrorDetails, ErrorMessage, ExternalUserId, Grant,
    GrantedScopes, HealthStatus, ProviderConnection, ProviderSlug, Scope,
};

use crate::columns::{InstantValue, JsonText};
use crate::schema::provider_connections;

/// What is read of a connection.
#[derive(Queryable, Selectable)]
#[diesel(table_name = provider_connections)]
pub(crate) struct ConnectionRow {
    provider: String,
    external_user_id: Option<String>,
    granted_scopes: Option<JsonText>,
    created_on: InstantValue,
    status: String,
    error_type: Option<String>,
    error_message: Option<String>,
    errored_at: Option<InstantValue>,
}

/// What is written of a connection; nothing of what was there before stays.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = provider_connections)]
#[diesel(treat_none_as_null = true)]
pub(crate) struct ConnectionValues<'a> {
    external_user_id: Option<&'a str>,
    granted_scopes: Option<JsonText>,
    created_on: InstantValue,
    status: &'static str,
    error_type: Option<&'static str>,
    error_message: Option<&'a str>,
    errored_at: Option<InstantValue>,
}

impl ConnectionRow {
    pub(crate) fn into_connection(self) -> Result<ConnectedProvider, StoreError> {
        let health = match self.status.parse().map_err(StoreError::inconsistent)? {
            HealthStatus::Connected => ConnectionHealth::Connected,
            HealthStatus::Paused => ConnectionHealth::Paused,
            HealthStatus::Error => {
                let details = (self.error_type, self.error_message, self.errored_at);
                let (Some(error_type), Some(message), Some(InstantValue(errored_at))) = details
                else {
                    return Err(StoreError::inconsistent("an error without details"));
                };
                ConnectionHealth::Error(ErrorDetails {
                    error_type: error_type.parse().map_err(StoreError::inconsistent)?,
                    error_message: ErrorMessage::stored(message),
                    errored_at,
                })
            }
        };
        let connection = ProviderConnection {
            grant: Grant {
                external_user_id: self.external_user_id.map(ExternalUserId::stored),
                granted_scopes: self.granted_scopes.as_ref().map(scopes).transpose()?,
            },
            created_on: self.created_on.0,
            health,
        };
        Ok(ConnectedProvider { provider: ProviderSlug::stored(self.provider), connection })
    }
}

impl<'a> From<&'a ProviderConnection> for ConnectionValues<'a> {
    fn from(connection: &'a ProviderConnection) -> Self {
        let details = connection.health.error_details();
        let granted = connection.grant.granted_scopes.as_ref();
        Self {
            external_user_id: connection
                .grant
                .external_user_id
                .as_ref()
                .map(ExternalUserId::as_str),
            granted_scopes: granted.map(|scopes| {
                let scopes: Vec<&str> = scopes.iter().map(Scope::as_str).collect();
                JsonText(serde_json::json!(scopes).to_string())
            }),
            created_on: InstantValue(connection.created_on),
            status: connection.health.status().as_str(),
            error_type: details.map(|details| details.error_type.as_str()),
            error_message: details.map(|details| details.error_message.as_str()),
            errored_at: details.map(|details| InstantValue(details.errored_at)),
        }
    }
}

/// Stored scopes.
pub(crate) fn scopes(JsonText(text): &JsonText) -> Result<GrantedScopes, StoreError> {
    let scopes: Vec<String> = serde_json::from_str(text).map_err(StoreError::inconsistent)?;
    Ok(GrantedScopes::stored(scopes.into_iter().map(Scope::stored)))
}
