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
const LONGEST: Duration = Duration::from_secs(10);
/// Within which it must have been closed then.
const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a server that allows that.
fn run(command: &mut Command) -> Server {
    let times = [
        ("KITH__SERVER__HEADER_TIMEOUT", "5s"),
        ("KITH__SERVER__KEEP_ALIVE", "5s"),
        ("KITH__SERVER__BODY_TIMEOUT", "60s"),
    ];
    Server::run(command.envs(times))
}

/// Waits until then.
fn until(moment: Instant) {
    while Instant::now() < moment {
        thread::park_timeout(moment - Instant::now());
    }
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
    let body = r#"{"token": "none"}"#;
    wire.begin("/api/v2/jwt/verify_token/", body.len());
    let begun = Instant::now();
    for letter in body.chars() {
        wire.say(letter.encode_utf8(&mut [0; 4]));
        until(Instant::now() + LONGEST / 15);
    }
    assert!(begun.elapsed() > LONGEST);
    assert_eq!(wire.answer().unwrap().status, 401);
}

/// Asks for large answers, takes nothing of them for longer than that, and then all.
fn take_late<S: Read + Write>(mut stream: S) {
    const ANSWERS: usize = 16;
    let get = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: kith.example\r\n";
    let last = format!("{get}Connection: close\r\n\r\n");
    let ask = format!("{}{last}", format!("{get}\r\n").repeat(ANSWERS - 1));
    stream.write_all(ask.as_bytes()).unwrap();
    // The system's buffers are full before, and one of the answers is being sent all the while.
    until(Instant::now() + LONGEST + LONGEST / 5);
    let mut wire = Wire::over(stream);
    let mut bytes = 0;
    for number in 0..ANSWERS {
        let answer = wire.answer().unwrap_or_else(|| panic!("cut off before answer {number}"));
        assert_eq!(answer.status, 200);
        bytes += answer.body.len();
    }
    assert!(bytes > 16 << 20, "{bytes} bytes fit into what the system keeps");
}

#[test]
fn an_answer_may_be_taken_late() {
    let place = Place::sqlite();
    let server = run(kith(&place.url()).arg("serve"));
    take_late(stream(&server).unwrap());
}

#[test]
fn an_answer_may_be_taken_late_within_tls_too() {
    let (place, folder, made) = (Place::sqlite(), TempDir::new().unwrap(), tls::certificate());
    tls::put_both(&folder, &made);
    let server = run(&mut tls::command(&place, &folder));
    take_late(tls::connect(&server, made.cert.der()).unwrap());
}

#[cfg(target_os = "linux")]
#[test]
fn a_connection_that_has_ended_leaves_no_file_open() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    let files = || std::fs::read_dir(format!("/proc/{}/fd", server.process())).unwrap().count();
    let ask = || {
        let mut wire = Wire::open(&server);
        assert_eq!(wire.get("/health").status, 200);
        wire
    };
    let wait_for = |few: usize| {
        let begun = Instant::now();
        while files() > few {
            assert!(begun.elapsed() < PATIENCE, "{} and not {few}", files());
            thread::park_timeout(Duration::from_millis(10));
        }
    };
    // By then each worker has what it has. A connection takes two files.
    let some: Vec<_> = (0..50).map(|_| ask()).collect();
    let few = files() - 2 * some.len();
    drop(some);
    wait_for(few);
    let many: Vec<_> = (0..100).map(|_| ask()).collect();
    assert!(files() >= few + 2 * many.len(), "{few}, then {}", files());
    drop(many);
    wait_for(few);
}

/// How many connections there may be, if there are files for them.
#[cfg(target_os = "linux")]
const CONNECTIONS: usize = 200;

/// Runs a server with that bound of open files.
#[cfg(target_os = "linux")]
fn run_with_files(place: &Place, limit: &str) -> Server {
    let kith = kith(&place.url());
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().envs(kith.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell
        .env("KITH__SERVER__MAX_CONNECTIONS", CONNECTIONS.to_string())
        // However many processors there are.
        .env("KITH__SERVER__WORKERS", "2")
        .env("KITH__DATABASE__READERS", "2")
        .args(["-c", &format!("ulimit {limit} && exec \"$0\" serve")])
        .arg(kith.get_program())
        .stdin(Stdio::null());
    Server::run(&mut shell)
}

#[cfg(target_os = "linux")]
#[test]
fn as_many_files_may_be_open_as_connections_take() {
    let place = Place::sqlite();
    let server = run_with_files(&place, "-Sn 150");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.process())).unwrap();
    let open_files = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let soft: usize = open_files.split_whitespace().next().unwrap().parse().unwrap();
    assert!((2 * CONNECTIONS..4 * CONNECTIONS).contains(&soft), "{limits}");
    let (_, log) = server.stop("-TERM");
    assert!(!log.contains("open files"), "{log}");
}

/// Where there are too few files for them, further connections wait, and all that are there are served.
#[cfg(target_os = "linux")]
#[test]
fn there_are_only_as_many_connections_as_files_for_them() {
    let place = Place::sqlite();
    let server = run_with_files(&place, "-n 150");
    let all: Vec<_> = (0..100).map(|_| stream(&server).unwrap()).collect();
    for stream in all {
        let mut wire = Wire::over(stream);
        let answer = wire.get("/api/v2/user/1/");
        assert_eq!((answer.status, answer.header("connection")), (404, None));
    }
    let (_, log) = server.stop("-TERM");
    assert!(log.contains("the system allows fewer open files"), "{log}");
    assert!(!log.contains("ERROR"), "{log}");
}
