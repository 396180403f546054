//! A request between its head and its answer.

use prometheus::IntGauge;

/// A request that is under way as long as this lives: until it is answered, or nobody waits any more.
pub(crate) struct UnderWay<'a>(&'a IntGauge);

impl<'a> UnderWay<'a> {
    pub(super) fn begin(gauge: &'a IntGauge) -> Self {
        gauge.inc();
        Self(gauge)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}
