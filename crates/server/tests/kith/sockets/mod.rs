//! What no HTTP library would send, byte by byte, against the running binary.

mod answers;
mod attempt;
mod malformed;
mod random;
mod slow;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use std::{iter, thread};

use attempt::Attempt;

use crate::database::Place;
use crate::process::{Client, Server, create_user, kith};

/// How many connections carry a malformed request.
const ATTEMPTS: usize = 2000;
/// How many of them there are at once.
const LANES: usize = 32;
/// Who can be asked for.
const USERS: usize = 5;

/// The seed of a run, from the environment or always the same.
#[expect(clippy::disallowed_methods, reason = "a run of the tests is not configured by settings")]
fn seed() -> u64 {
    std::env::var("KITH_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(6)
}

#[test]
fn a_malformed_request_harms_nobody_behind_or_beside_it() {
    let begun = Instant::now();
    let place = Place::sqlite();
    let server = Server::run(
        kith(&place.url())
            .env("KITH__SERVER__HEADER_TIMEOUT", "10s")
            .env("KITH__SERVER__KEEP_ALIVE", "3s")
            .env("KITH__SERVER__BODY_TIMEOUT", "3s")
            .arg("serve"),
    );
    for user in 1..=USERS {
        create_user(&place.url(), &[&format!("user-{user}")]);
    }
    let (seed, next) = (seed(), AtomicUsize::new(0));
    let (outcomes, wrong) = (Mutex::new(BTreeMap::<_, usize>::new()), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        let lane = || {
            for number in iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed)) {
                if number >= ATTEMPTS {
                    break;
                }
                let attempt = Attempt::of(seed, number);
                match attempt.run(&server.url) {
                    Ok(outcome) => *outcomes.lock().unwrap().entry(outcome).or_default() += 1,
                    Err(what) => {
                        wrong.lock().unwrap().push(format!("{number}: {what}\n{attempt:?}"));
                    }
                }
            }
        };
        (0..LANES).for_each(|_| drop(scope.spawn(lane)));
    });
    let (outcomes, wrong) = (outcomes.into_inner().unwrap(), wrong.into_inner().unwrap());
    assert!(
        wrong.is_empty(),
        "KITH_TEST_SEED={seed}: {} of {ATTEMPTS} attempts are wrong, such as\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n\n")
    );
    // Whoever asks as they should is served as ever.
    let (status, user) = Client::new(&server, None).get("/api/v2/user/1/");
    assert_eq!((status, &user["username"]), (200, &"user-1".into()));
    let (status, log) = server.stop("-TERM");
    assert!(status.success(), "{status}");
    // The framework panics at the name of a header that is longer than 64 KiB. That costs whoever sent
    // it the connection, and nobody else anything.
    let is_known = |line: &str| line.contains("/actix-http-") && line.contains("/h1/decoder.rs");
    let panics = log.lines().filter(|line| line.contains("panicked") && !is_known(line));
    assert_eq!(panics.collect::<Vec<_>>(), [""; 0]);
    assert!(!log.contains(" ERROR "), "{log}");
    assert_eq!(outcomes.values().sum::<usize>(), ATTEMPTS);
    // Were all refused at once, or none, the requests would try nothing.
    assert!(outcomes.len() > 3, "{outcomes:?}");
    eprintln!(
        "{ATTEMPTS} malformed requests, seed {seed}, {:.1} s: {outcomes:?}",
        begun.elapsed().as_secs_f32()
    );
}
