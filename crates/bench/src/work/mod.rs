//! What is measured: each work is a set of requests to Kith, and how pgbench does the same.

mod connections;
mod cycle;
mod people;
mod reads;

use std::net::SocketAddr;

use anyhow::ensure;
use serde_json::Value;

pub(crate) use connections::{FIRST_PAGE, HubPages};
pub(crate) use people::People;

use crate::load::Requests;
use crate::sql::{StandIn, Statement};

/// The share of the reference that is to be reached, with 32 clients; none where it is only reported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Targets {
    pub(crate) postgres: Option<f64>,
    pub(crate) sqlite: Option<f64>,
}

/// One kind of work. Has no `Debug`: its requests hold credentials.
pub(crate) struct Work {
    pub(crate) name: &'static str,
    pub(crate) targets: Targets,
    pub(crate) requests: Requests,
    /// Sets pgbench's variables to somebody of the same people that the requests are about.
    pub(crate) choice: String,
    pub(crate) sample: Sample,
}

/// A turn whose statements are recorded.
pub(crate) struct Sample {
    pub(crate) turn: usize,
    /// Which values in its statements stand for somebody.
    pub(crate) stand_ins: Vec<StandIn>,
    /// Whether an answer is what it should be: nobody wants to measure the wrong one.
    pub(crate) looks_right: fn(&Value) -> bool,
}

impl Work {
    /// Every work of the comparison. `body` asks Kith, which says where pages begin.
    pub(crate) fn all(
        people: &People,
        server: SocketAddr,
        body: &dyn Fn(&[u8]) -> anyhow::Result<Vec<u8>>,
    ) -> anyhow::Result<Vec<Self>> {
        let hub = HubPages { people, server };
        Ok(vec![
            reads::associations_of_a_user(people, server),
            reads::associations_of_oneself(people, server),
            reads::provider_connections(people, server),
            connections::first_page(people, server),
            hub.at_offset(),
            hub.by_cursor(body)?,
            cycle::cycle(people, server),
        ])
    }

    /// Fails unless the answers to the sample are right; gives the last one.
    pub(crate) fn check(
        &self,
        body: &dyn Fn(&[u8]) -> anyhow::Result<Vec<u8>>,
    ) -> anyhow::Result<Vec<u8>> {
        let mut answer = Vec::new();
        for step in 0..self.requests.steps() {
            answer = body(self.requests.request(self.sample.turn, step))?;
            ensure!(
                (self.sample.looks_right)(&serde_json::from_slice(&answer)?),
                "{}: the answer is not right: {}",
                self.name,
                String::from_utf8_lossy(&answer)
            );
        }
        Ok(answer)
    }

    /// Those of the statements of a turn that pgbench is to send, too: of a read the last one, which
    /// is what the others lead to; of changes their transactions.
    pub(crate) fn essential(&self, sent: &[Statement]) -> Vec<Statement> {
        if !self.requests.is_exclusive() {
            return sent.last().cloned().into_iter().collect();
        }
        let begins = |statement: &&Statement| statement.text.eq_ignore_ascii_case("begin");
        let sessions: Vec<_> = sent.iter().filter(begins).map(|begin| begin.session).collect();
        let changes = |statement: &&Statement| sessions.contains(&statement.session);
        sent.iter().filter(changes).cloned().collect()
    }
}
