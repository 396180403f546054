//! Storage that failed. Expected outcomes are values, never this.

use std::error::Error;

/// Storage failed; the cause is kept for the log and never shown to a client.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is overloaded or took too long; trying again later may help.
    #[error("storage is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The database refused or returned what this code does not expect; trying again will not help.
    #[error("storage answered something unexpected")]
    Inconsistent(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// [`StoreError::Unavailable`] with its cause.
    pub fn unavailable(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// [`StoreError::Inconsistent`] with its cause.
    pub fn inconsistent(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Inconsistent(cause.into())
    }
}
