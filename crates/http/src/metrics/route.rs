//! What is counted of one route.

use std::cell::{OnceCell, RefCell};
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use prometheus::{Histogram, HistogramVec, IntCounter, IntCounterVec};

/// The labels of methods; whatever else clients make up is the last one.
const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"];

/// One route, as one worker counts it. Each series is looked up once, when the first request needs it;
/// from then on a request costs a few atomic additions.
pub(crate) struct RouteMetrics {
    template: &'static str,
    requests: IntCounterVec,
    durations: HistogramVec,
    methods: [OnceCell<MethodMetrics>; METHODS.len()],
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
        Self { template, requests, durations, methods: Default::default() }
    }

    /// The path's template.
    pub(crate) fn template(&self) -> &'static str {
        self.template
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, method: &Method, status: StatusCode, took: Duration) {
        let last = METHODS.len() - 1;
        let place = METHODS[..last].iter().position(|name| *name == method.as_str());
        let place = place.unwrap_or(last);
        let labels = [self.template, METHODS[place]];
        let method = match self.methods[place].get() {
            Some(method) => method,
            None => match self.durations.get_metric_with_label_values(&labels) {
                Ok(duration) => self.methods[place].get_or_init(|| MethodMetrics::new(duration)),
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
