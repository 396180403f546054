//! API keys: how a team's backend shows that it is the team's (Junction contract, section 2).
//!
//! A key is 32 random bytes, so a plain hash of it gives nothing away; the hash is all that is kept.

mod authenticate;
mod create;
mod port;
mod secret;

pub use authenticate::authenticate;
pub use create::{CreateRefusal, create};
pub use port::{ApiKeys, Created, NewApiKey, Revoked};
pub use secret::{KeyHash, SecretKey};

use crate::Timestamp;
use crate::text::PlainName;

/// What a key is for; no two keys in force have the same.
pub type KeyName = PlainName<100>;

/// What is known of a key; the key itself is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// What it is for.
    pub name: KeyName,
    /// What the key is recognised by.
    pub hash: KeyHash,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was revoked; for good.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKey {
    /// Whether it opens anything.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.revoked_at.is_none()
    }
}
