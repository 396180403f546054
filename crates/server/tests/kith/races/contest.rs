//! Two steps at the same moment: what comes of them must be what comes of one of the two orders.

use std::sync::Barrier;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use crate::database::Place;
use crate::model::reference::{Answer, Reference};
use crate::model::service::{Founder, Running, Service as _};
use crate::model::step::{People, Step, Who};
use crate::model::{at_once, look, one_step, report};
use crate::process::{Client, Server, answer, create_user, kith};

/// How often the two meet at the barrier.
const ROUNDS: usize = 500;
/// How many pairs of users race at once; each round has a pair of its own.
const LANES: usize = 10;
/// After how many rounds the database is checked, while the others go on.
const CHECK: usize = 100;
/// In every so manieth round of a lane everything is looked at, not only the pair.
const EVERYTHING: usize = 10;

/// Users 0 and 1, strangers, go through `before`, then both of `at_once` happen, then `after`.
pub(super) struct Contest {
    pub(super) name: &'static str,
    pub(super) before: &'static [Step],
    pub(super) at_once: [Step; 2],
    pub(super) after: &'static [Step],
}

impl Contest {
    /// Runs all rounds; says how often which of the two came first.
    pub(super) fn run(&self, place: &Place) {
        let begun = Instant::now();
        let server = Server::start(place);
        let admin = create_user(&place.url(), &["admin", "--role", "admin"]);
        let service = Running(Client::new(&server, None));
        let founder = at_once(Founder::new(&service, admin["id"].as_i64().unwrap()));
        let (tell, told) = mpsc::channel();
        let mut first = [0; 2];
        thread::scope(|scope| {
            for _ in 0..LANES {
                let (server, founder, tell) = (&server, &founder, tell.clone());
                scope.spawn(move || self.lane(server, founder, &tell));
            }
            drop(tell);
            for (round, order) in told.into_iter().enumerate() {
                first[order] += 1;
                if round % CHECK == 0 {
                    answer(kith(&place.url()).arg("check"));
                }
            }
        });
        let checked = answer(kith(&place.url()).arg("check"));
        let [one, other] = first;
        assert_eq!(one + other, ROUNDS);
        report(&format!(
            "{}, {}: {ROUNDS} rounds, {LANES} at a time, {:?} first in {one}, {:?} in {other}, \
             {:.1} s; kith check: {checked}",
            self.name,
            place.kind(),
            self.at_once[0],
            self.at_once[1],
            begun.elapsed().as_secs_f32(),
        ));
    }

    fn lane(&self, server: &Server, founder: &Founder, tell: &Sender<usize>) {
        // A connection each, so that neither waits for the other.
        let clients = [0, 1].map(|_| Running(Client::new(server, None)));
        for round in 0..ROUNDS / LANES {
            let people = at_once(founder.strangers(&clients[0], 2));
            let order = self.round(&clients, &people, round % EVERYTHING == 0);
            tell.send(order).unwrap();
        }
    }

    /// One round; returns which of the two steps came first.
    fn round(&self, clients: &[Running; 2], people: &People, everything: bool) -> usize {
        let mut before = Reference::of(2);
        self.sequence(&clients[0], people, &mut before, self.before);
        let answers = race(clients, people, self.at_once);
        let [one, other] = self.at_once;
        let mut reasons = Vec::new();
        for (order, [first, second]) in [[one, other], [other, one]].into_iter().enumerate() {
            let mut reference = before.clone();
            let first = reference.apply(first);
            let second = reference.apply(second);
            let expected = if order == 0 { [first, second] } else { [second, first] };
            if !expected.iter().zip(&answers).all(|(expected, answer)| allows(expected, answer)) {
                reasons.push(format!("the answers would be {expected:?}"));
                continue;
            }
            if let Err(seen) = at_once(look(&clients[0], people, &reference, everything)) {
                reasons.push(seen);
                continue;
            }
            self.sequence(&clients[1], people, &mut reference, self.after);
            return order;
        }
        panic!("{}: no order explains {answers:?}: {}", self.name, reasons.join("; else "));
    }

    fn sequence(
        &self,
        client: &Running,
        people: &People,
        reference: &mut Reference,
        steps: &[Step],
    ) {
        for step in steps {
            let taken = at_once(one_step(client, people, reference, *step));
            taken.unwrap_or_else(|seen| panic!("{}: {seen}", self.name));
        }
        if !steps.is_empty() {
            let seen = at_once(look(client, people, reference, false));
            seen.unwrap_or_else(|seen| panic!("{}: {seen}", self.name));
        }
    }
}

/// Sends both at the same moment.
fn race(clients: &[Running; 2], people: &People, steps: [Step; 2]) -> [(u16, Value); 2] {
    let calls = steps.map(|step| people.call(step));
    let barrier = Barrier::new(2);
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            barrier.wait();
            at_once(clients[1].call(&calls[1]))
        });
        barrier.wait();
        let one = at_once(clients[0].call(&calls[0]));
        [one, other.join().unwrap()]
    })
}

/// Whoever is deleted after the credential was believed, and before the turn in the database came, is
/// told that there is no such user.
fn allows(expected: &Answer, (status, body): &(u16, Value)) -> bool {
    let between = Answer::Refused(404, "not_found");
    let is_gone = *expected == Answer::Refused(401, "token_not_valid");
    expected.is(*status, body) || (is_gone && between.is(*status, body))
}

/// Looks at the pair: both statuses, both counters; or at everything.
async fn look(
    service: &Running,
    people: &People,
    reference: &Reference,
    everything: bool,
) -> Result<(), String> {
    if everything {
        return look::everything(service, people, reference).await;
    }
    for user in reference.everybody() {
        let user: Who = user;
        look::statuses(service, people, reference, user).await?;
        look::counters(service, people, reference, user).await?;
    }
    Ok(())
}
