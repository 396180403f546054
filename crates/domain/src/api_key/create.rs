//! Make a key.

use super::{ApiKeys, Created, KeyName, NewApiKey, SecretKey};
use crate::access::AdminPermit;
use crate::{Clock, StoreError};

/// Why there is no new key.
#[derive(Debug, thiserror::Error)]
pub enum CreateRefusal {
    /// A key in force has that name.
    #[error("a key in force has that name")]
    NameTaken,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a key of these random bytes. What is given back is shown once: nobody can read it again.
pub async fn create(
    keys: &dyn ApiKeys,
    clock: &dyn Clock,
    _permit: AdminPermit,
    name: KeyName,
    entropy: [u8; 32],
) -> Result<SecretKey, CreateRefusal> {
    let key = SecretKey::of(entropy);
    let new = NewApiKey { name, hash: key.hash(), created_at: clock.now() };
    match keys.create(&new).await? {
        Created::Created => Ok(key),
        Created::NameTaken => Err(CreateRefusal::NameTaken),
    }
}
