//! Successful answers.

use actix_web::HttpResponse;
use actix_web::http::header::HeaderValue;
use serde::Serialize;

use super::problem::Problem;
use crate::failure::Failure;
use crate::json;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What a handler gives back.
pub(crate) type Answer = Result<HttpResponse, Problem>;

/// 200 with a body.
pub(crate) fn ok(view: &impl Serialize) -> Answer {
    let body = json::text(view).map_err(Failure::Unwritable)?;
    Ok(HttpResponse::Ok().content_type(JSON).body(body))
}
