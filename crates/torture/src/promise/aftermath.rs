//! What follows a fault, once everything should be well again.

use std::time::{Duration, Instant};

use super::machine::Machine;
use super::outage::millis;
use crate::http::{Sample, Samples};
use crate::report::Finding;

/// For how long people go on after everything should be well: what is judged.
pub(super) const AFTER: Duration = Duration::from_secs(1);

/// What was seen of that, over all faults of a promise.
#[derive(Default)]
pub(super) struct Aftermath {
    judged: usize,
    excused: usize,
    last_failure: Duration,
}

impl Aftermath {
    /// Looks at what began when the machine had worked for longer than `bound` since the fault was over.
    /// Nothing may fail, unless the machine stood still; and where nobody asked nothing was tried.
    pub(super) fn judge(
        &mut self,
        samples: &Samples,
        machine: &Machine,
        over: Instant,
        bound: Duration,
        finding: &mut Finding,
    ) {
        let after = |s: &Sample| s.begun > over + bound && machine.worked(over, s.begun) > bound;
        let failed = |sample: &Sample| !sample.succeeded() && after(sample);
        let excused = |sample: &Sample| failed(sample) && machine.worked_for(sample) < sample.took;
        let wrong = |sample: &Sample| failed(sample) && !excused(sample);
        finding.late.extend(samples.wrong("after the recovery", wrong));
        let (judged, excused) = (samples.count(after), samples.count(excused));
        if judged == excused {
            finding.late.push("nobody asked after the recovery, so it was not tried".to_owned());
        }
        self.judged += judged - excused;
        self.excused += excused;
        self.last_failure = self.last_failure.max(samples.last_failure(over));
    }

    /// The figures.
    pub(super) fn tell(&self, finding: &mut Finding) {
        finding.figure("last failure after ms", millis(self.last_failure));
        finding.figure("judged after the recovery", self.judged);
        finding.figure("failed while the machine stood still", self.excused);
    }
}
