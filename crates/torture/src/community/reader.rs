//! Reads that must be answered.

use serde_json::Value;

use crate::http::{Call, Client};

/// Somebody who looks.
pub(super) struct Reader(pub(super) Client);

impl Reader {
    /// The body of an answer that must be 200.
    pub(super) async fn body(&mut self, call: Call) -> Result<Value, String> {
        let found = self.find(call).await?;
        found.ok_or_else(|| "404, and it must be there".to_owned())
    }

    /// The body of an answer that must be 200 or 404.
    pub(super) async fn find(&mut self, call: Call) -> Result<Option<Value>, String> {
        let outcome = self.0.send(&call).await;
        match outcome.status() {
            Some(200) => Ok(match outcome {
                crate::http::Outcome::Answered(answer) => Some(answer.json()),
                _ => None,
            }),
            Some(404) => Ok(None),
            _ => Err(format!("{} {}: {}", call.method, call.path, outcome.describe())),
        }
    }
}
