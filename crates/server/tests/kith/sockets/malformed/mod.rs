//! Requests that break the rules of HTTP, or strain them.

mod framing;
mod lines;

use std::fmt;

use super::random::Random;

/// What may become of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Where it ends is in doubt, or it is no HTTP: it must be refused, and with it whatever comes
    /// behind it on its connection.
    Refused,
    /// Where it ends is clear: any answer will do, and what comes behind it gets answers of its own.
    Answered,
    /// It ends nowhere: the server may wait for the rest, but not for ever.
    Open,
}

/// A request that no good client sends.
pub(super) struct Malformed {
    pub(super) kind: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) fate: Fate,
    /// Whether answers to what came before may be missing.
    pub(super) is_abrupt: bool,
}

impl fmt::Debug for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, bytes, fate, .. } = self;
        let (start, length) = (bytes[..bytes.len().min(1000)].escape_ascii(), bytes.len());
        write!(f, "{kind} ({fate:?}, {length} bytes): {start}")
    }
}

/// How one of them is made; `id` is what it calls itself.
type Make = fn(&mut Random, id: &str) -> (Vec<u8>, Fate);

/// All kinds. Each hides a whole request where a parser that loses its place would find it.
const KINDS: &[(&str, Make)] = &[
    ("both length headers", framing::both_lengths),
    ("conflicting lengths", framing::conflicting_lengths),
    ("a length that is no number", framing::no_number),
    ("an encoding that is none", framing::strange_encoding),
    ("broken chunks", framing::broken_chunks),
    ("bare line feeds", lines::bare_line_feeds),
    ("bare carriage returns", lines::bare_carriage_returns),
    ("huge headers", lines::huge_headers),
    ("many headers", lines::many_headers),
    ("a header that is none", lines::no_header),
    ("NUL and other controls", lines::controls),
    ("bad percent-encoding", lines::bad_percent),
    ("absurd methods", lines::absurd_methods),
    ("absurd versions", lines::absurd_versions),
    ("absurd targets", lines::absurd_targets),
    ("no host, or two", framing::hosts),
    ("an upgrade to nowhere", framing::upgrades),
    ("an early end", framing::early_end),
    ("noise", lines::noise),
];

/// At what the framework closes a connection at once, without the answers that are not sent yet: it takes
/// a broken chunk for a broken connection, and panics at a header's name of more than 64 KiB. Nobody gets
/// a wrong answer; and who sends such a thing may well ask again.
const ABRUPT: [&str; 2] = ["broken chunks", "huge headers"];

/// The request of an attempt; every kind takes its turn.
pub(super) fn of(random: &mut Random, attempt: usize, id: &str) -> Malformed {
    let (kind, make) = KINDS[attempt % KINDS.len()];
    let (bytes, fate) = make(random, id);
    Malformed { kind, bytes, fate, is_abrupt: ABRUPT.contains(&kind) }
}

/// What would be answered if somebody took a body for requests.
fn hidden(id: &str) -> String {
    format!("GET /ready HTTP/1.1\r\nHost: kith\r\nX-Request-Id: hidden-{id}\r\n\r\n")
}

fn post(id: &str, headers: &str, body: &str) -> Vec<u8> {
    format!(
        "POST /api/v2/jwt/verify_token/ HTTP/1.1\r\nHost: kith\r\nX-Request-Id: {id}\r\n\
         Content-Type: application/json\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

fn get(id: &str, target: &str, headers: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: kith\r\nX-Request-Id: {id}\r\n{headers}\r\n")
        .into_bytes()
}
