//! Make a token for a user.

use std::time::Duration;

use jsonwebtoken::{Algorithm, Header};
use kith_domain::UserId;
use serde::Serialize;

use super::Tokens;

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// There is no shared secret.
    #[error("there is no secret to sign with")]
    NoSecret,
    /// It would be refused for living too long.
    #[error("a token may live at most {max_seconds} seconds")]
    TooLong {
        /// The longest lifetime.
        max_seconds: i64,
    },
    /// It would be refused for being over at once.
    #[error("a token must live at least one second")]
    TooShort,
    /// Signing itself failed.
    #[error("the token could not be signed")]
    Failed(#[source] jsonwebtoken::errors::Error),
}

#[derive(Serialize)]
struct AccessClaims {
    user_id: i64,
    token_type: &'static str,
    exp: i64,
    iat: i64,
    jti: String,
}

impl Tokens {
    /// Signs an access token with the first secret. `lifetime` counts in whole seconds, at most the
    /// maximum.
    pub fn sign(&self, user: UserId, lifetime: Duration) -> Result<String, SignError> {
        let key = self.signing.as_ref().ok_or(SignError::NoSecret)?;
        let max_seconds = self.limits.max_lifetime();
        let seconds = i64::try_from(lifetime.as_secs())
            .ok()
            .filter(|seconds| *seconds <= max_seconds)
            .ok_or(SignError::TooLong { max_seconds })?;
        if seconds == 0 {
            return Err(SignError::TooShort);
        }
        let iat = self.clock.now().timestamp();
        let claims = AccessClaims {
            user_id: user.get(),
            token_type: "access",
            exp: iat + seconds,
            iat,
            jti: self.uuids.next().to_string(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, key)
            .map_err(SignError::Failed)
    }
}
