//! Whether a connection works.

use super::words::{ConnectionErrorType, HealthStatus};
use crate::Timestamp;
use crate::text::Prose;

/// What happened, in words for a person: at most 1,000 characters, possibly none.
pub type ErrorMessage = Prose<1000>;

/// Why and when a connection failed for good (Junction contract, section 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorDetails {
    /// Why, in a word.
    pub error_type: ConnectionErrorType,
    /// Why, for a person.
    pub error_message: ErrorMessage,
    /// When.
    pub errored_at: Timestamp,
}

/// Whether a connection works: details exist exactly while it does not (Junction contract, sections
/// 4.2 and 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectionHealth {
    /// It works and is kept fresh.
    Connected,
    /// It failed for good.
    Error(ErrorDetails),
    /// It was let go of without failure.
    Paused,
}

impl ConnectionHealth {
    /// The same in a word.
    #[must_use]
    pub fn status(&self) -> HealthStatus {
        match self {
            Self::Connected => HealthStatus::Connected,
            Self::Error(_) => HealthStatus::Error,
            Self::Paused => HealthStatus::Paused,
        }
    }

    /// Why it failed, if it did.
    #[must_use]
    pub fn error_details(&self) -> Option<&ErrorDetails> {
        match self {
            Self::Error(details) => Some(details),
            Self::Connected | Self::Paused => None,
        }
    }
}
