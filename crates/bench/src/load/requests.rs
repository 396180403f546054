//! What is sent, made before it is needed.

use std::net::SocketAddr;

/// Who asks. Has no `Debug`: it holds secrets.
pub(crate) enum Credential<'a> {
    Nobody,
    Token(&'a str),
    Key(&'a str),
}

/// The bytes of a request without a body.
pub(crate) fn get(server: SocketAddr, path: &str, credential: &Credential<'_>) -> Vec<u8> {
    request("GET", server, path, credential, "")
}

/// The bytes of a request with an empty body.
pub(crate) fn post(server: SocketAddr, path: &str, credential: &Credential<'_>) -> Vec<u8> {
    request("POST", server, path, credential, "content-length: 0\r\n")
}

fn request(
    method: &str,
    server: SocketAddr,
    path: &str,
    credential: &Credential<'_>,
    length: &str,
) -> Vec<u8> {
    let credential = match credential {
        Credential::Nobody => String::new(),
        Credential::Token(token) => format!("authorization: Bearer {token}\r\n"),
        Credential::Key(key) => format!("x-vital-api-key: {key}\r\n"),
    };
    format!("{method} {path} HTTP/1.1\r\nhost: {server}\r\n{credential}{length}\r\n").into_bytes()
}

/// Requests that are sent in turns: so many, one after the other, on one connection. Has no `Debug`:
/// it holds credentials.
pub(crate) struct Requests {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    steps: usize,
    exclusive: bool,
}

impl Requests {
    /// Each request is a turn of its own, and any connection may send it.
    pub(crate) fn single() -> Self {
        Self { bytes: Vec::new(), ends: Vec::new(), steps: 1, exclusive: false }
    }

    /// Turns of several requests, each of which belongs to one connection alone.
    pub(crate) fn exclusive(steps: usize) -> Self {
        Self { bytes: Vec::new(), ends: Vec::new(), steps, exclusive: true }
    }

    pub(crate) fn push(&mut self, request: &[u8]) {
        self.bytes.extend_from_slice(request);
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn turns(&self) -> usize {
        self.ends.len() / self.steps
    }

    /// Requests of a turn.
    pub(crate) fn steps(&self) -> usize {
        self.steps
    }

    /// Whether nobody else may be in the same turn.
    pub(crate) fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    pub(crate) fn request(&self, turn: usize, step: usize) -> &[u8] {
        let at = turn * self.steps + step;
        let begin = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[begin..self.ends[at]]
    }

    /// A turn by chance, for one of so many connections; if turns are exclusive, one of its own, which
    /// needs as many turns as connections.
    pub(super) fn choose(&self, dice: &mut Dice, connection: usize, connections: usize) -> usize {
        if self.exclusive {
            connection + connections * dice.below(self.turns() / connections)
        } else {
            dice.below(self.turns())
        }
    }
}

/// Chance that is the same in every run (`SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below the limit; 0 if that is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let scaled = (u128::from(mixed) * limit as u128) >> 64;
        usize::try_from(scaled).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn requests_come_out_as_they_went_in() {
        let server = "127.0.0.1:80".parse().unwrap();
        let mut requests = Requests::exclusive(2);
        requests.push(&get(server, "/a", &Credential::Nobody));
        requests.push(&post(server, "/b", &Credential::Token("t")));
        requests.push(&get(server, "/c", &Credential::Key("k")));
        requests.push(b"last");
        assert_eq!(requests.turns(), 2);
        assert_eq!(requests.request(0, 0), b"GET /a HTTP/1.1\r\nhost: 127.0.0.1:80\r\n\r\n");
        assert_eq!(
            requests.request(0, 1),
            b"POST /b HTTP/1.1\r\nhost: 127.0.0.1:80\r\nauthorization: Bearer t\r\ncontent-length: 0\r\n\r\n"
        );
        assert!(requests.request(1, 0).ends_with(b"x-vital-api-key: k\r\n\r\n"));
        assert_eq!(requests.request(1, 1), b"last");
    }

    #[test]
    fn nobody_gets_the_exclusive_turn_of_another() {
        let mut requests = Requests::exclusive(1);
        for _ in 0..10 {
            requests.push(b"x");
        }
        let mut dice = Dice::seeded(7);
        for connection in 0..4 {
            let chosen: BTreeSet<_> =
                (0..100).map(|_| requests.choose(&mut dice, connection, 4)).collect();
            assert_eq!(chosen, BTreeSet::from([connection, connection + 4]));
        }
    }

    #[test]
    fn chance_is_even_and_repeats() {
        let draw = |seed| {
            let mut dice = Dice::seeded(seed);
            (0..4_000).map(|_| dice.below(4)).collect::<Vec<_>>()
        };
        let drawn = draw(1);
        assert_eq!(drawn, draw(1));
        assert_ne!(drawn, draw(2));
        for number in 0..4 {
            let times = drawn.iter().filter(|drawn| **drawn == number).count();
            assert!((900..1_100).contains(&times), "{number}: {times}");
        }
    }
}
