//! Looking up what was done to many connections.

use kith_domain::StoreError;
use kith_domain::access::TeamPermit;
use kith_domain::provider_connection::{
    BulkOperationType, BulkOperations as _, BulkOperationsRequest, FinishedBulkOperation,
    list_bulk_operations,
};
use kith_testkit::FixedClock;
use kith_testkit::memory::MemoryStore;
use kith_testkit::providers::slug;

#[tokio::test]
async fn pages_of_operations_go_back_in_time() {
    let store = MemoryStore::new();
    for processed in 0..12 {
        let operation = FinishedBulkOperation {
            operation: BulkOperationType::Import,
            provider: slug("oura"),
            processed,
            started_at: FixedClock::start(),
            ended_at: FixedClock::start(),
        };
        store.record(&operation).await.unwrap();
    }
    let (mut before, mut pages) = (None, Vec::new());
    loop {
        let request = BulkOperationsRequest { before, limit: BulkOperationsRequest::DEFAULT_LIMIT };
        let page = list_bulk_operations(&store, TeamPermit::operator(), request).await.unwrap();
        let processed = page.operations.iter().map(|one| one.operation.processed);
        pages.push(processed.collect::<Vec<_>>());
        before = page.operations.last().map(|last| last.place);
        if !page.more {
            break;
        }
    }
    assert_eq!(pages, [vec![11, 10, 9, 8, 7, 6, 5, 4, 3, 2], vec![1, 0]]);
    store.fail();
    let request = BulkOperationsRequest { before: None, limit: 1 };
    let failed = list_bulk_operations(&store, TeamPermit::operator(), request).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))), "{failed:?}");
}
