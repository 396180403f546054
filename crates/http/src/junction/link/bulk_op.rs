//! What was done to many connections at once (contract, section 8.5).

use kith_domain::provider_connection::{
    BulkOperation, BulkOperationPage, BulkOperationsRequest, list_bulk_operations,
};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::input::{FromValue, Input, Issue};
use crate::junction::answer::{self, Answer};
use crate::junction::call::Call;
use crate::junction::instant;

/// Which operations.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the query; it is read field by field")]
pub(crate) struct BulkOperationsQuery {
    /// Where an earlier answer ended.
    next_cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 50, default = 10)]
    page_size: Option<i64>,
}

/// Some of the operations.
#[derive(Serialize, ToSchema)]
#[schema(as = BulkOpsResponse)]
pub(crate) struct BulkOperationsView<'a> {
    data: Vec<BulkOperationView<'a>>,
    /// Where to go on; null if that was all.
    #[schema(required = true)]
    next_cursor: Option<String>,
}

/// An operation. It was over when it was answered.
#[derive(Serialize, ToSchema)]
#[schema(as = BulkOp)]
pub(crate) struct BulkOperationView<'a> {
    /// Always `link_bulk_import`: the SDKs know no words for pausing and exporting.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    operation: &'static str,
    /// Always `success`.
    #[schema(value_type = String)]
    status: &'static str,
    /// A slug.
    provider: &'a str,
    /// Always 0.
    pending: u64,
    /// To how many users' connections it was done, refused ones included.
    processed: u64,
    #[schema(format = DateTime)]
    started_at: String,
    #[schema(format = DateTime)]
    ended_at: String,
}

/// Lists imports, latest first
#[utoipa::path(
    get, path = "/v2/link/bulk_op", tag = "Linking",
    params(BulkOperationsQuery),
    responses((status = 200, description = "Some of them", body = BulkOperationsView<'static>)),
)]
pub(crate) async fn bulk_op(call: Call) -> Answer {
    let permit = call.permit().await?;
    let request = read(&call)?;
    let operations = &*call.services().bulk_operations;
    let page = list_bulk_operations(operations, permit, request).await?;
    answer::ok(&view(&page))
}

fn read(call: &Call) -> Result<BulkOperationsRequest, crate::input::Wrong> {
    let query = call.query();
    let mut input = Input::new();
    let before = input.query_with(&query, "next_cursor", |value| {
        let digits = String::from_value(value)?;
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let place = if plain { digits.parse().ok() } else { None };
        place.ok_or_else(|| Issue::against("No answer ended there."))
    });
    let limit =
        input.query_integer(&query, "page_size", 1, BulkOperationsRequest::MAX_LIMIT.into());
    let limit = limit.unwrap_or(BulkOperationsRequest::DEFAULT_LIMIT.into());
    let limit = u32::try_from(limit).ok();
    input.finish_with(limit.map(|limit| BulkOperationsRequest { before, limit }))
}

fn view(page: &BulkOperationPage) -> BulkOperationsView<'_> {
    let last = page.operations.last().filter(|_| page.more);
    BulkOperationsView {
        data: page.operations.iter().map(operation).collect(),
        next_cursor: last.map(|last| last.place.to_string()),
    }
}

fn operation(BulkOperation { operation, .. }: &BulkOperation) -> BulkOperationView<'_> {
    BulkOperationView {
        operation: operation.operation.as_str(),
        status: "success",
        provider: operation.provider.as_str(),
        pending: 0,
        processed: operation.processed,
        started_at: instant::text(operation.started_at),
        ended_at: instant::text(operation.ended_at),
    }
}
