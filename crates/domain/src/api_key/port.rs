//! Where keys are kept.

use async_trait::async_trait;

use super::{ApiKey, KeyHash, KeyName};
use crate::{StoreError, Timestamp};

/// A key that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApiKey {
    /// Must be free among the keys in force.
    pub name: KeyName,
    /// What the key will be recognised by.
    pub hash: KeyHash,
    /// Since when.
    pub created_at: Timestamp,
}

/// What came of making a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// The key is in force.
    Created,
    /// A key in force has that name.
    NameTaken,
}

/// What came of revoking a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// It opens nothing any more.
    Revoked,
    /// No key in force has that name.
    NoSuchKey,
}

/// Keys in storage.
#[async_trait]
pub trait ApiKeys: Send + Sync {
    /// Stores a key. MUST keep the name unique among keys in force, however many try at once.
    async fn create(&self, new: &NewApiKey) -> Result<Created, StoreError>;

    /// The key with that hash, revoked or not. MUST be cheap: it is read for every request.
    async fn by_hash(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError>;

    /// Every key, revoked ones too, oldest first.
    async fn list(&self) -> Result<Vec<ApiKey>, StoreError>;

    /// Revokes the key in force that has that name.
    async fn revoke(&self, name: &KeyName, at: Timestamp) -> Result<Revoked, StoreError>;
}
