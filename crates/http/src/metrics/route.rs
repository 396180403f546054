//! What is counted of one route.

use std::cell::{OnceCell, RefCell};
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use prometheus::{Histogram, HistogramVec, IntCounter, IntCounterVec};

use crate::methods::KNOWN;

/// The label of methods that clients make up.
const OTHER: &str = "other";

/// One route, as one worker counts it. Each series is looked up once, when the first request needs it;
/// from then on a request costs a few atomic additions.
pub(crate) struct RouteMetrics {
    template: &'static str,
    requests: IntCounterVec,
    durations: HistogramVec,
    methods: [OnceCell<MethodMetrics>; KNOWN.len()],
    others: OnceCell<MethodMetrics>,
}

struct MethodMetrics {
    duration: Histogram,
    /// A handful of statuses, so that looking through them is quicker than hashing.
    by_status: RefCell<Vec<(StatusCode, IntCounter)>>,
}

impl RouteMetrics {
    pub(super) fn new(
        template: &'static str,
        requests: IntCounterVec,
        durations: HistogramVec,
    ) -> Self {
        let (methods, others) = Default::default();
        Self { template, requests, durations, methods, others }
    }

    /// The path's template.
    pub(crate) fn template(&self) -> &'static str {
        self.template
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, method: &Method, status: StatusCode, took: Duration) {
        let place = KNOWN.iter().position(|name| *name == method.as_str());
        let (label, slot) = match place {
            Some(place) => (KNOWN[place], &self.methods[place]),
            None => (OTHER, &self.others),
        };
        let labels = [self.template, label];
        let method = match slot.get() {
            Some(method) => method,
            None => match self.durations.get_metric_with_label_values(&labels) {
                Ok(duration) => slot.get_or_init(|| MethodMetrics::new(duration)),
                Err(_) => return,
            },
        };
        method.duration.observe(took.as_secs_f64());
        let mut by_status = method.by_status.borrow_mut();
        if let Some((_, counter)) = by_status.iter().find(|(known, _)| *known == status) {
            counter.inc();
            return;
        }
        let [route, method] = labels;
        let labels = [route, method, status.as_str()];
        if let Ok(counter) = self.requests.get_metric_with_label_values(&labels) {
            counter.inc();
            by_status.push((status, counter));
        }
    }
}

impl MethodMetrics {
    fn new(duration: Histogram) -> Self {
        Self { duration, by_status: RefCell::default() }
    }
}
