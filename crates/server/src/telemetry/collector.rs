//! The collector's other end: how batches of spans get there.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};

use crate::outgoing;

/// How long the collector may take for a batch.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most bytes of an answer.
const LIMIT: u64 = 64 * 1024;

/// Sends batches. It blocks, and is only asked by the thread that exports.
pub(super) struct Collector {
    agent: ureq::Agent,
    failing: AtomicBool,
}

impl Collector {
    pub(super) fn new() -> Self {
        Self { agent: outgoing::agent(PATIENCE), failing: AtomicBool::new(false) }
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, ureq::Error> {
        let answer = self.agent.run(request.map(|body| body.to_vec()))?;
        let (head, mut body) = answer.into_parts();
        let bytes = body.with_config().limit(LIMIT).read_to_vec()?;
        Ok(Response::from_parts(head, bytes.into()))
    }

    /// Says once that it fails, and once that it does not any more.
    fn note(&self, outcome: &Result<Response<Bytes>, ureq::Error>) {
        match outcome {
            Ok(_) => {
                if self.failing.swap(false, Ordering::Relaxed) {
                    tracing::info!("spans are exported again");
                }
            }
            Err(error) => {
                if !self.failing.swap(true, Ordering::Relaxed) {
                    tracing::warn!(error = %error, "spans cannot be exported, and are dropped");
                }
            }
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let outcome = self.send(request);
        self.note(&outcome);
        Ok(outcome?)
    }
}

impl fmt::Debug for Collector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What the client holds may include credentials of the address.
        formatter.write_str("Collector(…)")
    }
}
