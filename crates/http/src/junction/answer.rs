//! Successful answers.

use actix_web::HttpResponse;
use actix_web::http::header::HeaderValue;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::Error;
use crate::failure::Failure;
use crate::json;

/// The content type of every body of this API (contract, section 3).
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What a handler gives back.
pub(crate) type Answer = Result<HttpResponse, Error>;

/// It is done.
#[derive(Serialize, ToSchema)]
pub(crate) struct Success {
    /// Always true: what is not done is refused.
    success: bool,
}

/// 200 with a body.
pub(crate) fn ok(view: &impl Serialize) -> Answer {
    let body = json::text(view).map_err(Failure::Unwritable)?;
    Ok(HttpResponse::Ok().content_type(JSON).body(body))
}

/// 200, and nothing to say but that. SDKs fail on an empty body (contract, section 1).
pub(crate) fn success() -> Answer {
    ok(&Success { success: true })
}
