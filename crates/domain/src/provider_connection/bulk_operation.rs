//! What was done to many connections at once, for whoever wants to look it up (Junction contract,
//! section 8.5). It is done when it is answered, so every operation in the list is over and succeeded.

use async_trait::async_trait;

use super::{BulkOperationType, ProviderSlug};
use crate::access::TeamPermit;
use crate::{StoreError, Timestamp};

/// An operation that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinishedBulkOperation {
    /// What was done.
    pub operation: BulkOperationType,
    /// To connections with whom.
    pub provider: ProviderSlug,
    /// To how many users' connections, refused ones included.
    pub processed: u64,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was over.
    pub ended_at: Timestamp,
}

/// An operation in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkOperation {
    /// Its place in the list: later ones have higher numbers.
    pub place: i64,
    /// The operation.
    pub operation: FinishedBulkOperation,
}

/// Which operations are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkOperationsRequest {
    /// Those before this place.
    pub before: Option<i64>,
    /// How many at most; up to [`BulkOperationsRequest::MAX_LIMIT`].
    pub limit: u32,
}

impl BulkOperationsRequest {
    /// How many operations a page has if nothing is said.
    pub const DEFAULT_LIMIT: u32 = 10;
    /// The most operations of a page; more is refused.
    pub const MAX_LIMIT: u32 = 50;
}

/// Some of the operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkOperationPage {
    /// They, latest first.
    pub operations: Vec<BulkOperation>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// Operations in storage.
#[async_trait]
pub trait BulkOperations: Send + Sync {
    /// Keeps an operation.
    async fn record(&self, operation: &FinishedBulkOperation) -> Result<(), StoreError>;

    /// Operations, latest first.
    async fn list(&self, request: BulkOperationsRequest) -> Result<BulkOperationPage, StoreError>;
}

/// Lists operations, latest first.
pub async fn list_bulk_operations(
    operations: &dyn BulkOperations,
    _permit: TeamPermit,
    request: BulkOperationsRequest,
) -> Result<BulkOperationPage, StoreError> {
    operations.list(request).await
}
