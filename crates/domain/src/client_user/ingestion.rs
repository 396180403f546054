//! Which days data are wanted for.

use chrono::{Days, NaiveDate};

/// How long data of a day may still come in, in days (Junction contract, section 4.2).
pub const LATE_DELIVERY: Days = Days::new(7);

/// The first and the last day that data are wanted for (Junction contract, section 5.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IngestionBounds {
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
}

/// The first day would come after the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ingestion_start must not be after ingestion_end.")]
pub struct BoundsReversed;

impl IngestionBounds {
    /// These bounds; a day without a bound on a side is open there.
    pub fn new(start: Option<NaiveDate>, end: Option<NaiveDate>) -> Result<Self, BoundsReversed> {
        match (start, end) {
            (Some(start), Some(end)) if start > end => Err(BoundsReversed),
            _ => Ok(Self { start, end }),
        }
    }

    /// The first day.
    #[must_use]
    pub fn start(self) -> Option<NaiveDate> {
        self.start
    }

    /// The last day.
    #[must_use]
    pub fn end(self) -> Option<NaiveDate> {
        self.end
    }

    /// The last day of bounds that are over on `today`: connections of users whose `ingestion_end` is
    /// before this day are paused (Junction contract, section 4.2).
    #[must_use]
    pub fn over_before(today: NaiveDate) -> NaiveDate {
        today.checked_sub_days(LATE_DELIVERY).unwrap_or(NaiveDate::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_in_order() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 1, day);
        for (start, end) in
            [(None, None), (day(1), None), (None, day(1)), (day(1), day(1)), (day(1), day(2))]
        {
            let bounds = IngestionBounds::new(start, end).unwrap();
            assert_eq!((bounds.start(), bounds.end()), (start, end));
        }
        assert_eq!(IngestionBounds::new(day(2), day(1)), Err(BoundsReversed));
    }

    #[test]
    fn late_data_have_a_week() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 1, day).unwrap();
        assert_eq!(IngestionBounds::over_before(day(9)), day(2));
        assert_eq!(IngestionBounds::over_before(NaiveDate::MIN), NaiveDate::MIN);
    }
}
