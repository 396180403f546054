//! The team's key: the one credential of this API (contract, section 2).

use actix_web::http::header::{HeaderMap, HeaderName};
use kith_domain::access::TeamPermit;
use kith_domain::{StoreError, api_key};

use crate::Services;

/// The header that carries it.
pub(crate) const X_VITAL_API_KEY: HeaderName = HeaderName::from_static("x-vital-api-key");

/// The leave that the key gives; `None` unless there is exactly one, and it is in force.
pub(crate) async fn permit(
    headers: &HeaderMap,
    services: &Services,
) -> Result<Option<TeamPermit>, StoreError> {
    let mut sent = headers.get_all(X_VITAL_API_KEY);
    let Some(key) = sent.next().filter(|_| sent.next().is_none()) else { return Ok(None) };
    match key.to_str() {
        Ok(key) if !key.is_empty() => api_key::authenticate(&*services.api_keys, key).await,
        Ok(_) | Err(_) => Ok(None),
    }
}
