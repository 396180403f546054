//! Goes around everything: names each request, finishes its answer, counts it and logs it.

use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use tracing::field::Empty;
use tracing::{Instrument as _, Span, error_span, info, info_span};

use crate::activity::Activity;
use crate::exchange::{self, Exchange};
use crate::finishing::Finishing;
use crate::methods;
use crate::metrics::RouteMetrics;
use crate::request_id::{self, X_REQUEST_ID};
use crate::unread::Unread;
use crate::until_sent::until_sent;
use crate::{Services, TRACES};

/// The route of what is not routed: paths that are not served, and what is answered before it comes to
/// that, such as a browser's preflights.
const UNMATCHED: &str = "unmatched";

/// What OpenTelemetry's conventions have for methods that are not known: in names, and as the method.
const ANY_METHOD: &str = "HTTP";
const OTHER_METHOD: &str = "_OTHER";

/// Sees every request of one worker.
pub(crate) struct Observer {
    services: Services,
    unmatched: Rc<RouteMetrics>,
}

/// How a request ended.
struct End {
    method: Method,
    status: StatusCode,
    took: Duration,
    learnt: Exchange,
}

impl Observer {
    pub(crate) fn of(services: &Services) -> Self {
        let unmatched = Rc::new(services.metrics.of_route(UNMATCHED));
        Self { services: services.clone(), unmatched }
    }

    /// Has a request answered by `next`. Queries, headers and bodies are never logged; the route is a
    /// template.
    pub(crate) async fn around<B: MessageBody + 'static>(
        self: Rc<Self>,
        mut request: ServiceRequest,
        next: Next<B>,
    ) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
        let started = Instant::now();
        let on_connection = Activity::begin(&request);
        let under_way = self.services.metrics.begin();
        let id = request_id::of(&request, &*self.services.uuids);
        let id_text = id.as_ref().and_then(|id| id.to_str().ok());
        // An error's: a filter for errors alone would otherwise take the id from their lines.
        let span = error_span!("request", request_id = id_text);
        let trace = self.trace(&request, id_text);
        let method = request.method().clone();
        let finishing = Finishing::of(&request);
        let unread = Unread::of(&mut request);
        let answering = async {
            let answer = next.call(request).await?;
            let answer = finishing.finish(answer.map_into_boxed_body());
            let kept = (on_connection, unread);
            Ok::<_, actix_web::Error>(answer.map_body(|_, body| until_sent(body, kept)))
        };
        let answering = answering.instrument(span.clone()).instrument(trace.clone());
        let (mut outcome, learnt) = exchange::around(answering).await;

        drop(under_way);
        let status = match &outcome {
            Ok(answer) => answer.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        let end = End { method, status, took: started.elapsed(), learnt };
        span.in_scope(|| self.note(&end, &trace));
        if let (Ok(answer), Some(id)) = (&mut outcome, id) {
            answer.headers_mut().insert(X_REQUEST_ID, id);
        }
        outcome
    }

    /// The span that is exported, where spans are. It has names of its own for what happens, those of
    /// OpenTelemetry's conventions.
    fn trace(&self, request: &ServiceRequest, id: Option<&str>) -> Span {
        let method = methods::known(request.method());
        let trace = info_span!(
            target: TRACES,
            "request",
            otel.kind = "server",
            otel.name = method.unwrap_or(ANY_METHOD),
            otel.status_code = Empty,
            http.request.method = method.unwrap_or(OTHER_METHOD),
            http.route = Empty,
            http.response.status_code = Empty,
            request_id = id,
        );
        if !trace.is_disabled() {
            (self.services.options.trace_parent)(&trace, request.headers());
        }
        trace
    }

    /// Counts the request and logs it.
    fn note(&self, end: &End, trace: &Span) {
        let End { method, status, took, learnt } = end;
        let routed = learnt.route.take();
        let route = routed.as_ref().map(|route| route.template());
        routed.as_ref().unwrap_or(&self.unmatched).answered(method, *status, *took);
        if let Some((api, code)) = learnt.refusal.get() {
            self.services.metrics.refused(api, code);
        }
        if !trace.is_disabled() {
            let place = route.unwrap_or(UNMATCHED);
            let method = methods::known(method).unwrap_or(ANY_METHOD);
            (self.services.options.trace_name)(trace, format!("{method} {place}"));
            trace.record("http.route", route);
            trace.record("http.response.status_code", status.as_u16());
            if status.is_server_error() {
                trace.record("otel.status_code", "ERROR");
            }
        }
        let user = learnt.user.get().and_then(|id| self.services.options.logged_users.name(id));
        info!(
            %method,
            route,
            status = status.as_u16(),
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            user = user.map(display),
            "answered"
        );
    }
}
