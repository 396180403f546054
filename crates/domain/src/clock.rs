//! What time it is; a port, so that tests decide.

use chrono::{DateTime, Datelike as _, SubsecRound, Timelike as _, Utc};

use crate::Invalid;

/// An instant in UTC, to the microsecond: what every supported database keeps.
pub type Timestamp = DateTime<Utc>;

/// Reads an instant in RFC 3339, with an offset, in the years 1970 to 9999 of UTC: what every client can
/// read again. Leap seconds are none of ours.
pub fn read(text: &str) -> Result<Timestamp, Invalid> {
    const WRONG: Invalid =
        Invalid::Malformed("Enter a time such as 2026-01-24T23:45:32+00:00, in 1970 to 9999.");
    let instant = DateTime::parse_from_rfc3339(text).map_err(|_| WRONG)?.to_utc();
    let readable = (1970..=9999).contains(&instant.year()) && instant.nanosecond() < 1_000_000_000;
    if readable { Ok(cut(instant)) } else { Err(WRONG) }
}

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
