//! How long answers took.

use std::time::Duration;

/// Every latency, so that percentiles are exact: a round is short enough to keep them all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies {
    /// Nanoseconds; what took longer than four seconds counts as that.
    nanoseconds: Vec<u32>,
}

impl Latencies {
    pub(super) fn add(&mut self, latency: Duration) {
        self.nanoseconds.push(u32::try_from(latency.as_nanos()).unwrap_or(u32::MAX));
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.nanoseconds.append(&mut other.nanoseconds);
    }

    pub(crate) fn len(&self) -> usize {
        self.nanoseconds.len()
    }

    /// The latency that so many of a hundred answers did not exceed, in milliseconds; none without
    /// answers.
    pub(crate) fn percentile(&mut self, percent: usize) -> Option<f64> {
        let last = self.nanoseconds.len().checked_sub(1)?;
        let place = (self.nanoseconds.len() * percent).div_ceil(100).saturating_sub(1).min(last);
        let (_, latency, _) = self.nanoseconds.select_nth_unstable(place);
        Some(f64::from(*latency) / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_what_was_added() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.percentile(50), None);
        for milliseconds in (1..=60).rev() {
            latencies.add(Duration::from_millis(milliseconds));
        }
        let mut others = Latencies::default();
        for milliseconds in 61..=100 {
            others.add(Duration::from_millis(milliseconds));
        }
        latencies.append(others);
        assert_eq!(latencies.len(), 100);
        for (percent, milliseconds) in [(0, 1.0), (1, 1.0), (50, 50.0), (99, 99.0), (100, 100.0)] {
            assert_eq!(latencies.percentile(percent), Some(milliseconds), "{percent}");
        }
    }

    #[test]
    fn what_takes_very_long_counts_as_the_longest() {
        let mut latencies = Latencies::default();
        latencies.add(Duration::from_mins(1));
        assert_eq!(latencies.percentile(99), Some(f64::from(u32::MAX) / 1e6));
    }
}
