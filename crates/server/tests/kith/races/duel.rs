//! Two calls of a team's backend at the same moment, many times: what comes of them must be what comes
//! of one of the two orders.

use std::sync::Barrier;
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use super::backend::{Backend, Call, Reply, start};
use crate::database::Place;
use crate::model::report;
use crate::process::{answer, kith};

/// How often the two meet at the barrier.
const ROUNDS: usize = 500;
/// How many duels go on at once; each round has users of its own.
const LANES: usize = 10;
/// After how many rounds the database is checked, while the others go on.
const CHECK: usize = 100;

/// Which of the two came first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    One,
    Other,
}

/// Two calls, and how to tell what came of them.
pub(super) struct Duel<R> {
    pub(super) name: &'static str,
    /// Both calls, in words.
    pub(super) both: [&'static str; 2],
    pub(super) settings: &'static [(&'static str, &'static str)],
    /// Prepares the round of that number, lets both calls meet, and judges what came of them; panics if
    /// no order explains it.
    pub(super) round: R,
}

impl<R: Fn(&Lane, usize) -> First + Sync> Duel<R> {
    /// Runs all rounds, and says how often which of the two came first.
    pub(super) fn run(&self, place: &Place) {
        let begun = Instant::now();
        let (server, key) = start(place, self.settings);
        let (tell, told) = mpsc::channel();
        let mut firsts = Vec::with_capacity(ROUNDS);
        let mut checks = 0;
        let mut check = || {
            checks += 1;
            answer(kith(&place.url()).arg("check"))
        };
        thread::scope(|scope| {
            for number in 0..LANES {
                let lane = Lane([(); 2].map(|()| Backend::new(&server, &key)));
                let tell = tell.clone();
                scope.spawn(move || {
                    for round in (number..ROUNDS).step_by(LANES) {
                        tell.send((self.round)(&lane, round)).unwrap();
                    }
                });
            }
            drop(tell);
            for first in told {
                firsts.push(first);
                if firsts.len() % CHECK == 0 {
                    check();
                }
            }
        });
        let checked = check();
        assert_eq!(firsts.len(), ROUNDS);
        let one = firsts.iter().filter(|first| **first == First::One).count();
        let [name_of_one, name_of_other] = self.both;
        report(&format!(
            "{}, {}: {ROUNDS} rounds, {LANES} at a time, {name_of_one} first in {one}, \
             {name_of_other} first in {}, {:.1} s; kith check, {checks} times: {checked}",
            self.name,
            place.kind(),
            ROUNDS - one,
            begun.elapsed().as_secs_f32(),
        ));
    }
}

/// Where rounds follow each other: a connection for each of the two calls, so that neither waits for the
/// other.
pub(super) struct Lane([Backend; 2]);

impl Lane {
    /// For what comes before and after the two.
    pub(super) fn backend(&self) -> &Backend {
        &self.0[0]
    }

    /// Sends both at the same moment.
    pub(super) fn meet(&self, calls: &[Call; 2]) -> [Reply; 2] {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                barrier.wait();
                self.0[1].call(&calls[1])
            });
            barrier.wait();
            let one = self.0[0].call(&calls[0]);
            [one, other.join().unwrap()]
        })
    }
}
