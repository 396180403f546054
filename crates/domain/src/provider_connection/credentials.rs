//! What opens a user's account at a provider: sealed before it is stored, never logged.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{CannotOpen, NoSealingKey, ProviderSlug, Sealed, Sealer};
use crate::Invalid;

/// A token of a provider, of at most 16,384 bytes, kept as it is; empty where the provider knows none of
/// its kind.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The most bytes that a token has.
    pub const MAX: usize = 16 * 1024;

    /// A token that was valid when it was sealed.
    #[must_use]
    pub fn stored(token: String) -> Self {
        Self(token)
    }

    /// The token. It goes into an export, and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for Token {
    type Err = Invalid;

    fn from_str(token: &str) -> Result<Self, Invalid> {
        if token.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        Ok(Self(token.to_owned()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// The tokens that came with a connection (Junction contract, section 8.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Opens the account for a while.
    pub access_token: Token,
    /// Gets another access token.
    pub refresh_token: Token,
    /// Until when the access token is good, in seconds since 1970.
    pub expires_at: i64,
}

impl Credentials {
    /// Seals these for the connection of that user with that provider.
    pub fn seal(
        &self,
        sealer: &dyn Sealer,
        user: Uuid,
        provider: &ProviderSlug,
    ) -> Result<Sealed, NoSealingKey> {
        let content = json!({
            "access_token": self.access_token.expose(),
            "refresh_token": self.refresh_token.expose(),
            "expires_at": self.expires_at,
        });
        sealer.seal(&identity(user, provider), content.to_string().as_bytes())
    }

    /// Opens what was sealed for that connection.
    pub fn open(
        sealer: &dyn Sealer,
        stored: &Sealed,
        user: Uuid,
        provider: &ProviderSlug,
    ) -> Result<Self, CannotOpen> {
        let content = sealer.open(&identity(user, provider), stored)?;
        Self::read(&content).ok_or_else(|| CannotOpen::Damaged(stored.key.clone()))
    }

    fn read(content: &[u8]) -> Option<Self> {
        let content: Value = serde_json::from_slice(content).ok()?;
        let token = |name| content[name].as_str().map(|token| Token::stored(token.to_owned()));
        Some(Self {
            access_token: token("access_token")?,
            refresh_token: token("refresh_token")?,
            expires_at: content["expires_at"].as_i64()?,
        })
    }
}

/// What names a connection for good: a slug has no line break, so no two connections share it.
pub(super) fn identity(user: Uuid, provider: &ProviderSlug) -> Vec<u8> {
    format!("kith provider credentials 1\n{user}\n{provider}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_never_printed() {
        let credentials = Credentials {
            access_token: Token::stored("canary".to_owned()),
            refresh_token: Token::stored(String::new()),
            expires_at: 1,
        };
        assert!(!format!("{credentials:?}").contains("canary"));
    }
}
