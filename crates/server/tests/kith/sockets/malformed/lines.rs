//! Requests whose lines are none, or too much.

use super::super::random::Random;
use super::{Fate, get, hidden, post};

pub(super) fn bare_line_feeds(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    // A recipient may take one for the end of a line (RFC 9112, section 2.2).
    let text = String::from_utf8(get(id, "/ready", "Accept: */*\r\n")).unwrap();
    let text = match random.below(3) {
        0 => text.replace("\r\n", "\n"),
        1 => text.replacen("\r\n", "\n", 1),
        _ => text.replace("\r\n\r\n", "\n\n"),
    };
    (text.into_bytes(), Fate::Answered)
}

pub(super) fn bare_carriage_returns(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let text = String::from_utf8(get(id, "/ready", "Accept: */*\r\nX-A: b\r\n")).unwrap();
    let text = match random.below(3) {
        0 => text.replacen("Accept: */*\r\n", "Accept: */*\r", 1),
        1 => text.replacen("X-A: b", "X-A: b\rX-B: c", 1),
        _ => text.replacen("X-A", "X\r-A", 1),
    };
    (text.into_bytes(), Fate::Refused)
}

pub(super) fn huge_headers(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let size = (64 << 10) << random.below(5);
    let letters = "x".repeat(size);
    let bytes = match random.below(3) {
        0 => get(id, "/ready", &format!("X-Huge: {letters}\r\n")),
        1 => get(id, "/ready", &format!("{letters}: x\r\n")),
        _ => get(id, &format!("/ready?{letters}"), ""),
    };
    // Some servers take as much: then it is a request like others.
    (bytes, Fate::Answered)
}

pub(super) fn many_headers(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let number = [90, 97, 150, 1000, 20_000][random.below(5)];
    let headers: Vec<_> = (0..number).map(|one| format!("X-{one}: {one}\r\n")).collect();
    let headers = headers.concat();
    (get(id, "/ready", &headers), Fate::Answered)
}

pub(super) fn no_header(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let header = random.one_of(&[
        "no colon at all",
        ": no name",
        "sp ace: x",
        "tab\t: x",
        "X-Ä: x",
        "X(a): x",
        " folded: x",
        "Content-Length : 5",
        "Transfer-Encoding : chunked",
        "X@y: z",
        "\"quoted\": x",
        "[x]: y",
    ]);
    (post(id, &format!("{header}\r\n"), &hidden(id)), Fate::Refused)
}

pub(super) fn controls(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let control = [0, 1, 7, 8, 11, 12, 27, 127][random.below(8)];
    let mut bytes = get(id, "/ready", "X-A: b\r\n");
    let place = match random.below(3) {
        // In the method, in the target, in a value.
        0 => 1,
        1 => 6,
        _ => bytes.len() - 5,
    };
    bytes.insert(place, control);
    (bytes, Fate::Refused)
}

pub(super) fn bad_percent(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let bad = random.one_of(&[
        "%",
        "%0",
        "%zz",
        "%00",
        "%ff",
        "%c0%af",
        "%ed%a0%80",
        "%25%30%30",
        "%2e%2e%2f",
        "%F0%9F",
    ]);
    let target = match random.below(5) {
        0 => format!("/api/v2/user/{bad}/"),
        1 => format!("/v2/user/resolve/{bad}"),
        2 => format!("/api/v2/user/search/?search={bad}"),
        3 => format!("/kith/v1/users/{bad}/providers/{bad}"),
        _ => format!("/{bad}/{bad}?{bad}={bad}&{bad}"),
    };
    (get(id, &target, ""), Fate::Answered)
}

pub(super) fn absurd_methods(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let long = "M".repeat(5000);
    let method = random.one_of(&[
        "get",
        "G",
        "TRACE",
        "CONNECT",
        "PRI",
        "BREW",
        "GET!",
        "!#$%&'*+-.^_`|~",
        "G(T",
        "\"",
        &long,
    ]);
    let bytes = format!("{method} /ready HTTP/1.1\r\nHost: kith\r\nX-Request-Id: {id}\r\n\r\n")
        .into_bytes();
    let is_token = !method.contains(['(', '"']);
    // After a CONNECT the connection would be another's.
    (bytes, if is_token && method != "CONNECT" { Fate::Answered } else { Fate::Open })
}

pub(super) fn absurd_versions(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let version = random.one_of(&[
        "HTTP/0.9",
        "HTTP/1.2",
        "HTTP/2.0",
        "HTTP/3",
        "HTTP/11",
        "HTTP/1",
        "http/1.1",
        "HTTPS/1.1",
        "HTTP/-1.1",
        "HTTP/1.1 HTTP/1.1",
        "ICY/1.1",
        "HTTP/1,1",
    ]);
    let text = format!("GET /ready {version}\r\nHost: kith\r\nX-Request-Id: {id}\r\n\r\n");
    (text.into_bytes(), Fate::Refused)
}

pub(super) fn absurd_targets(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let deep = "/..".repeat(2000);
    let target = random.one_of(&[
        "*",
        "ready",
        "//",
        "/../../etc/passwd",
        "http://",
        "http://other/ready",
        "http://a:b@c/ready",
        ":80",
        "/ready#fragment",
        "?",
        "/ready?a=b&a=b&&&=",
        "\\ready",
        "/ready/{id}",
        "<>",
        "http://[::1/ready",
        &deep,
    ]);
    // What is no target is refused, and the connection closed; the rest is clear.
    (get(id, target, ""), Fate::Answered)
}

pub(super) fn noise(random: &mut Random, id: &str) -> (Vec<u8>, Fate) {
    let mut bytes = get(id, "/ready", "X-A: b\r\n");
    match random.below(3) {
        // The greeting of TLS, as who mistakes the port sends it.
        0 => {
            bytes =
                [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".as_slice(), &random.bytes(200)]
                    .concat();
        }
        1 => bytes = random.bytes(2000),
        _ => {
            for _ in 0..=random.below(4) {
                let place = random.below(bytes.len());
                bytes[place] ^= 1 << random.below(8);
            }
        }
    }
    (bytes, Fate::Open)
}
