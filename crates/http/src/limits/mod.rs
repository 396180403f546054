//! What one request may cost: how long it may take.

mod patience;
mod pulse;

pub(crate) use patience::{Over, Patience};
pub(crate) use pulse::Pulse;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;

use crate::api::{Api, Outside};
use crate::failure::Failure;
use crate::{Services, panic};

/// How much there is to do for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// As much as for others.
    Ordinary,
    /// Something for each of many users.
    Bulk,
}

/// Runs a handler within the limits; what goes beyond them is answered in the API's envelope.
///
/// Like the catching of panics it goes around each endpoint: there the request is routed already.
pub(crate) async fn kept(
    work: Work,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse, actix_web::Error> {
    let kept = request.request().clone();
    let parts = (kept.app_data::<web::Data<Services>>(), kept.app_data::<web::Data<Pulse>>());
    let (Some(services), Some(pulse)) = parts else { return panic::caught(request, next).await };
    let patience = Patience::of(work, &services.options);
    match patience.with(panic::caught(request, next), pulse).await {
        Ok(outcome) => outcome,
        Err(over) => {
            let api = Api::of(kept.match_info().as_str());
            let error = api.refuse(Outside::Failure(Failure::Over(over)));
            Ok(ServiceResponse::from_err(error, kept))
        }
    }
}
