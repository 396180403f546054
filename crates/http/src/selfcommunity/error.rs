//! The one envelope of every refusal and failure (contract, section 2.3), and what leads to it.

use std::borrow::Cow;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{HttpResponse, ResponseError};
use kith_domain::StoreError;
use kith_domain::access::Forbidden;
use kith_domain::community::Mode;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::JSON;
use crate::api::{Api, Outside};
use crate::envelope::{self, Beside};
use crate::failure::Failure;
use crate::limits::TooOften;

/// What every refusal and failure looks like.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"errors": [
    {"field": "ext_id", "messages": [{"code": "required", "message": "This field is required."}]}
]}))]
pub(crate) struct ErrorEnvelope {
    /// One item for each field that is wrong, or a single item about the request as a whole.
    errors: Vec<ErrorItem>,
}

impl ErrorEnvelope {
    /// The code of what is wrong; of several the first.
    fn code(&self) -> &'static str {
        let message = self.errors.first().and_then(|item| match item {
            ErrorItem::Field { messages, .. } => messages.first(),
            ErrorItem::Request(message) => Some(message),
        });
        message.map_or("invalid", |message| message.code)
    }
}

/// What is wrong: with one field, or as a whole.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ErrorItem {
    /// With one field of the body or the query.
    Field {
        /// The field's name.
        field: &'static str,
        /// Everything that is wrong with it.
        messages: Vec<ErrorMessage>,
    },
    /// With the request as a whole.
    Request(ErrorMessage),
}

/// One thing that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ErrorMessage {
    /// For programs.
    #[schema(value_type = String, example = "not_found")]
    code: &'static str,
    /// For people.
    #[schema(value_type = String, example = "Not found.")]
    message: Cow<'static, str>,
}

/// Everything that is wrong with the fields of a request, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldErrors(Vec<(&'static str, Vec<ErrorMessage>)>);

impl FieldErrors {
    /// Exactly one thing wrong with exactly one field.
    pub(crate) fn of(
        field: &'static str,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut errors = Self::default();
        errors.add(field, code, message);
        errors
    }

    /// One more thing; the same one is noted once.
    pub(crate) fn add(
        &mut self,
        field: &'static str,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) {
        let message = ErrorMessage { code, message: message.into() };
        match self.0.iter_mut().find(|(known, _)| *known == field) {
            Some((_, messages)) if messages.iter().any(|m| m.message == message.message) => {}
            Some((_, messages)) => messages.push(message),
            None => self.0.push((field, vec![message])),
        }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a request is not answered with success.
#[derive(Debug)]
pub(crate) enum Error {
    /// 400: fields that are missing or wrong.
    Fields(FieldErrors),
    /// 400: the request as a whole does not make sense; the text says why.
    Request(&'static str),
    /// 400: the body or the query cannot be read at all; the text says why.
    Parse(&'static str),
    /// 400: the user is softly deleted already.
    AlreadyDeleted,
    /// 400: there is a connection already.
    AlreadyConnected,
    /// 400: there is a request already.
    AlreadyExists,
    /// 401: a credential is needed and there is none.
    NotAuthenticated,
    /// 401: there is a credential, and it is bad. Why is not said.
    TokenNotValid,
    /// 403: not with this role, or not between these two. Which of the two hides the other, or that
    /// the caller is blocked, is not said.
    PermissionDenied,
    /// 403: this belongs to communities of the other mode.
    WrongMode {
        /// The one to which it belongs.
        needed: Mode,
    },
    /// 404: no such route or no such target.
    NotFound,
    /// 405: not with this method; these are the ones.
    MethodNotAllowed(HeaderValue),
    /// 413: the body has more bytes than the limit.
    TooLarge,
    /// 415: a body of this kind is not read.
    UnsupportedMediaType,
    /// 429: somebody has come too often.
    TooOften(TooOften),
    /// 503 or 500: the fault is on this side.
    Failure(Failure),
}

impl Error {
    /// A field whose value somebody holds already.
    pub(crate) fn taken(field: &'static str, message: &'static str) -> Self {
        Self::Fields(FieldErrors::of(field, "unique", message))
    }

    /// The caller where somebody else is needed.
    pub(crate) fn oneself() -> Self {
        Self::Request("This cannot be done to oneself.")
    }

    /// The nearest error to a status that did not come from this API's code.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::TokenNotValid,
            StatusCode::FORBIDDEN => Self::PermissionDenied,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            other if other.is_server_error() => {
                Self::Failure(Failure::Internal(format!("unexpected status {other}")))
            }
            _ => Self::Request("The request is not valid."),
        }
    }

    /// The body of the answer.
    pub(crate) fn envelope(&self) -> ErrorEnvelope {
        let whole = |code, message: &'static str| {
            vec![ErrorItem::Request(ErrorMessage { code, message: message.into() })]
        };
        let errors = match self {
            Self::Fields(FieldErrors(fields)) => fields
                .iter()
                .map(|(field, messages)| ErrorItem::Field { field, messages: messages.clone() })
                .collect(),
            Self::Request(message) => whole("invalid", message),
            Self::Parse(message) => whole("parse_error", message),
            Self::AlreadyDeleted => whole("already_deleted", "The user is deleted already."),
            Self::AlreadyConnected => whole("already_connected", "You are connected already."),
            Self::AlreadyExists => whole("already_exists", "A connection request already exists."),
            Self::NotAuthenticated => {
                whole("not_authenticated", "Authentication credentials were not provided.")
            }
            Self::TokenNotValid => whole("token_not_valid", "The given token is not valid."),
            Self::PermissionDenied => {
                whole("permission_denied", "You do not have permission to perform this action.")
            }
            Self::WrongMode { needed: Mode::Friendship } => {
                whole("friendship_mode_required", "This community follows instead of connecting.")
            }
            Self::WrongMode { needed: Mode::Follow } => {
                whole("follow_mode_required", "This community connects instead of following.")
            }
            Self::NotFound => whole("not_found", "Not found."),
            Self::MethodNotAllowed(_) => {
                whole("method_not_allowed", "This method is not allowed here.")
            }
            Self::TooLarge => whole("too_large", "The body is too large."),
            Self::UnsupportedMediaType => {
                whole("unsupported_media_type", "Send the body as JSON or as a URL-encoded form.")
            }
            Self::TooOften(_) => {
                whole("throttled", "There are too many requests. Try again later.")
            }
            Self::Failure(failure) if failure.retry_after().is_some() => {
                whole("service_unavailable", "The service is unavailable. Try again in a moment.")
            }
            Self::Failure(_) => whole("internal_error", "An unexpected error happened."),
        };
        ErrorEnvelope { errors }
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
            Self::Fields(_)
            | Self::Request(_)
            | Self::Parse(_)
            | Self::AlreadyDeleted
            | Self::AlreadyConnected
            | Self::AlreadyExists => StatusCode::BAD_REQUEST,
            Self::NotAuthenticated | Self::TokenNotValid => StatusCode::UNAUTHORIZED,
            Self::PermissionDenied | Self::WrongMode { .. } => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Failure(failure) => failure.status(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        let beside = match self {
            Self::NotAuthenticated | Self::TokenNotValid => Beside::Challenge("Bearer"),
            Self::MethodNotAllowed(allowed) => Beside::Allowed(allowed),
            Self::TooOften(too_often) => Beside::Wait(too_often),
            Self::Failure(failure) => Beside::Failure(failure),
            _ => Beside::Nothing,
        };
        let view = self.envelope();
        let counted = (Api::SelfCommunity, view.code());
        envelope::answer(counted, self.status_code(), &beside, JSON, &view)
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

impl From<Outside> for Error {
    fn from(outside: Outside) -> Self {
        match outside {
            Outside::NoSuchRoute => Self::NotFound,
            Outside::MethodNotAllowed(allowed) => Self::MethodNotAllowed(allowed),
            Outside::Foreign(status) => Self::of_status(status),
            Outside::TooOften(too_often) => Self::TooOften(too_often),
            Outside::Failure(failure) => Self::Failure(failure),
        }
    }
}

impl From<Forbidden> for Error {
    fn from(_: Forbidden) -> Self {
        Self::PermissionDenied
    }
}
