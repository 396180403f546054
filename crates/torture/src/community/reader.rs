//! Reads that must be answered.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::http::{Call, Client, Outcome};
use crate::process::PATIENCE;

/// How long somebody waits who was told to ask again.
const AGAIN: Duration = Duration::from_millis(100);

/// Somebody who looks.
pub(super) struct Reader(pub(super) Client);

impl Reader {
    /// The body of an answer that must be 200.
    pub(super) async fn body(&mut self, call: Call) -> Result<Value, String> {
        let path = call.path.clone();
        let found = self.find(call).await?;
        found.ok_or_else(|| format!("{path}: 404, and it must be there"))
    }

    /// The body of an answer that must be 200 or 404. Whoever is told to ask again does: what is looked
    /// for is what is there, and not how soon that is said.
    pub(super) async fn find(&mut self, call: Call) -> Result<Option<Value>, String> {
        let begun = Instant::now();
        loop {
            match self.0.send(&call).await {
                Outcome::Answered(answer) if answer.status == 200 => {
                    return Ok(Some(answer.json()));
                }
                Outcome::Answered(answer) if answer.status == 404 => return Ok(None),
                Outcome::Answered(answer) if answer.status == 503 && begun.elapsed() < PATIENCE => {
                    // As `Retry-After` asks: nothing else says when the service is back.
                    tokio::time::sleep(AGAIN).await;
                }
                outcome => {
                    let (method, path) = (call.method, &call.path);
                    return Err(format!("{method} {path}: {}", outcome.describe()));
                }
            }
        }
    }
}
