//! What one request may cost: how long it may take, how many there may be at once, and how often somebody may
//! come.

mod address;
mod budget;
mod concurrency;
mod patience;
mod pulse;
mod rates;

pub use budget::Rate;
pub use concurrency::ConcurrencyLimit;
pub(crate) use patience::{Over, Patience};
pub(crate) use pulse::Pulse;
pub(crate) use rates::TooOften;
pub use rates::{RateLimits, Rates};

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, web};
use tokio::task::yield_now;

use crate::api::{Api, Outside};
use crate::failure::Failure;
use crate::{Services, panic};

/// What there is to do for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// As much as for others.
    Ordinary,
    /// Something for each of many users.
    Bulk,
    /// Telling whether all is well, which nobody asks too often.
    Probe,
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
    let rates = &services.options.rate_limits;
    let attempt = match work {
        Work::Ordinary | Work::Bulk => rates.admit(&kept, &services.options.trusted_proxies),
        Work::Probe => Ok(None),
    };
    let attempt = match attempt {
        Ok(attempt) => attempt,
        Err(too_often) => {
            taken_in(&request).await;
            return Ok(refused(too_often, services, &kept));
        }
    };
    let _under_way = match work {
        Work::Ordinary | Work::Bulk => {
            let counting = services.options.concurrency_limit.begin();
            if counting.is_none() {
                services.metrics.shed();
                taken_in(&request).await;
                return Ok(failed(Failure::TooMany, &kept));
            }
            counting
        }
        Work::Probe => None,
    };
    let patience = Patience::of(work, &services.options);
    let outcome = match patience.with(panic::caught(request, next), pulse).await {
        Ok(outcome) => outcome?,
        Err(over) => failed(Failure::Over(over), &kept),
    };
    if let Some(attempt) = attempt {
        rates.learn(attempt, outcome.status());
    }
    Ok(outcome)
}

/// Lets what has come with the head be read before there is an answer: otherwise the framework takes the body
/// for one that is not wanted, and closes the connection, so that whoever comes again has to open another.
async fn taken_in(request: &ServiceRequest) {
    let has = |name| request.headers().contains_key(name);
    if has(CONTENT_LENGTH) || has(TRANSFER_ENCODING) {
        yield_now().await;
    }
}

/// Answers what is routed nowhere: that, or that somebody asks too often.
pub(crate) fn nowhere(request: &HttpRequest) -> actix_web::Error {
    if let Some(services) = request.app_data::<web::Data<Services>>() {
        let options = &services.options;
        if let Err(too_often) = options.rate_limits.admit(request, &options.trusted_proxies) {
            services.metrics.rate_limited(too_often.limit);
            return of(request).refuse(Outside::TooOften(too_often));
        }
    }
    of(request).refuse(Outside::NoSuchRoute)
}

fn refused(too_often: TooOften, services: &Services, request: &HttpRequest) -> ServiceResponse {
    services.metrics.rate_limited(too_often.limit);
    let error = of(request).refuse(Outside::TooOften(too_often));
    ServiceResponse::from_err(error, request.clone())
}

fn failed(failure: Failure, request: &HttpRequest) -> ServiceResponse {
    let error = of(request).refuse(Outside::Failure(failure));
    ServiceResponse::from_err(error, request.clone())
}

fn of(request: &HttpRequest) -> Api {
    Api::of(request.match_info().as_str())
}
