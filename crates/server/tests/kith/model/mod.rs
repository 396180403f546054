//! Random histories of six users, compared after every step with the rules as the contract has them:
//! the answer and the statuses always, lists and counters after every step of each fifth history and
//! after every twentieth of the others.
//!
//! The bulk runs through the real router in this process, over memory and over both databases; a
//! smaller number through the running binary. By default as many as fit into two minutes;
//! `KITH_TEST_HISTORIES` says how many instead, for each kind, and `KITH_TEST_SEED` where to begin. A
//! failure names its seed and the shortest history that fails too.

mod history;
pub(crate) mod look;
pub(crate) mod reference;
pub(crate) mod service;
pub(crate) mod step;

use std::io::Write as _;
use std::thread;
use std::time::Instant;

use actix_web::rt::System;
use actix_web::test::init_service;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use kith_persistence::{Database, DatabaseOptions};
use kith_testkit::contract::Fixture as _;
use kith_testkit::memory::MemoryStore;
use kith_testkit::people;

pub(crate) use self::history::one_step;
use self::history::{STEPS, USERS};
use self::reference::Reference;
use self::service::{Founder, InProcess, Running, Service};
use crate::database::{Place, on_both};
use crate::process::{Client, Server, answer, create_user, kith};

/// How many threads share the histories in memory, and those of the running binary.
const THREADS: u64 = 2;
/// How many histories share a store in memory.
const IN_A_STORE: usize = 25;
/// How many histories go on at once in a database.
const AT_ONCE: usize = 16;

/// The seeds to try: so many, unless the environment says otherwise.
fn seeds(usual: u64) -> std::ops::Range<u64> {
    let first = from_environment("KITH_TEST_SEED").unwrap_or(1);
    first..first + from_environment("KITH_TEST_HISTORIES").unwrap_or(usual)
}

#[expect(clippy::disallowed_methods, reason = "how much to try differs from run to run")]
fn from_environment(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|number| number.parse().unwrap())
}

/// Says how much was tried, past the capturing of what tests print.
pub(crate) fn report(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn report_histories(place: &str, seeds: &std::ops::Range<u64>, begun: Instant) {
    let number = seeds.end - seeds.start;
    let seconds = begun.elapsed().as_secs_f32();
    report(&format!(
        "{place}: {number} histories of {STEPS} steps of {USERS} users, seeds {seeds:?}, {seconds:.1} s"
    ));
}

/// The future of a service that blocks is ready at once.
pub(crate) fn at_once<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().unwrap()
}

/// Lives the history of a seed; a failure is told with the shortest history that shows it.
async fn judge(
    service: &impl Service,
    founder: &Founder,
    reference: &Reference,
    seed: u64,
) -> Result<(), String> {
    let history = history::of_seed(seed);
    let people = founder.strangers(service, USERS).await;
    let reference_then = reference.clone();
    let looks_after = history::looks_after(seed);
    let lived = history::live(service, &people, reference_then, &history, looks_after).await;
    let Err(failure) = lived else { return Ok(()) };
    let (shortest, failure) =
        history::shorten(service, founder, reference, &history, failure).await;
    Err(format!("seed {seed} fails; the shortest history: {shortest:?}: {}", failure.what))
}

/// Judges some seeds in a store of their own. A router takes long to build, and a store in memory
/// gets slow as it fills, so some histories share both.
async fn judge_in_memory(
    reference: &Reference,
    seeds: impl Iterator<Item = u64>,
) -> Result<(), String> {
    let store = MemoryStore::new();
    let admin = people::ada().register(&store).await.id;
    let service =
        InProcess(init_service(kith_http::app(service::services(store.ports().await))).await);
    let founder = Founder::new(&service, admin.get()).await;
    for seed in seeds {
        judge(&service, &founder, reference, seed).await?;
    }
    Ok(())
}

mod memory {
    use super::*;

    #[test]
    fn histories_go_as_the_contract_says() {
        let (begun, seeds) = (Instant::now(), seeds(1_000));
        thread::scope(|scope| {
            for part in 0..THREADS {
                let seeds: Vec<u64> = seeds.clone().filter(|seed| seed % THREADS == part).collect();
                scope.spawn(move || {
                    System::new().block_on(async {
                        for seeds in seeds.chunks(IN_A_STORE) {
                            let seeds = seeds.iter().copied();
                            judge_in_memory(&Reference::of(USERS), seeds).await.unwrap();
                        }
                    });
                });
            }
        });
        report_histories("memory", &seeds, begun);
    }

    /// The test of the test: a reference with one wrong rule is found out, and the history that
    /// shows it is cut down to what matters.
    #[test]
    fn a_wrong_rule_is_found_and_its_history_shortened() {
        let mut wrong = Reference::of(USERS);
        wrong.forgets_the_rejected = true;
        let found = System::new().block_on(judge_in_memory(&wrong, 1..50));
        let found = found.expect_err("nobody noticed");
        let (_, history) = found.split_once('[').unwrap();
        let (history, _) = history.split_once(']').unwrap();
        let steps: Vec<&str> = history.split(", ").collect();
        assert_eq!(steps.len(), 2, "{found}");
        assert!(steps[0].contains("Request") && steps[1].contains("Reject"), "{found}");
    }
}

fn histories_in_a_database_go_as_the_contract_says(place: &Place) {
    let (begun, seeds) = (Instant::now(), seeds(60));
    let admin = create_user(&place.url(), &["admin", "--role", "admin"]);
    System::new().block_on(async {
        let options = DatabaseOptions {
            connect_timeout: service::PATIENCE,
            statement_timeout: service::PATIENCE,
            ..DatabaseOptions::new(place.url().parse().unwrap())
        };
        let database = Database::open(&options).await.unwrap();
        let router =
            init_service(kith_http::app(service::services(service::ports(&database)))).await;
        let service = InProcess(router);
        let founder = Founder::new(&service, admin["id"].as_i64().unwrap()).await;
        let reference = Reference::of(USERS);
        let histories = seeds.clone().map(|seed| judge(&service, &founder, &reference, seed));
        let mut outcomes = stream::iter(histories).buffer_unordered(AT_ONCE);
        while let Some(outcome) = outcomes.next().await {
            outcome.unwrap();
        }
        drop(outcomes);
        database.close();
    });
    answer(kith(&place.url()).arg("check"));
    report_histories(place.kind(), &seeds, begun);
}

fn histories_of_the_running_binary_go_as_the_contract_says(place: &Place) {
    let (begun, seeds) = (Instant::now(), seeds(20));
    let server = Server::start(place);
    let admin = create_user(&place.url(), &["admin", "--role", "admin"]);
    let client = || Running(Client::new(&server, None));
    let founder = at_once(Founder::new(&client(), admin["id"].as_i64().unwrap()));
    thread::scope(|scope| {
        for part in 0..THREADS {
            let seeds = seeds.clone().filter(move |seed| seed % THREADS == part);
            let (founder, client) = (&founder, client());
            scope.spawn(move || {
                for seed in seeds {
                    at_once(judge(&client, founder, &Reference::of(USERS), seed)).unwrap();
                }
            });
        }
    });
    answer(kith(&place.url()).arg("check"));
    report_histories(&format!("{}, the running binary", place.kind()), &seeds, begun);
}

on_both!(
    histories_in_a_database_go_as_the_contract_says,
    histories_of_the_running_binary_go_as_the_contract_says
);
