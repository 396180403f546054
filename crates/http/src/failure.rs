//! What goes wrong on this side: no client is to blame for it, and none learns the cause.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use kith_domain::StoreError;

use crate::limits::Over;

/// Why a request that may be fine is not answered with success.
#[derive(Debug)]
pub(crate) enum Failure {
    /// 503 or 500: storage failed.
    Store(StoreError),
    /// 503: it was given up after a time.
    Over(Over),
    /// 503: more are under way than may be.
    TooMany,
    /// 503: this process is about to end.
    Stopping,
    /// 500: what should be impossible: a panic, or an application put together wrongly.
    Internal(String),
    /// 500: an answer could not be written.
    Unwritable(serde_json::Error),
}

impl Failure {
    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Store(StoreError::Unavailable(_))
            | Self::Over(_)
            | Self::TooMany
            | Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Store(StoreError::Inconsistent(_)) | Self::Internal(_) | Self::Unwritable(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// After how many seconds it may help to try again; `None` if it will not.
    pub(crate) fn retry_after(&self) -> Option<HeaderValue> {
        match self {
            Self::Store(StoreError::Unavailable(_))
            | Self::Over(_)
            | Self::TooMany
            | Self::Stopping => Some(HeaderValue::from_static("1")),
            Self::Store(StoreError::Inconsistent(_)) | Self::Internal(_) | Self::Unwritable(_) => {
                None
            }
        }
    }

    /// Writes the cause to the log. To be asked once, where the failure becomes an answer.
    pub(crate) fn log(&self) {
        match self {
            Self::Store(failure) => tracing::error!(cause = %chain(failure), "storage failed"),
            Self::Over(over) => tracing::error!(cause = %over, "a request was given up"),
            // The former is counted: one more line for each would be more to do when there is too much already. The
            // latter was asked for, and is said once by whoever stops the process.
            Self::TooMany | Self::Stopping => {}
            Self::Internal(what) => tracing::error!(cause = %what, "a request failed"),
            Self::Unwritable(failure) => {
                tracing::error!(cause = %chain(failure), "an answer could not be written");
            }
        }
    }
}

impl From<StoreError> for Failure {
    fn from(failure: StoreError) -> Self {
        Self::Store(failure)
    }
}

/// A failure and everything that led to it, on one line: not every log format follows sources.
fn chain(failure: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(failure), |failure| failure.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
