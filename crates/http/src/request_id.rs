//! The id that ties an answer to its log lines.

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{HeaderName, HeaderValue};
use kith_domain::ids::UuidSource;

/// The header that carries it, both ways.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The client's id if there is a good one, or one of our own.
pub(crate) fn of(request: &ServiceRequest, uuids: &dyn UuidSource) -> Option<HeaderValue> {
    accepted(request).or_else(|| HeaderValue::from_str(&uuids.next().to_string()).ok())
}

/// The client's id, if there is exactly one and it is well formed: `[A-Za-z0-9._-]{1,128}`.
fn accepted(request: &ServiceRequest) -> Option<HeaderValue> {
    let mut sent = request.headers().get_all(X_REQUEST_ID);
    let id = sent.next().filter(|_| sent.next().is_none())?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
    let bytes = id.as_bytes();
    ((1..=128).contains(&bytes.len()) && bytes.iter().all(plain)).then(|| id.clone())
}
