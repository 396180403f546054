//! What time it is; a port, so that tests decide.

use chrono::{DateTime, SubsecRound, Utc};

/// An instant in UTC, to the microsecond: what every supported database keeps.
pub type Timestamp = DateTime<Utc>;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now. MUST be cut to microseconds ([`cut`]), or a stored value differs from the one answered.
    fn now(&self) -> Timestamp;
}

/// Drops what is finer than a microsecond.
#[must_use]
pub fn cut(instant: DateTime<Utc>) -> Timestamp {
    instant.trunc_subsecs(6)
}
