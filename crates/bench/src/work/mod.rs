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
        let begins = |statement: &&Statement| statement.begins_a_transaction();
        let sessions: Vec<_> = sent.iter().filter(begins).map(|begin| begin.session).collect();
        let changes = |statement: &&Statement| sessions.contains(&statement.session);
        sent.iter().filter(changes).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::people::Spread;
    use super::*;

    fn people() -> People {
        let tokens = |spread: &Spread| spread.ids().map(|id| format!("token-{id}")).collect();
        let (anybody, viewers) = (Spread::over(1, 10_000, 100), Spread::over(1, 1_000, 200));
        let strangers = Spread::over(5_001, 9_998, 64);
        let of_strangers = |id: u64| (format!("token-{id}"), format!("token-{}", id + 1));
        People {
            anybody,
            themselves: anybody,
            tokens_of_themselves: tokens(&anybody),
            viewers,
            tokens_of_viewers: tokens(&viewers),
            ring: 1_000,
            hub: 10_000,
            strangers,
            tokens_of_strangers: strangers.ids().map(of_strangers).collect(),
            key: "key".to_owned(),
        }
    }

    fn works() -> Vec<Work> {
        let server = "127.0.0.1:80".parse().unwrap();
        Work::all(&people(), server, &|_| Ok(br#"{"next_cursor": "1i2.3"}"#.to_vec())).unwrap()
    }

    fn text(work: &Work, turn: usize, step: usize) -> String {
        String::from_utf8(work.requests.request(turn, step).to_vec()).unwrap()
    }

    #[test]
    fn the_sample_is_about_those_whom_pgbench_replaces() {
        for work in works() {
            let request = text(&work, work.sample.turn, 0);
            for one in work.sample.stand_ins.iter().filter(|one| one.needed) {
                assert!(request.contains(&one.value), "{}: {request}", work.name);
                let variable = one.expression.trim_start_matches(|sign| sign != ':');
                let end = variable[1..].find(|sign: char| !sign.is_alphanumeric());
                let name = end.map_or(&variable[1..], |end| &variable[1..=end]);
                assert!(work.choice.contains(&format!("\\set {name} ")), "{}: {name}", work.name);
            }
        }
    }

    /// As pgbench does it, with its own formula.
    #[test]
    fn an_owner_is_among_the_friends_of_the_viewer() {
        let works = works();
        let work = works.iter().find(|work| work.name == FIRST_PAGE).unwrap();
        for (place, viewer) in people().viewers.ids().enumerate() {
            let owner = (viewer + (place as u64 * 7) % 50) % 1_000 + 1;
            let request = text(work, place, 0);
            assert!(
                request.contains(&format!("/user/{owner}/connections/?limit=20 ")),
                "{request}"
            );
            assert!(request.contains(&format!("Bearer token-{viewer}\r")), "{request}");
            let apart = (owner + 1_000 - viewer) % 1_000;
            assert!((1..=50).contains(&apart), "{owner} and {viewer}");
        }
    }

    #[test]
    fn a_cycle_is_of_two_who_act_on_each_other() {
        let works = works();
        let cycle = works.last().unwrap();
        let steps: Vec<_> = (0..3).map(|step| text(cycle, 1, step)).collect();
        let one = people().strangers.ids().nth(1).unwrap();
        for (step, (user, action, caller)) in steps.iter().zip([
            (one + 1, "request", one),
            (one, "accept", one + 1),
            (one + 1, "remove", one),
        ]) {
            assert!(step.starts_with(&format!("POST /api/v2/user/{user}/connection/{action}/ ")));
            assert!(step.contains(&format!("Bearer token-{caller}\r")), "{step}");
        }
    }

    #[test]
    fn pgbench_sends_the_last_read_or_the_transactions() {
        let statement = |session, text: &str| Statement {
            session,
            text: text.to_owned(),
            parameters: Vec::new(),
        };
        let sent = [
            statement(1, "select 1"),
            statement(2, "BEGIN"),
            statement(1, "select 2"),
            statement(2, "update"),
            statement(2, "COMMIT"),
            statement(1, "select 3"),
        ];
        let works = works();
        assert_eq!(works[0].essential(&sent), sent[5..]);
        let cycle = works.last().unwrap();
        assert_eq!(cycle.essential(&sent), [1, 3, 4].map(|at| sent[at].clone()));
        assert!(works[0].essential(&[]).is_empty());
    }
}
