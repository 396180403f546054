//! What every answer has, whoever made it.

use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::ConnectionType;
use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web;

use crate::Services;
use crate::api::{Api, Outside};
use crate::junction::key::X_VITAL_API_KEY;

const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Finishes the answer to one request.
pub(crate) struct Finishing {
    with_credential: bool,
}

impl Finishing {
    /// Remembers what it needs of the request.
    pub(crate) fn of(request: &ServiceRequest) -> Self {
        let headers = request.headers();
        let credentials = [AUTHORIZATION, X_VITAL_API_KEY];
        Self { with_credential: credentials.iter().any(|name| headers.contains_key(name)) }
    }

    /// Puts a foreign error into the envelope; forbids guessing at types, and keeping what was made
    /// for one caller; has the connection closed if this process is about to end.
    pub(crate) fn finish(&self, answer: ServiceResponse) -> ServiceResponse {
        let mut answer = enveloped(answer);
        answer.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
        if self.with_credential {
            answer.headers_mut().insert(CACHE_CONTROL, NO_STORE);
        }
        let services = answer.request().app_data::<web::Data<Services>>();
        if services.is_some_and(|services| services.stopping.has_begun()) {
            answer.response_mut().head_mut().set_connection_type(ConnectionType::Close);
        }
        answer
    }
}

/// The answer, in its API's envelope if the framework made an error of its own (contract, section 2.3).
fn enveloped(answer: ServiceResponse) -> ServiceResponse {
    let status = answer.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let ours = |value: &HeaderValue| {
        let types = [b"application/json".as_slice(), b"application/problem+json"];
        types.iter().any(|one| value.as_bytes().starts_with(one))
    };
    if !is_error || answer.headers().get(CONTENT_TYPE).is_some_and(ours) {
        return answer;
    }
    let (request, foreign) = answer.into_parts();
    let api = Api::of(request.match_info().as_str());
    let error = api.refuse(Outside::Foreign(status));
    let mut own = error.as_response_error().error_response();
    *own.status_mut() = status;
    for (name, value) in foreign.headers() {
        if name != CONTENT_TYPE && name != CONTENT_LENGTH {
            own.headers_mut().append(name.clone(), value.clone());
        }
    }
    ServiceResponse::new(request, own)
}
