//! Being told to stop.

use std::time::{Duration, Instant};

use crate::database::{Place, on_both};
use crate::process::{Client, Server, kith};
use crate::wire::{Wire, stream};

/// Answered by a handler that has read its body: that nobody's token is no token.
const PATH: &str = "/api/v2/jwt/verify_token/";
const BODY: &str = r#"{"token": "nobody's"}"#;

fn start(place: &Place, settings: &[(&str, &str)]) -> Server {
    let mut command = kith(&place.url());
    command.env("KITH__SERVER__KEEP_ALIVE", "1h");
    Server::run(command.envs(settings.iter().copied()).arg("serve"))
}

/// Waits for something that comes about by itself.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_mins(1), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn what_is_under_way_is_finished_and_nothing_new_is_begun(place: &Place) {
    for signal in ["-TERM", "-INT"] {
        let server = start(place, &[]);
        let mut idle = Wire::open(&server);
        assert_eq!(idle.get("/health").header("connection"), None);
        let mut slow = Wire::open(&server);
        slow.begin(PATH, BODY.len());
        slow.say(&BODY[..5]);

        server.signal(signal);
        assert!(idle.answer().is_none(), "an idle connection is closed");
        until("nothing listens any more", || stream(&server).is_err());
        slow.say(&BODY[5..]);
        let answer = slow.answer().unwrap();
        assert_eq!((answer.status, answer.header("connection")), (401, Some("close")));
        assert!(answer.body.contains("token_not_valid"), "{}", answer.body);
        assert!(slow.answer().is_none(), "and so is this one, now");
        let (status, log) = server.ended();
        assert!(status.success() && log.contains("stopped"), "{log}");
        assert!(!log.contains("not everything was finished"), "{log}");
    }
}

on_both!(what_is_under_way_is_finished_and_nothing_new_is_begun);

#[test]
fn what_takes_longer_than_the_timeout_is_cut_off() {
    let server = start(&Place::sqlite(), &[("KITH__SERVER__SHUTDOWN_TIMEOUT", "100ms")]);
    let mut slow = Wire::open(&server);
    slow.begin(PATH, BODY.len());
    let (status, log) = server.stop("-TERM");
    assert!(status.success(), "{log}");
    assert!(log.contains("not everything was finished"), "{log}");
    assert!(slow.answer().is_none());
}

#[test]
fn it_says_that_it_is_not_ready_before_it_stops_listening() {
    let server = start(&Place::sqlite(), &[("KITH__SERVER__SHUTDOWN_DELAY", "1h")]);
    let client = Client::new(&server, None);
    assert_eq!(client.get("/ready").0, 200);
    server.signal("-TERM");
    until("it is not ready", || client.get("/ready").0 == 503);
    let mut wire = Wire::open(&server);
    let answer = wire.get("/ready");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")));
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(wire.answer().is_none());
    assert_eq!(client.get("/health").0, 200, "who comes is still answered");
    // Nobody waits for an hour.
    server.signal("-TERM");
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(1), "{log}");
    assert!(log.contains("what was under way is cut off"), "{log}");
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let server = start(&Place::sqlite(), &[("KITH__SERVER__SHUTDOWN_TIMEOUT", "1h")]);
    let mut slow = Wire::open(&server);
    slow.begin(PATH, BODY.len());
    server.signal("-TERM");
    until("nothing listens any more", || stream(&server).is_err());
    server.signal("-INT");
    let (status, log) = server.ended();
    assert_eq!(status.code(), Some(1), "{log}");
    assert!(slow.answer().is_none());
}
