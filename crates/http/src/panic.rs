//! A panic in a handler costs its request and nothing else.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use futures_util::FutureExt;

use crate::api::{Api, Outside};
use crate::failure::Failure;

/// Makes a panic a 500 whose cause is logged.
///
/// It goes around each endpoint and not around the application: only there the request is routed
/// already, so that it can be kept for the answer.
pub(crate) async fn caught(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse, actix_web::Error> {
    let kept = request.request().clone();
    // What a panic may leave half done lives in the request, and that ends here.
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(outcome) => outcome,
        Err(panic) => {
            let failure = Failure::Internal(format!("panic: {}", message(&*panic)));
            let api = Api::of(kept.match_info().as_str());
            let error = api.refuse(Outside::Failure(failure));
            Ok(ServiceResponse::from_err(error, kept))
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}
