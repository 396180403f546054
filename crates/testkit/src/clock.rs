//! Time as a test decides it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{TimeDelta, TimeZone, Utc};
use kith_domain::clock::cut;
use kith_domain::{Clock, Timestamp};

/// A clock that stands still until it is told otherwise. Clones show the same time.
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<Mutex<Timestamp>>);

impl FixedClock {
    /// Shows [`FixedClock::start`].
    #[must_use]
    pub fn new() -> Self {
        Self::at(Self::start())
    }

    /// Shows `instant`, cut to microseconds.
    #[must_use]
    pub fn at(instant: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(cut(instant))))
    }

    /// 2026-11-21T08:00:00Z: when everything in this kit happens unless a test says otherwise.
    #[must_use]
    pub fn start() -> Timestamp {
        Utc.with_ymd_and_hms(2026, 11, 21, 8, 0, 0).single().expect("a real instant")
    }

    /// Shows `instant` from now on, cut to microseconds; it may lie in the past.
    pub fn set(&self, instant: Timestamp) {
        *self.shown() = cut(instant);
    }

    /// Goes on by `time`, or back if it is negative.
    pub fn advance(&self, time: TimeDelta) {
        let mut shown = self.shown();
        *shown = cut(*shown + time);
    }

    fn shown(&self) -> MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.shown()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_only_when_told_and_for_every_clone() {
        let clock = FixedClock::new();
        let clone = clock.clone();
        assert_eq!(clock.now().to_rfc3339(), "2026-11-21T08:00:00+00:00");
        clone.advance(TimeDelta::nanoseconds(1_999));
        assert_eq!(clock.now(), FixedClock::start() + TimeDelta::microseconds(1));
        clock.set(FixedClock::start() - TimeDelta::days(1));
        assert_eq!(clone.now().to_rfc3339(), "2026-11-20T08:00:00+00:00");
    }
}
