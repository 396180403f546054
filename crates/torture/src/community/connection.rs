//! Two users who ask, accept and part, over and over.

use async_trait::async_trait;
use serde_json::Value;

use super::belief::Belief;
use super::reader::Reader;
use super::{Cast, Intent, Noun, Verdict};
use crate::http::Call;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tie {
    None,
    Asked,
    Connected,
}

/// What one user is to the other.
pub(super) struct Connection(Belief<Tie>);

impl Default for Connection {
    fn default() -> Self {
        Self(Belief::of(Tie::None))
    }
}

#[async_trait]
impl Noun for Connection {
    fn next(&mut self, cast: &Cast, chance: &mut fastrand::Rng) -> Option<Intent> {
        let Cast { one, other, .. } = cast;
        let (who, verb, whom, comes_to) = match self.0.certain()? {
            Tie::None => (one, "request", other, Tie::Asked),
            Tie::Asked if chance.f32() < 0.2 => (one, "cancel_request", other, Tie::None),
            Tie::Asked => (other, "accept", one, Tie::Connected),
            Tie::Connected if chance.bool() => (one, "remove", other, Tie::None),
            Tie::Connected => (other, "remove", one, Tie::None),
        };
        self.0.intend(comes_to);
        let path = format!("/api/v2/user/{}/connection/{verb}/", whom.id);
        Some(Intent { call: Call::post(path).token(&who.token), done: 200 })
    }

    fn settle(&mut self, verdict: &Verdict<'_>) {
        match verdict {
            Verdict::Done(_) => self.0.done(),
            Verdict::Perhaps => {}
            Verdict::Not => self.0.undone(),
        }
    }

    async fn look(&mut self, cast: &Cast, reader: &mut Reader) -> Result<usize, String> {
        let mut ends = Vec::new();
        for (who, whom) in [(&cast.one, &cast.other), (&cast.other, &cast.one)] {
            let path = format!("/api/v2/user/{}/connection_status/", whom.id);
            let body = reader.body(Call::get(path).token(&who.token)).await?;
            ends.push(body["connection_status"].clone());
        }
        let tie = match [&ends[0], &ends[1]].map(Value::as_str) {
            [None, None] => Tie::None,
            [Some("sent_connection_request"), Some("received_connection_request")] => Tie::Asked,
            [Some("connected"), Some("connected")] => Tie::Connected,
            _ => return Err(format!("a connection is not of one piece: {ends:?}")),
        };
        let seen = self.0.see(tie);
        seen.map_err(|wrong| {
            format!("connection of {} and {}: {wrong}", cast.one.id, cast.other.id)
        })?;
        Ok(1)
    }
}
