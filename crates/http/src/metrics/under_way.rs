//! A request between its head and its answer.

use super::Metrics;

/// A request that is under way as long as this lives.
pub(crate) struct UnderWay<'a> {
    metrics: &'a Metrics,
    answered: bool,
}

impl<'a> UnderWay<'a> {
    pub(super) fn begin(metrics: &'a Metrics) -> Self {
        metrics.under_way.inc();
        Self { metrics, answered: false }
    }

    /// There is an answer; without one the client has left.
    pub(crate) fn answered(mut self) {
        self.answered = true;
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.metrics.under_way.dec();
        if !self.answered {
            self.metrics.abandoned.inc();
        }
    }
}
