//! What one client may ask of the running binary, and what all of them together.

use crate::database::Place;
use crate::process::{Server, kith};
use crate::wire::{Answer, Wire};

const PATH: &str = "/api/v2/user/1/";

/// A server of no users with these settings.
fn start(settings: &[(&str, &str)]) -> (Server, Place) {
    let place = Place::sqlite();
    let mut command = kith(&place.url());
    (Server::run(command.envs(settings.iter().copied()).arg("serve")), place)
}

/// Asks on a connection of its own, with one header besides.
fn ask(server: &Server, path: &str, header: &str) -> Answer {
    let mut wire = Wire::open(server);
    wire.say(&format!("GET {path} HTTP/1.1\r\nHost: kith.example\r\n{header}\r\n\r\n"));
    wire.answer().unwrap()
}

#[track_caller]
fn is_too_often(answer: &Answer) {
    assert_eq!(answer.status, 429, "{answer:?}");
    assert!(answer.body.contains("throttled"), "{answer:?}");
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
}

#[test]
fn an_address_may_come_as_often_as_the_settings_say() {
    let (server, _place) = start(&[
        ("KITH__LIMITS__ADDRESS_PER_MINUTE", "1"),
        ("KITH__LIMITS__ADDRESS_BURST", "2"),
        ("KITH__SERVER__TRUSTED_PROXIES", "127.0.0.1"),
    ]);
    for client in ["192.0.2.1", "2001:db8::1"] {
        let way = |claimed: &str| format!("X-Forwarded-For: {claimed}, {client}");
        for claimed in ["203.0.113.1", "203.0.113.2"] {
            assert_eq!(ask(&server, PATH, &way(claimed)).status, 404);
        }
        is_too_often(&ask(&server, PATH, &way("203.0.113.3")));
        assert_eq!(ask(&server, "/health", &way("203.0.113.3")).status, 200);
    }
    // The other half of the same /64.
    is_too_often(&ask(&server, PATH, "X-Forwarded-For: 2001:db8::ffff:0:0:1"));
}

#[test]
fn who_is_refused_keeps_the_connection_though_there_was_a_body() {
    let (server, _place) =
        start(&[("KITH__LIMITS__ADDRESS_PER_MINUTE", "1"), ("KITH__LIMITS__ADDRESS_BURST", "1")]);
    assert_eq!(ask(&server, PATH, "Accept: */*").status, 404);
    let mut wire = Wire::open(&server);
    for _ in 0..3 {
        wire.say(
            "POST /api/v2/jwt/verify_token/ HTTP/1.1\r\nHost: kith.example\r\n\
             Content-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"token\": \"none\"}",
        );
        let answer = wire.answer().unwrap();
        is_too_often(&answer);
        assert_eq!(answer.header("connection"), None);
    }
}

#[test]
fn a_credential_may_be_used_as_often_as_the_settings_say() {
    let (server, _place) = start(&[
        ("KITH__LIMITS__CREDENTIAL_PER_MINUTE", "1"),
        ("KITH__LIMITS__CREDENTIAL_BURST", "2"),
    ]);
    for token in ["one", "other"] {
        let credential = format!("Authorization: Bearer {token}");
        for _ in 0..2 {
            assert_eq!(ask(&server, PATH, &credential).status, 401);
        }
        is_too_often(&ask(&server, PATH, &credential));
    }
    assert_eq!(ask(&server, PATH, "Accept: */*").status, 404);
}

#[test]
fn bad_credentials_may_be_tried_as_often_as_the_settings_say() {
    let (server, _place) = start(&[
        ("KITH__LIMITS__FAILED_AUTHENTICATION_PER_MINUTE", "1"),
        ("KITH__LIMITS__FAILED_AUTHENTICATION_BURST", "2"),
    ]);
    // The third is one too many, and from then on none is looked at.
    for token in ["one", "two", "three"] {
        assert_eq!(ask(&server, PATH, &format!("Authorization: Bearer {token}")).status, 401);
    }
    is_too_often(&ask(&server, PATH, "Authorization: Bearer four"));
    assert_eq!(ask(&server, PATH, "Accept: */*").status, 404);
}

#[test]
fn who_sends_a_body_slowly_takes_the_place_of_nobody() {
    let (server, _place) = start(&[("KITH__SERVER__MAX_REQUESTS", "1")]);
    let body = r#"{"token": "none"}"#;
    let mut slow: Vec<_> = (0..3).map(|_| Wire::open(&server)).collect();
    for wire in &mut slow {
        wire.begin("/api/v2/jwt/verify_token/", body.len());
    }
    for _ in 0..3 {
        assert_eq!(ask(&server, PATH, "Accept: */*").status, 404);
    }
    for wire in &mut slow {
        wire.say(body);
        assert_eq!(wire.answer().unwrap().status, 401);
    }
    assert_eq!(ask(&server, PATH, "Accept: */*").status, 404);
}
