//! Whether storage can serve.

use async_trait::async_trait;

use crate::StoreError;

/// Storage as a whole.
#[async_trait]
pub trait StorageHealth: Send + Sync {
    /// Does a round trip to the database. MUST answer within a few seconds whatever happens.
    async fn check(&self) -> Result<(), StoreError>;
}
