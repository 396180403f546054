//! API keys whose hash was asked for lately.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use kith_domain::api_key::{ApiKey, ApiKeys, Created, KeyHash, KeyName, NewApiKey, Revoked};
use kith_domain::{StoreError, Timestamp};

use super::Recent;

/// Keys that are remembered.
pub(crate) struct RememberingKeys {
    keys: Arc<dyn ApiKeys>,
    recent: Recent<[u8; 32], ApiKey>,
}

impl RememberingKeys {
    pub(crate) fn new(keys: Arc<dyn ApiKeys>, lifetime: Duration) -> Self {
        Self { keys, recent: Recent::new(lifetime) }
    }
}

#[async_trait]
impl ApiKeys for RememberingKeys {
    async fn create(&self, new: &NewApiKey) -> Result<Created, StoreError> {
        self.keys.create(new).await
    }

    async fn by_hash(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        self.recent.get_or_read(*hash.as_bytes(), self.keys.by_hash(hash)).await
    }

    async fn list(&self) -> Result<Vec<ApiKey>, StoreError> {
        self.keys.list().await
    }

    async fn revoke(&self, name: &KeyName, at: Timestamp) -> Result<Revoked, StoreError> {
        let outcome = self.keys.revoke(name, at).await;
        self.recent.forget_all();
        outcome
    }
}
