//! A connection with a provider, and what opens the account there.

use diesel::prelude::{Insertable, Queryable, Selectable};
use kith_domain::Invalid;
use kith_domain::provider_connection::{
    ConnectionErrorType, ErrorMessage, ExternalUserId, GrantedScopes, HealthStatus, ProviderSlug,
    Scope, SealingKeyId,
};
use serde::{Deserialize, Serialize};

use super::valid::{Wrong, id, optional, text, wrong};
use super::value::base64_text;
use crate::columns::{InstantValue, JsonText};
use crate::schema::{provider_connections, provider_credentials};

/// The most bytes of sealed credentials: two tokens, each byte escaped, and what sealing adds.
const MOST_SEALED: usize = 256 * 1024;

/// Where a user's data comes from. Whether the catalog has that provider is not asked.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = provider_connections, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderConnectionRecord {
    pub(crate) user_id: i64,
    pub(crate) provider: String,
    external_user_id: Option<String>,
    granted_scopes: Option<JsonText>,
    created_on: InstantValue,
    status: String,
    error_type: Option<String>,
    error_message: Option<String>,
    errored_at: Option<InstantValue>,
}

/// What opens the account: sealed, as it is stored.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = provider_credentials, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct CredentialsRecord {
    pub(crate) user_id: i64,
    pub(crate) provider: String,
    sealing_key: String,
    #[serde(with = "base64_text")]
    sealed: Vec<u8>,
}

impl ProviderConnectionRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("user_id", self.user_id)?;
        text::<ProviderSlug>("provider", &self.provider)?;
        optional::<ExternalUserId>("external_user_id", self.external_user_id.as_deref())?;
        if let Some(granted) = &self.granted_scopes {
            scopes(granted).map_err(|why| Wrong { field: "granted_scopes", why })?;
        }
        text::<HealthStatus>("status", &self.status)?;
        optional::<ConnectionErrorType>("error_type", self.error_type.as_deref())?;
        optional::<ErrorMessage>("error_message", self.error_message.as_deref())
    }
}

fn scopes(JsonText(text): &JsonText) -> Result<GrantedScopes, Invalid> {
    let list: Vec<String> = serde_json::from_str(text)
        .map_err(|_| Invalid::Malformed("Scopes are a list of texts."))?;
    GrantedScopes::new(list.iter().map(|scope| scope.parse()).collect::<Result<Vec<Scope>, _>>()?)
}

impl CredentialsRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("user_id", self.user_id)?;
        text::<ProviderSlug>("provider", &self.provider)?;
        text::<SealingKeyId>("sealing_key", &self.sealing_key)?;
        if self.sealed.len() > MOST_SEALED {
            return Err(wrong("sealed", "It has at most 262144 bytes."));
        }
        Ok(())
    }
}
