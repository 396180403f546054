//! API keys in memory.

use async_trait::async_trait;
use kith_domain::api_key::{ApiKey, ApiKeys, Created, KeyHash, KeyName, NewApiKey, Revoked};
use kith_domain::{StoreError, Timestamp};

use super::MemoryStore;

/// A key as it is kept; its hash in the open, so that a dump shows it.
#[derive(Clone, Debug)]
pub(super) struct KeptKey {
    key: ApiKey,
    #[expect(dead_code, reason = "a dump shows it, the one in the key hides itself")]
    hash: [u8; 32],
}

#[async_trait]
impl ApiKeys for MemoryStore {
    async fn create(&self, new: &NewApiKey) -> Result<Created, StoreError> {
        let mut state = self.transaction()?;
        if state.api_keys.iter().any(|kept| kept.key.is_in_force() && kept.key.name == new.name) {
            return Ok(Created::NameTaken);
        }
        if state.api_keys.iter().any(|kept| kept.key.hash == new.hash) {
            return Err(StoreError::inconsistent("a key was made a second time"));
        }
        let NewApiKey { name, hash, created_at } = new.clone();
        let key = ApiKey { name, hash, created_at, revoked_at: None };
        state.api_keys.push(KeptKey { key, hash: *hash.as_bytes() });
        Ok(Created::Created)
    }

    async fn by_hash(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        let state = self.transaction()?;
        let found = state.api_keys.iter().find(|kept| kept.key.hash == *hash);
        Ok(found.map(|kept| kept.key.clone()))
    }

    async fn list(&self) -> Result<Vec<ApiKey>, StoreError> {
        Ok(self.transaction()?.api_keys.iter().map(|kept| kept.key.clone()).collect())
    }

    async fn revoke(&self, name: &KeyName, at: Timestamp) -> Result<Revoked, StoreError> {
        let mut state = self.transaction()?;
        let mut keys = state.api_keys.iter_mut().map(|kept| &mut kept.key);
        let Some(key) = keys.find(|key| key.is_in_force() && key.name == *name) else {
            return Ok(Revoked::NoSuchKey);
        };
        key.revoked_at = Some(at);
        Ok(Revoked::Revoked)
    }
}
