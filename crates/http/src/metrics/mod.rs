//! What is counted of requests.
//!
//! Labels come from closed sets: templates of paths, methods, statuses, codes of refusals. Nothing that
//! a client sends becomes one.

mod route;
mod under_way;

pub(crate) use route::RouteMetrics;
pub(crate) use under_way::UnderWay;

use prometheus::{
    HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry,
};

use crate::api::Api;

/// The limits of the histogram's buckets, in seconds. Most answers take less than a millisecond.
const BUCKETS: [f64; 16] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0, 10.0,
];

/// What is counted of requests; cheap to clone, one for each process.
#[derive(Clone)]
pub struct Metrics {
    requests: IntCounterVec,
    durations: HistogramVec,
    under_way: IntGauge,
    refusals: IntCounterVec,
    rate_limited: IntCounterVec,
    shed: IntCounter,
}

/// Which limit of rates a request has met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// That of the address from which it came.
    Address,
    /// That of its credential.
    Credential,
    /// That of failed attempts to sign in from its address.
    FailedAuthentication,
}

impl RateLimit {
    const ALL: [Self; 3] = [Self::Address, Self::Credential, Self::FailedAuthentication];

    fn label(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Credential => "credential",
            Self::FailedAuthentication => "failed_authentication",
        }
    }
}

impl Metrics {
    /// Everything at zero.
    ///
    /// # Errors
    /// None: the names are fixed and well formed.
    pub fn new() -> prometheus::Result<Self> {
        let rate_limited = Opts::new(
            "kith_rate_limited_total",
            "Requests refused because there were too many, by the limit that they met",
        );
        let metrics = Self {
            requests: IntCounterVec::new(
                Opts::new("kith_http_requests_total", "Requests that were answered"),
                &["route", "method", "status"],
            )?,
            durations: HistogramVec::new(
                HistogramOpts::new(
                    "kith_http_request_duration_seconds",
                    "Time from a request's head until its answer was made",
                )
                .buckets(BUCKETS.to_vec()),
                &["route", "method"],
            )?,
            under_way: IntGauge::new("kith_http_requests_under_way", "Requests being answered")?,
            refusals: IntCounterVec::new(
                Opts::new(
                    "kith_http_refusals_total",
                    "Refusals and failures, by API and code; of several codes the first",
                ),
                &["api", "code"],
            )?,
            rate_limited: IntCounterVec::new(rate_limited, &["limit"])?,
            shed: IntCounter::new(
                "kith_http_requests_shed_total",
                "Requests refused because too many were under way",
            )?,
        };
        for limit in RateLimit::ALL {
            metrics.rate_limited.get_metric_with_label_values(&[limit.label()])?;
        }
        Ok(metrics)
    }

    /// Adds everything to what is shown.
    ///
    /// # Errors
    /// When the registry has metrics of these names already.
    pub fn register(&self, registry: &Registry) -> prometheus::Result<()> {
        registry.register(Box::new(self.requests.clone()))?;
        registry.register(Box::new(self.durations.clone()))?;
        registry.register(Box::new(self.under_way.clone()))?;
        registry.register(Box::new(self.refusals.clone()))?;
        registry.register(Box::new(self.rate_limited.clone()))?;
        registry.register(Box::new(self.shed.clone()))
    }

    /// Counts a request that is refused because there were too many.
    pub fn rate_limited(&self, limit: RateLimit) {
        if let Ok(counter) = self.rate_limited.get_metric_with_label_values(&[limit.label()]) {
            counter.inc();
        }
    }

    /// Counts a request that is refused because too many are under way.
    pub(crate) fn shed(&self) {
        self.shed.inc();
    }

    /// What is counted of one route; for one worker.
    pub(crate) fn of_route(&self, template: &'static str) -> RouteMetrics {
        RouteMetrics::new(template, self.requests.clone(), self.durations.clone())
    }

    /// A request begins.
    pub(crate) fn begin(&self) -> UnderWay<'_> {
        UnderWay::begin(&self.under_way)
    }

    /// Counts a refusal or failure.
    pub(crate) fn refused(&self, api: Api, code: &'static str) {
        if let Ok(counter) = self.refusals.get_metric_with_label_values(&[api.label(), code]) {
            counter.inc();
        }
    }
}
