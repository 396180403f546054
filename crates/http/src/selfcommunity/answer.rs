//! Successful answers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use serde::Serialize;

use super::error::Error;
use crate::failure::Failure;
use crate::json;

/// The content type of every body of this API (contract, section 2.1).
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// What a handler gives back.
pub(crate) type Answer = Result<HttpResponse, Error>;

/// An answer with a body.
pub(crate) fn json(status: StatusCode, view: &impl Serialize) -> Answer {
    let body = json::text(view).map_err(Failure::Unwritable)?;
    Ok(HttpResponse::build(status).content_type(JSON).body(body))
}

/// 200 with a body.
pub(crate) fn ok(view: &impl Serialize) -> Answer {
    json(StatusCode::OK, view)
}

/// 204.
pub(crate) fn no_content() -> HttpResponse {
    HttpResponse::NoContent().finish()
}
