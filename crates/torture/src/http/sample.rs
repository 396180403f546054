//! What became of every request of a load, and when.

use std::time::{Duration, Instant};

use super::{Call, Outcome};

/// Why a request was not answered whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    NotSent,
    CutOff,
    Hangs,
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) begun: Instant,
    pub(crate) took: Duration,
    /// The status, if it was answered whole.
    pub(crate) status: Option<u16>,
    /// What became of it, if it was not.
    pub(crate) unanswered: Option<Unanswered>,
    pub(crate) retry_after: Option<u64>,
    /// Whether the body of a failure is in an envelope.
    pub(crate) enveloped: bool,
    pub(crate) writes: bool,
    /// What a person should know of it, if it failed or was refused.
    pub(crate) words: Option<String>,
}

impl Sample {
    pub(crate) fn of(call: &Call, begun: Instant, outcome: &Outcome) -> Self {
        let took = begun.elapsed();
        let status = outcome.status();
        let failed = status.is_none_or(|status| status >= 500);
        let (retry_after, enveloped) = match outcome {
            Outcome::Answered(answer) => (answer.retry_after, !failed || answer.has_envelope()),
            _ => (None, false),
        };
        let unanswered = match outcome {
            Outcome::Answered(_) => None,
            Outcome::NotSent(_) => Some(Unanswered::NotSent),
            Outcome::CutOff(_) => Some(Unanswered::CutOff),
            Outcome::Hangs => Some(Unanswered::Hangs),
        };
        let failed_or_refused = status.is_none_or(|status| status >= 400);
        let words = failed_or_refused
            .then(|| format!("{} {}: {}", call.method, call.path, outcome.describe()));
        let writes = call.writes();
        Self { begun, took, status, unanswered, retry_after, enveloped, writes, words }
    }

    pub(crate) fn ended(&self) -> Instant {
        self.begun + self.took
    }

    pub(crate) fn succeeded(&self) -> bool {
        self.status.is_some_and(|status| status < 500)
    }

    /// Whether it is a refusal as it should be while storage is away.
    pub(crate) fn is_unavailable(&self) -> bool {
        self.status == Some(503) && self.retry_after.is_some() && self.enveloped
    }

    /// In a few words.
    pub(crate) fn describe(&self) -> String {
        let words = self.words.as_deref().unwrap_or("answered");
        let retry = if self.retry_after.is_none() { ", no Retry-After" } else { "" };
        format!("{words} after {} ms{retry}", self.took.as_millis())
    }
}

/// Every request of a load.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples(pub(crate) Vec<Sample>);

impl Samples {
    pub(crate) fn count(&self, which: impl Fn(&Sample) -> bool) -> usize {
        self.0.iter().filter(|sample| which(sample)).count()
    }

    /// The longest time of those that are asked for.
    pub(crate) fn longest(&self, which: impl Fn(&Sample) -> bool) -> Duration {
        let asked = self.0.iter().filter(|sample| which(sample));
        asked.map(|sample| sample.took).max().unwrap_or_default()
    }

    /// How long after that moment the last of those was answered that failed; zero if none did.
    pub(crate) fn last_failure(&self, moment: Instant) -> Duration {
        let failed = self.0.iter().filter(|sample| !sample.succeeded());
        let ended = failed.map(|sample| sample.ended().saturating_duration_since(moment));
        ended.max().unwrap_or_default()
    }

    /// The time within which so many of a hundred were answered.
    pub(crate) fn percentile(&self, percent: usize, which: impl Fn(&Sample) -> bool) -> Duration {
        let mut times: Vec<_> =
            self.0.iter().filter(|sample| which(sample)).map(|s| s.took).collect();
        times.sort_unstable();
        let rank = (times.len() * percent).div_ceil(100).saturating_sub(1);
        times.get(rank).copied().unwrap_or_default()
    }

    /// How many samples are not as they should be, and the words of the first few.
    pub(crate) fn wrong(&self, what: &str, is_wrong: impl Fn(&Sample) -> bool) -> Vec<String> {
        let wrong = self.0.iter().filter(|sample| is_wrong(sample));
        wrong.map(|sample| format!("{what}: {}", sample.describe())).collect()
    }
}
