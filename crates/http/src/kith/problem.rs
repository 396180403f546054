//! The envelope of this API's refusals and failures: problem details (RFC 9457).

use std::borrow::Cow;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{HttpResponse, ResponseError};
use kith_domain::StoreError;
use kith_domain::access::Forbidden;
use kith_domain::provider_connection::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{Api, Outside};
use crate::envelope::{self, Beside};
use crate::failure::Failure;
use crate::incoming::BodyFault;
use crate::input::{Item, Step, Wrong};
use crate::limits::TooOften;

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What every refusal and failure looks like.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "about:blank", "title": "Conflict", "status": 409, "code": "already_paused",
    "detail": "This connection is paused already.",
}))]
pub(crate) struct ProblemView<'a> {
    /// Always `about:blank`: the status says what kind of problem it is, and `code` which one.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: &'static str,
    /// The status in words.
    #[schema(value_type = String)]
    title: &'static str,
    status: u16,
    /// For programs.
    #[schema(value_type = String)]
    code: &'static str,
    /// For people.
    #[schema(value_type = String)]
    detail: Cow<'static, str>,
    /// Everything that is wrong with the body, where that is the problem.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<WrongView<'a>>,
}

/// Something that is wrong with the body.
#[derive(Serialize, ToSchema)]
#[schema(as = ProblemError)]
pub(crate) struct WrongView<'a> {
    /// Where: a JSON pointer as a URI fragment (RFC 6901).
    pointer: String,
    /// For programs, in the words of Pydantic.
    #[schema(value_type = String)]
    code: &'static str,
    /// For people.
    detail: &'a str,
}

/// Why a request is not answered with success.
#[derive(Debug)]
pub(crate) enum Problem {
    /// 401: no credential, or a bad one.
    NotAuthenticated,
    /// 403: only the team and admins may.
    Forbidden,
    /// 404: nothing is served there.
    NoSuchRoute,
    /// 404: there is no such user, or no longer.
    NoSuchUser,
    /// 404: the catalog has no such provider.
    NoSuchProvider,
    /// 404, 409: the rules of a connection's life say no.
    Refused(Refusal),
    /// 409: another user is connected with that account at the provider.
    Duplicate,
    /// 405: not with this method; these are the ones.
    MethodNotAllowed(HeaderValue),
    /// 422: everything that is wrong with the body.
    Wrong(Wrong),
    /// 413, 408 or 400: the body did not come through.
    Body(BodyFault),
    /// A status that the framework chose.
    Foreign(StatusCode),
    /// 429: somebody has come too often.
    TooOften(TooOften),
    /// 503 or 500: the fault is on this side.
    Failure(Failure),
}

impl Problem {
    /// For programs, and for people.
    fn code_and_detail(&self) -> (&'static str, Cow<'static, str>) {
        let (code, detail) = match self {
            Self::NotAuthenticated => {
                ("not_authenticated", "Send a key of the team, or a token of an admin.")
            }
            Self::Forbidden => ("forbidden", "Only the team and admins may do this."),
            Self::NoSuchRoute => ("no_such_route", "Nothing is served here."),
            Self::NoSuchUser => ("no_such_user", "There is no such user, or no longer."),
            Self::NoSuchProvider => ("no_such_provider", "The catalog has no such provider."),
            Self::Refused(Refusal::NotConnected) => {
                ("not_connected", "The user is not connected with this provider.")
            }
            Self::Refused(Refusal::AlreadyConnected) => {
                ("already_connected", "This connection works already.")
            }
            Self::Refused(Refusal::AlreadyPaused) => {
                ("already_paused", "This connection is paused already.")
            }
            Self::Refused(Refusal::Paused) => {
                ("paused", "This connection is paused: nothing is pulled, so nothing can fail.")
            }
            Self::Duplicate => (
                "duplicate_connection",
                "Another user is connected with this account at the provider.",
            ),
            Self::MethodNotAllowed(_) => ("method_not_allowed", "This method is not allowed here."),
            Self::Wrong(_) => ("invalid", "The body is not as it should be."),
            Self::Body(BodyFault::TooLarge) => ("too_large", "The body is too large."),
            Self::Body(BodyFault::TooSlow) => ("too_slow", "The body did not arrive in time."),
            Self::Body(BodyFault::TooShort | BodyFault::Unreadable) => {
                ("unreadable", "The body cannot be read to its end.")
            }
            Self::TooOften(_) => {
                ("too_many_requests", "There are too many requests. Try again later.")
            }
            Self::Foreign(_) => ("refused", "The request is not valid."),
            Self::Failure(failure) if failure.retry_after().is_some() => {
                ("unavailable", "The service is unavailable. Try again in a moment.")
            }
            Self::Failure(_) => ("internal_error", "An unexpected error happened."),
        };
        (code, Cow::Borrowed(detail))
    }

    fn view(&self) -> ProblemView<'_> {
        let status = self.status_code();
        let (code, detail) = self.code_and_detail();
        let errors = match self {
            Self::Wrong(Wrong(items)) => items.iter().map(wrong).collect(),
            _ => Vec::new(),
        };
        ProblemView {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail,
            errors,
        }
    }
}

/// The place as a JSON Pointer (RFC 6901). What is no JSON has no places.
fn wrong(item: &Item) -> WrongView<'_> {
    let steps = match item.kind() {
        "json_invalid" => &[],
        _ => item.place().get(1..).unwrap_or_default(),
    };
    let pointer = steps.iter().map(|step| match step {
        Step::Name(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Index(index) => format!("/{index}"),
    });
    WrongView {
        pointer: format!("#{}", pointer.collect::<String>()),
        code: item.kind(),
        detail: item.message(),
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.status_code())
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotAuthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NoSuchRoute
            | Self::NoSuchUser
            | Self::NoSuchProvider
            | Self::Refused(Refusal::NotConnected) => StatusCode::NOT_FOUND,
            Self::Refused(Refusal::AlreadyConnected | Refusal::AlreadyPaused | Refusal::Paused)
            | Self::Duplicate => StatusCode::CONFLICT,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Body(BodyFault::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(BodyFault::TooSlow) => StatusCode::REQUEST_TIMEOUT,
            Self::Body(BodyFault::TooShort | BodyFault::Unreadable) => StatusCode::BAD_REQUEST,
            Self::Foreign(status) => *status,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Failure(failure) => failure.status(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        let beside = match self {
            Self::NotAuthenticated => Beside::Challenge("Bearer"),
            Self::MethodNotAllowed(allowed) => Beside::Allowed(allowed),
            Self::TooOften(too_often) => Beside::Wait(too_often),
            Self::Failure(failure) => Beside::Failure(failure),
            _ => Beside::Nothing,
        };
        let view = self.view();
        envelope::answer((Api::Kith, view.code), self.status_code(), &beside, PROBLEM_JSON, &view)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<StoreError> for Problem {
    fn from(failure: StoreError) -> Self {
        Self::Failure(failure.into())
    }
}

impl From<Forbidden> for Problem {
    fn from(_: Forbidden) -> Self {
        Self::Forbidden
    }
}

impl From<Wrong> for Problem {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<BodyFault> for Problem {
    fn from(fault: BodyFault) -> Self {
        Self::Body(fault)
    }
}

impl From<Outside> for Problem {
    fn from(outside: Outside) -> Self {
        match outside {
            Outside::NoSuchRoute => Self::NoSuchRoute,
            Outside::MethodNotAllowed(allowed) => Self::MethodNotAllowed(allowed),
            Outside::Foreign(status) if status.is_server_error() => {
                Self::Failure(Failure::Internal(format!("unexpected status {status}")))
            }
            Outside::Foreign(status) => Self::Foreign(status),
            Outside::TooOften(too_often) => Self::TooOften(too_often),
            Outside::Failure(failure) => Self::Failure(failure),
        }
    }
}
