//! Looking operations up.

use kith_domain::StoreError;
use kith_domain::provider_connection::{
    BulkOperation, BulkOperationPage, BulkOperationType, BulkOperationsRequest,
    FinishedBulkOperation,
};

use crate::contract::Ports;
use crate::contract::race::{Arena, Attempt, CONTENDERS, count};
use crate::contract::sources::at;
use crate::providers::slug;

pub async fn an_empty_store_has_no_operations(ports: &Ports) {
    let page = page(ports, None, 10).await;
    assert_eq!((page.operations, page.more), (vec![], false));
}

pub async fn an_operation_is_kept_as_it_was(ports: &Ports) {
    let operation = FinishedBulkOperation {
        operation: BulkOperationType::Import,
        provider: slug("my_fitness_pal_v2"),
        processed: 4_000_000_000,
        started_at: "2026-11-21T07:59:59.999999Z".parse().expect("an instant"),
        ended_at: "2026-11-21T08:00:00.000001Z".parse().expect("an instant"),
    };
    record(ports, &operation).await;
    let nothing = FinishedBulkOperation { processed: 0, ..operation.clone() };
    record(ports, &nothing).await;
    let page = page(ports, None, 10).await;
    let found: Vec<_> = page.operations.into_iter().map(|one| one.operation).collect();
    assert_eq!((found, page.more), (vec![nothing, operation], false));
}

pub async fn the_latest_come_first_in_pages_of_every_size(ports: &Ports) {
    for number in 0..7 {
        // The order is that of recording, not of beginning.
        record(ports, &operation(number)).await;
    }
    let all = page(ports, None, BulkOperationsRequest::MAX_LIMIT).await;
    assert!(!all.more);
    let processed: Vec<u64> = all.operations.iter().map(|one| one.operation.processed).collect();
    assert_eq!(processed, [6, 5, 4, 3, 2, 1, 0]);
    assert!(all.operations.is_sorted_by(|one, next| one.place > next.place));
    for limit in 1..=8 {
        let mut walked: Vec<BulkOperation> = Vec::new();
        loop {
            let page = page(ports, walked.last().map(|last| last.place), limit).await;
            let length = u32::try_from(page.operations.len()).expect("small");
            assert!(length == limit || (length < limit && !page.more), "pages of {limit}");
            walked.extend(page.operations);
            assert!(walked.len() <= 7, "pages of {limit} go round in circles");
            assert_eq!(page.more, walked.len() < 7, "pages of {limit}");
            if !page.more {
                break;
            }
        }
        assert_eq!(walked, all.operations, "pages of {limit}");
    }
}

pub async fn a_page_begins_before_any_place(ports: &Ports) {
    for number in 0..3 {
        record(ports, &operation(number)).await;
    }
    let all = page(ports, None, 10).await.operations;
    for (before, rest) in [
        (i64::MAX, 0),
        (all[0].place + 1, 0),
        (all[0].place, 1),
        (all[2].place, 3),
        (0, 3),
        (i64::MIN, 3),
    ] {
        let page = page(ports, Some(before), 10).await;
        assert_eq!((page.operations.as_slice(), page.more), (&all[rest..], false), "{before}");
    }
}

pub async fn operations_that_end_at_once_are_all_kept(arena: &Arena) {
    let attempts = (0..CONTENDERS).map(|number| -> Attempt<Result<(), StoreError>> {
        let operations = arena.bulk_operations.clone();
        let operation = operation(i64::try_from(number).expect("small"));
        Box::pin(async move { operations.record(&operation).await })
    });
    let outcomes = arena.at_once(attempts.collect()).await;
    assert_eq!(count(&outcomes, Result::is_ok), CONTENDERS, "{outcomes:?}");
    let found = page(arena, None, BulkOperationsRequest::MAX_LIMIT).await.operations;
    assert!(found.is_sorted_by(|one, next| one.place > next.place));
    let mut processed: Vec<u64> = found.iter().map(|one| one.operation.processed).collect();
    processed.sort_unstable();
    let expected: Vec<u64> = (0..u64::try_from(CONTENDERS).expect("small")).collect();
    assert_eq!(processed, expected);
}

/// An operation on so many connections; the more, the earlier it began.
fn operation(number: i64) -> FinishedBulkOperation {
    FinishedBulkOperation {
        operation: BulkOperationType::Import,
        provider: slug("fitbit"),
        processed: number.unsigned_abs(),
        started_at: at(-number),
        ended_at: at(1_000 - number),
    }
}

async fn record(ports: &Ports, operation: &FinishedBulkOperation) {
    ports.bulk_operations.record(operation).await.expect("storage works");
}

async fn page(ports: &Ports, before: Option<i64>, limit: u32) -> BulkOperationPage {
    let request = BulkOperationsRequest { before, limit };
    ports.bulk_operations.list(request).await.expect("storage works")
}
