//! One writer, about users of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::anyhow;

use super::associations::Associations;
use super::connection::Connection;
use super::people::People;
use super::profile::Profile;
use super::provider_connections::ProviderConnections;
use super::reader::Reader;
use super::references::References;
use super::{Cast, Noun, Verdict};
use crate::http::{Client, Outcome, Sample};
use crate::kith::Kith;

/// Writes one thing after the other.
pub(super) struct Lane {
    cast: Cast,
    nouns: Vec<Box<dyn Noun>>,
    chance: fastrand::Rng,
    pub(super) tokens_may_be_refused: bool,
}

/// What came of one step.
pub(super) struct Step {
    pub(super) sample: Sample,
    /// Whether the write was acknowledged.
    pub(super) done: bool,
    /// An answer that a correct Kith would not give.
    pub(super) wrong: Option<String>,
}

impl Lane {
    pub(super) fn new(cast: Cast, chance: fastrand::Rng) -> Self {
        let nouns: Vec<Box<dyn Noun>> = vec![
            Box::new(Associations::default()),
            Box::new(Connection::default()),
            Box::new(Profile::default()),
            Box::new(People::default()),
            Box::new(References::default()),
            Box::new(ProviderConnections::default()),
        ];
        Self { cast, nouns, chance, tokens_may_be_refused: false }
    }

    /// The team's key.
    pub(super) fn key(&self) -> &Arc<str> {
        &self.cast.key
    }

    /// The next write. There is always one: new accounts and new users can be had without end.
    pub(super) async fn step(&mut self, client: &mut Client) -> Option<Step> {
        let from = self.chance.usize(..self.nouns.len());
        let count = self.nouns.len();
        let (noun, intent) = (0..count).find_map(|number| {
            let noun = (from + number) % count;
            Some((noun, self.nouns[noun].next(&self.cast, &mut self.chance)?))
        })?;
        let begun = Instant::now();
        let outcome = client.send(&intent.call).await;
        let sample = Sample::of(&intent.call, begun, &outcome);
        let mut wrong = None;
        let verdict = match &outcome {
            Outcome::Answered(answer) if answer.status == intent.done => Verdict::Done(answer),
            Outcome::Answered(answer) if answer.status >= 500 => Verdict::Perhaps,
            Outcome::Answered(answer) if answer.status == 429 => Verdict::Not,
            Outcome::Answered(answer) if answer.status == 401 && self.tokens_may_be_refused => {
                Verdict::Not
            }
            Outcome::Answered(_) => {
                let (method, path) = (intent.call.method, &intent.call.path);
                wrong = Some(format!("{method} {path}: {}", outcome.describe()));
                Verdict::Perhaps
            }
            Outcome::NotSent(_) => Verdict::Not,
            Outcome::CutOff(_) | Outcome::Hangs => Verdict::Perhaps,
        };
        let done = matches!(verdict, Verdict::Done(_));
        self.nouns[noun].settle(&verdict);
        Some(Step { sample, done, wrong })
    }

    /// New tokens, by the clock of the binary.
    pub(super) async fn renew(&mut self, kith: &Kith, database: &str) -> anyhow::Result<()> {
        let users = [self.cast.one.id, self.cast.other.id, self.cast.admin_id];
        let tokens: [_; 3] = kith
            .tokens(database, &users)
            .await?
            .try_into()
            .map_err(|_| anyhow!("too few tokens"))?;
        [self.cast.one.token, self.cast.other.token, self.cast.admin] = tokens;
        Ok(())
    }

    /// Looks at everything that this lane has written; how much that was.
    pub(super) async fn look(&mut self, address: SocketAddr) -> Result<usize, String> {
        let mut reader = Reader(Client::new(address));
        let mut looked = 0;
        for noun in &mut self.nouns {
            looked += noun.look(&self.cast, &mut reader).await?;
        }
        Ok(looked)
    }
}
