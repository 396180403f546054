//! The port of what was done to many connections at once.

use async_trait::async_trait;
use diesel::prelude::{ExpressionMethods as _, QueryDsl as _};
use futures_util::FutureExt as _;
use kith_domain::StoreError;
use kith_domain::provider_connection::{
    BulkOperation, BulkOperationPage, BulkOperations, BulkOperationsRequest, FinishedBulkOperation,
    ProviderSlug,
};

use super::{Dsl as _, ReadConn, Store, WriteConn};
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::length::Length;
use crate::schema::bulk_operations;
use crate::user::row::count;

#[async_trait]
impl BulkOperations for Store {
    async fn record(&self, operation: &FinishedBulkOperation) -> Result<(), StoreError> {
        self.write(operation.clone(), |conn, operation| record(conn, operation).boxed()).await
    }

    async fn list(&self, request: BulkOperationsRequest) -> Result<BulkOperationPage, StoreError> {
        self.read(Length::Short, request, |conn, request| list(conn, *request).boxed()).await
    }
}

async fn record(
    conn: &mut WriteConn,
    operation: &FinishedBulkOperation,
) -> Result<Ending<()>, Failure> {
    diesel::insert_into(bulk_operations::table)
        .values((
            bulk_operations::operation.eq(operation.operation.as_str()),
            bulk_operations::provider.eq(operation.provider.as_str()),
            bulk_operations::processed.eq(i64::try_from(operation.processed).unwrap_or(i64::MAX)),
            bulk_operations::started_at.eq(InstantValue(operation.started_at)),
            bulk_operations::ended_at.eq(InstantValue(operation.ended_at)),
        ))
        .execute(conn)
        .await?;
    Ok(Ending::Commit(()))
}

type Row = (i64, String, String, i64, InstantValue, InstantValue);

async fn list(
    conn: &mut ReadConn<'_>,
    request: BulkOperationsRequest,
) -> Result<BulkOperationPage, Failure> {
    let mut rows: Vec<Row> = bulk_operations::table
        .filter(bulk_operations::id.lt(request.before.unwrap_or(i64::MAX)))
        .order(bulk_operations::id.desc())
        .limit(i64::from(request.limit) + 1)
        .load(conn)
        .await?;
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let operations = rows.into_iter().map(operation).collect::<Result<_, _>>()?;
    Ok(BulkOperationPage { operations, more })
}

fn operation(
    (place, operation, provider, processed, started_at, ended_at): Row,
) -> Result<BulkOperation, StoreError> {
    let operation = FinishedBulkOperation {
        operation: operation.parse().map_err(StoreError::inconsistent)?,
        provider: ProviderSlug::stored(provider),
        processed: count(processed)?,
        started_at: started_at.0,
        ended_at: ended_at.0,
    };
    Ok(BulkOperation { place, operation })
}
