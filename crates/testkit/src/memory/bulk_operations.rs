//! Operations on many connections, in memory.

use async_trait::async_trait;
use kith_domain::StoreError;
use kith_domain::provider_connection::{
    BulkOperation, BulkOperationPage, BulkOperations, BulkOperationsRequest, FinishedBulkOperation,
};

use super::MemoryStore;

#[async_trait]
impl BulkOperations for MemoryStore {
    async fn record(&self, operation: &FinishedBulkOperation) -> Result<(), StoreError> {
        let mut state = self.transaction()?;
        let place = state.bulk_operations.last().map_or(1, |last| last.place + 1);
        state.bulk_operations.push(BulkOperation { place, operation: operation.clone() });
        Ok(())
    }

    async fn list(&self, request: BulkOperationsRequest) -> Result<BulkOperationPage, StoreError> {
        let state = self.transaction()?;
        let latest_first = state.bulk_operations.iter().rev();
        let mut wanted = latest_first
            .filter(|one| request.before.is_none_or(|before| one.place < before))
            .cloned();
        let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
        let operations = wanted.by_ref().take(limit).collect();
        Ok(BulkOperationPage { operations, more: wanted.next().is_some() })
    }
}
