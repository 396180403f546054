//! How a refusal or failure becomes an answer, whichever API's envelope it is in.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::Serialize;

use crate::api::Api;
use crate::exchange;
use crate::failure::Failure;
use crate::limits::TooOften;

/// What is said beside the body.
pub(crate) enum Beside<'a> {
    /// Nothing.
    Nothing,
    /// Which credential is wanted.
    Challenge(&'static str),
    /// Which methods there are.
    Allowed(&'a HeaderValue),
    /// When to try again.
    Wait(&'a TooOften),
    /// When to try again; the cause goes to the log.
    Failure(&'a Failure),
}

/// The answer. It is counted under the code.
pub(crate) fn answer(
    (api, code): (Api, &'static str),
    status: StatusCode,
    beside: &Beside<'_>,
    content_type: HeaderValue,
    view: &impl Serialize,
) -> HttpResponse {
    exchange::refused(api, code);
    let mut response = HttpResponseBuilder::new(status);
    match beside {
        Beside::Nothing => {}
        Beside::Challenge(scheme) => {
            response.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static(scheme)));
        }
        Beside::Allowed(methods) => {
            response.insert_header((ALLOW, (*methods).clone()));
        }
        Beside::Wait(too_often) => {
            response.insert_header((RETRY_AFTER, too_often.seconds()));
        }
        Beside::Failure(failure) => {
            failure.log();
            if let Some(seconds) = failure.retry_after() {
                response.insert_header((RETRY_AFTER, seconds));
            }
        }
    }
    // Text and lists of text cannot fail to be written; an empty body would say the same.
    let body = serde_json::to_vec(view).unwrap_or_default();
    response.content_type(content_type).body(body)
}
