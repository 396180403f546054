//! The id that ties an answer to its log lines.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;
use tracing::field::Empty;
use tracing::{Instrument, info, info_span};

use crate::{Services, finishing};

/// The header that carries it, both ways.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Goes around everything: names the request, logs its end, and finishes every answer.
///
/// Queries, headers and bodies are never logged; the route is a template.
pub(crate) async fn identified<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = accepted(&request).or_else(|| made(&request));
    let span = info_span!(
        "request",
        request_id = id.as_ref().and_then(|id| id.to_str().ok()),
        method = %request.method(),
        route = Empty,
        status = Empty,
        duration_us = Empty,
    );
    let finishing = finishing::Finishing::of(&request);
    let started = Instant::now();
    let answer = next.call(request).instrument(span.clone()).await?;

    let mut answer = span.in_scope(|| finishing.finish(answer.map_into_boxed_body()));
    if let Some(id) = id {
        answer.headers_mut().insert(X_REQUEST_ID, id);
    }
    span.record("status", answer.status().as_u16());
    span.record("duration_us", u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX));
    span.in_scope(|| info!("answered"));
    Ok(answer)
}

/// The client's id, if there is exactly one and it is well formed: `[A-Za-z0-9._-]{1,128}`.
fn accepted(request: &ServiceRequest) -> Option<HeaderValue> {
    let mut sent = request.headers().get_all(X_REQUEST_ID);
    let id = sent.next().filter(|_| sent.next().is_none())?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    let bytes = id.as_bytes();
    ((1..=128).contains(&bytes.len()) && bytes.iter().all(plain)).then(|| id.clone())
}

/// An id of one's own.
fn made(request: &ServiceRequest) -> Option<HeaderValue> {
    let services = request.app_data::<web::Data<Services>>()?;
    HeaderValue::from_str(&services.uuids.next().to_string()).ok()
}
