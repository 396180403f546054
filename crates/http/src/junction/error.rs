//! The envelope of this API's refusals and failures, `{"detail": …}` (contract, section 3).

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{HttpResponse, ResponseError};
use kith_domain::StoreError;
use kith_domain::client_user::Holder;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::JSON;
use super::instant;
use crate::api::{Api, Outside};
use crate::envelope::{self, Beside};
use crate::failure::Failure;
use crate::incoming::BodyFault;
use crate::input::{Item, Wrong};
use crate::limits::TooOften;

/// What every refusal and failure looks like.
#[derive(Serialize, ToSchema)]
#[schema(as = HttpError, example = json!({"detail": "User not found"}))]
pub(crate) struct ErrorView<'a> {
    detail: Detail<'a>,
}

/// What is the matter: a sentence, an object that programs can read, or everything that is wrong with
/// the request.
#[derive(Serialize, ToSchema)]
#[schema(as = HttpErrorDetail)]
#[serde(untagged)]
pub(crate) enum Detail<'a> {
    /// A sentence.
    Sentence(&'a str),
    /// For programs.
    Refusal(RefusalView),
    /// Everything that is wrong.
    Items(&'a [Item]),
}

/// A refusal that programs are meant to understand.
#[derive(Serialize, ToSchema)]
#[schema(as = BusinessError)]
pub(crate) struct RefusalView {
    #[schema(value_type = String, example = "INVALID_REQUEST")]
    error_type: &'static str,
    /// For people.
    #[schema(value_type = String)]
    error_message: &'static str,
    /// Who has the `client_user_id` with which a user was to be made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false, format = "uuid")]
    user_id: Option<String>,
    /// Since when there is that user.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false, format = DateTime)]
    created_on: Option<String>,
}

const INVALID_REQUEST: &str = "INVALID_REQUEST";
const TAKEN: &str = "Another user has this client_user_id.";

/// Why a request is not answered with success.
#[derive(Debug)]
pub(crate) enum Error {
    /// 401: no key, or none that is in force. Which of the two is not said.
    InvalidToken,
    /// 404: nothing is served there.
    NoSuchRoute,
    /// 404: there is no such user, or no longer.
    NoSuchUser,
    /// 404: the user is not connected with that provider.
    NotConnected,
    /// 405: not with this method; these are the ones.
    MethodNotAllowed(HeaderValue),
    /// 422: everything that is wrong with path, query and body.
    Wrong(Wrong),
    /// 400: a live user has that `client_user_id`.
    TakenBy(Holder),
    /// 400: the `client_user_id` of whoever is to come back has a new owner.
    TakenMeanwhile,
    /// 409: another user has that `client_user_id` (contract, section 5.5).
    TakenByAnother,
    /// 409: there is a connection, and it works (contract, section 8.6).
    AlreadyConnected,
    /// 400: another user is connected with that account at the provider.
    DuplicateConnection,
    /// 400: the request as a whole makes no sense here; the text says why.
    Request(&'static str),
    /// 413, 408 or 400: the body did not come through.
    Body(BodyFault),
    /// A status that the framework chose.
    Foreign(StatusCode),
    /// 429: somebody has come too often.
    TooOften(TooOften),
    /// 503 or 500: the fault is on this side.
    Failure(Failure),
}

impl Error {
    /// What it is counted under: this API has no codes, so they are those of the others.
    fn code(&self) -> &'static str {
        match self {
            Self::InvalidToken => "token_not_valid",
            Self::NoSuchRoute => "no_such_route",
            Self::NoSuchUser => "no_such_user",
            Self::NotConnected => "not_connected",
            Self::MethodNotAllowed(_) => "method_not_allowed",
            Self::Wrong(_) => "invalid",
            Self::TakenBy(_) | Self::TakenMeanwhile | Self::TakenByAnother => "unique",
            Self::AlreadyConnected => "already_connected",
            Self::DuplicateConnection => "duplicate_connection",
            Self::Request(_) | Self::Foreign(_) => "refused",
            Self::TooOften(_) => "too_many_requests",
            Self::Body(BodyFault::TooLarge) => "too_large",
            Self::Body(BodyFault::TooSlow) => "too_slow",
            Self::Body(BodyFault::TooShort | BodyFault::Unreadable) => "unreadable",
            Self::Failure(failure) if failure.retry_after().is_some() => "unavailable",
            Self::Failure(_) => "internal_error",
        }
    }

    fn detail(&self) -> Detail<'_> {
        let refusal = |error_type, error_message, holder: Option<&Holder>| {
            Detail::Refusal(RefusalView {
                error_type,
                error_message,
                user_id: holder.map(|holder| holder.uuid.to_string()),
                created_on: holder.map(|holder| instant::text(holder.created_on)),
            })
        };
        match self {
            Self::InvalidToken => Detail::Sentence("invalid token"),
            Self::NoSuchRoute => Detail::Sentence("Not Found"),
            Self::NoSuchUser => Detail::Sentence("User not found"),
            Self::NotConnected => Detail::Sentence("The user is not connected with this provider"),
            Self::MethodNotAllowed(_) => Detail::Sentence("Method Not Allowed"),
            Self::Wrong(Wrong(items)) => Detail::Items(items),
            Self::TakenBy(holder) => refusal(INVALID_REQUEST, TAKEN, Some(holder)),
            Self::TakenMeanwhile | Self::TakenByAnother => refusal(INVALID_REQUEST, TAKEN, None),
            Self::AlreadyConnected => {
                Detail::Sentence("The user is already connected with this provider")
            }
            Self::DuplicateConnection => refusal(
                "duplicate_connection",
                "Another user is connected with this account at the provider.",
                None,
            ),
            Self::Request(sentence) => Detail::Sentence(sentence),
            Self::Body(BodyFault::TooLarge) => Detail::Sentence("The body is too large"),
            Self::Body(BodyFault::TooSlow) => Detail::Sentence("The body did not arrive in time"),
            Self::Body(BodyFault::TooShort | BodyFault::Unreadable) => {
                Detail::Sentence("There was an error parsing the body")
            }
            Self::TooOften(_) => Detail::Sentence("Too Many Requests"),
            Self::Foreign(status) => Detail::Sentence(status.canonical_reason().unwrap_or("Error")),
            Self::Failure(failure) => {
                Detail::Sentence(failure.status().canonical_reason().unwrap_or("Error"))
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.status_code())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::InvalidToken => StatusCode::UNAUTHORIZED,
            Self::NoSuchRoute | Self::NoSuchUser | Self::NotConnected => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TakenBy(_)
            | Self::TakenMeanwhile
            | Self::DuplicateConnection
            | Self::Request(_)
            | Self::Body(BodyFault::TooShort | BodyFault::Unreadable) => StatusCode::BAD_REQUEST,
            Self::TakenByAnother | Self::AlreadyConnected => StatusCode::CONFLICT,
            Self::Body(BodyFault::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(BodyFault::TooSlow) => StatusCode::REQUEST_TIMEOUT,
            Self::Foreign(status) => *status,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Failure(failure) => failure.status(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        let beside = match self {
            Self::InvalidToken => Beside::Challenge("ApiKey"),
            Self::MethodNotAllowed(allowed) => Beside::Allowed(allowed),
            Self::TooOften(too_often) => Beside::Wait(too_often),
            Self::Failure(failure) => Beside::Failure(failure),
            _ => Beside::Nothing,
        };
        let view = ErrorView { detail: self.detail() };
        envelope::answer((Api::Junction, self.code()), self.status_code(), &beside, JSON, &view)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<StoreError> for Error {
    fn from(failure: StoreError) -> Self {
        Self::Failure(failure.into())
    }
}

impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

impl From<BodyFault> for Error {
    fn from(fault: BodyFault) -> Self {
        Self::Body(fault)
    }
}

impl From<Outside> for Error {
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
