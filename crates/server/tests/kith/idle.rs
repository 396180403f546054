//! Connections on which no request comes to an end, though something comes.

use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::database::Place;
use crate::process::{Server, kith};
use crate::tls;
use crate::wire::{Wire, stream};

/// How long a connection may be without a request, in all.
const LONGEST: Duration = Duration::from_secs(3);
/// Within which it must have been closed then.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a server that allows that.
fn run(command: &mut Command) -> Server {
    let times = [("KITH__SERVER__HEADER_TIMEOUT", "1s"), ("KITH__SERVER__KEEP_ALIVE", "2s")];
    Server::run(command.envs(times))
}

/// After a good request comes the head of another, byte by byte, and never its end.
fn never_end<S: Read + Write>(stream: S) {
    let mut wire = Wire::over(stream);
    let begun = Instant::now();
    assert_eq!(wire.get("/health").status, 200);
    wire.say("GET /health HTTP/1.1\r\nX-Slow: ");
    while wire.try_say("x").is_ok() {
        assert!(begun.elapsed() < PATIENCE, "it is still open after {PATIENCE:?}");
        thread::park_timeout(LONGEST / 100);
    }
    assert!(begun.elapsed() >= LONGEST, "closed after {:?}", begun.elapsed());
    assert_eq!(wire.rest(), "");
}

#[test]
fn a_further_head_without_an_end_is_closed() {
    let place = Place::sqlite();
    let server = run(kith(&place.url()).arg("serve"));
    never_end(stream(&server).unwrap());
    assert_eq!(Wire::open(&server).get("/health").status, 200);
}

#[test]
fn a_further_head_without_an_end_is_closed_within_tls_too() {
    let (place, folder, made) = (Place::sqlite(), TempDir::new().unwrap(), tls::certificate());
    tls::put_both(&folder, &made);
    let server = run(&mut tls::command(&place, &folder));
    never_end(tls::connect(&server, made.cert.der()).unwrap());
}

#[test]
fn a_further_head_that_stops_is_closed() {
    let place = Place::sqlite();
    let server = run(kith(&place.url()).arg("serve"));
    let mut wire = Wire::open(&server);
    let begun = Instant::now();
    assert_eq!(wire.get("/health").status, 200);
    wire.say("GET /health HTTP/1.1\r\nX-Slow");
    assert_eq!(wire.rest(), "");
    assert!(begun.elapsed() >= LONGEST && begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
}

#[test]
fn a_request_may_take_longer_than_that() {
    let place = Place::sqlite();
    let server = run(kith(&place.url()).arg("serve"));
    let mut wire = Wire::open(&server);
    for _ in 0..2 {
        let body = r#"{"token": "none"}"#;
        wire.begin("/api/v2/jwt/verify_token/", body.len());
        let begun = Instant::now();
        for (number, letter) in body.chars().enumerate() {
            wire.say(letter.encode_utf8(&mut [0; 4]));
            let until = begun + LONGEST * u32::try_from(number + 1).unwrap() / 15;
            while Instant::now() < until {
                thread::park_timeout(until - Instant::now());
            }
        }
        assert!(begun.elapsed() > LONGEST);
        assert_eq!(wire.answer().unwrap().status, 401);
    }
}

/// Runs a server that may have so many connections, with `limit` as the system's bound of open files.
#[cfg(target_os = "linux")]
fn run_with_files(place: &Place, connections: usize, limit: &str) -> Server {
    let kith = kith(&place.url());
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().envs(kith.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
        .env("KITH__SERVER__MAX_CONNECTIONS", connections.to_string())
        .args(["-c", &format!("ulimit {limit} && exec \"$0\" serve")])
        .arg(kith.get_program())
        .stdin(Stdio::null());
    Server::run(&mut shell)
}

#[cfg(target_os = "linux")]
#[test]
fn as_many_files_may_be_open_as_connections_take() {
    let place = Place::sqlite();
    let server = run_with_files(&place, 100, "-Sn 200");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.process())).unwrap();
    let open_files = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let soft: usize = open_files.split_whitespace().next().unwrap().parse().unwrap();
    assert!((400..1000).contains(&soft), "{limits}");
    let (_, log) = server.stop("-TERM");
    assert!(!log.contains("open files"), "{log}");

    let server = run_with_files(&place, 100, "-n 200");
    let (_, log) = server.stop("-TERM");
    assert!(log.contains("the system allows fewer open files"), "{log}");
}
