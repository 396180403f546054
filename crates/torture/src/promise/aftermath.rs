//! What follows a fault, once everything should be well again.

use std::time::{Duration, Instant};

use super::outage::millis;
use crate::http::{Sample, Samples};
use crate::report::Finding;

/// For how long people go on after everything should be well: what is judged.
pub(super) const AFTER: Duration = Duration::from_secs(1);

/// What was seen of that, over all faults of a promise.
#[derive(Default)]
pub(super) struct Aftermath {
    judged: usize,
    last_failure: Duration,
}

impl Aftermath {
    /// Looks at what began later than `well`; the fault was over at `over`. Nothing may fail, and where
    /// nobody asked nothing was tried.
    pub(super) fn judge(
        &mut self,
        samples: &Samples,
        over: Instant,
        well: Instant,
        finding: &mut Finding,
    ) {
        let after = |sample: &Sample| sample.begun > well;
        let failed = |sample: &Sample| after(sample) && !sample.succeeded();
        finding.broken.extend(samples.wrong("after the recovery", failed));
        let judged = samples.count(after);
        if judged == 0 {
            finding.broken.push("nobody asked after the recovery, so it was not tried".to_owned());
        }
        self.judged += judged;
        self.last_failure = self.last_failure.max(samples.last_failure(over));
    }

    /// The figures.
    pub(super) fn tell(&self, finding: &mut Finding) {
        finding.figure("last failure after ms", millis(self.last_failure));
        finding.figure("judged after the recovery", self.judged);
    }
}
