//! A connection that carries one malformed request, good ones before it and behind it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::Value;

use super::USERS;
use super::answers::{self, Reply};
use super::malformed::{self, Fate, Malformed};
use super::random::Random;

/// Within which the server must have closed a connection on which nothing comes any more. Its own
/// time-outs are far below that.
const PATIENCE: Duration = Duration::from_mins(1);

/// A good request: for a user, under a name of its own.
#[derive(Debug)]
struct Good {
    id: String,
    user: usize,
}

impl Good {
    fn bytes(&self) -> Vec<u8> {
        let Self { id, user } = self;
        format!("GET /api/v2/user/{user}/ HTTP/1.1\r\nHost: kith\r\nX-Request-Id: {id}\r\n\r\n")
            .into_bytes()
    }

    /// Whether that is the answer to this request, and not to another.
    fn expect(&self, reply: &Reply) -> Result<(), String> {
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let is_own = reply.request_id.as_ref() == Some(&self.id) && body["id"] == self.user;
        if reply.status == 200 && is_own { Ok(()) } else { Err(format!("{self:?} got {reply:?}")) }
    }
}

/// How the client goes on when it has sent all.
#[derive(Debug)]
enum End {
    /// It says that no more will come, and reads.
    Finish,
    /// It goes away, without reading a word.
    Leave,
    /// It waits for the server to end it.
    Hold,
}

/// What a client does on its connection.
#[derive(Debug)]
pub(super) struct Attempt {
    before: Vec<Good>,
    malformed: Malformed,
    behind: Vec<Good>,
    /// Where what is sent is cut into pieces.
    cuts: Vec<usize>,
    end: End,
}

impl Attempt {
    pub(super) fn of(seed: u64, number: usize) -> Self {
        let random = &mut Random::of(seed, number);
        let goods = |place: &str, random: &mut Random| -> Vec<Good> {
            let good = |one| (format!("{place}-{number}-{one}"), 1 + random.below(USERS));
            let most = [0, 1, 2][number % 3];
            (0..most).map(good).map(|(id, user)| Good { id, user }).collect()
        };
        let before = goods("before", random);
        let malformed = malformed::of(random, number, &format!("malformed-{number}"));
        // What ends nowhere would swallow them.
        let behind =
            if malformed.fate == Fate::Open { Vec::new() } else { goods("behind", random) };
        let end = match random.below(20) {
            0 => End::Hold,
            1 | 2 => End::Leave,
            _ => End::Finish,
        };
        let mut attempt = Self { before, malformed, behind, cuts: Vec::new(), end };
        let all = attempt.bytes().len();
        attempt.cuts = (0..random.below(4)).map(|_| random.below(all)).collect();
        attempt.cuts.sort_unstable();
        attempt
    }

    fn bytes(&self) -> Vec<u8> {
        let before = self.before.iter().flat_map(Good::bytes);
        let behind = self.behind.iter().flat_map(Good::bytes);
        before.chain(self.malformed.bytes.iter().copied()).chain(behind).collect()
    }

    /// Does it; what became of the malformed request, or what is wrong with it.
    pub(super) fn run(&self, url: &str) -> Result<&'static str, String> {
        let mut stream = TcpStream::connect(url.trim_start_matches("http://"))
            .map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        stream.set_read_timeout(Some(PATIENCE)).map_err(|error| error.to_string())?;
        stream.set_write_timeout(Some(PATIENCE)).map_err(|error| error.to_string())?;
        let (bytes, mut from) = (self.bytes(), 0);
        for to in self.cuts.iter().copied().chain([bytes.len()]) {
            match stream.write_all(&bytes[from..to]) {
                Ok(()) => from = to,
                Err(error) if is_timeout(error.kind()) => {
                    return Err("the server reads no more".to_owned());
                }
                // It has closed the connection, as it may.
                Err(_) => break,
            }
        }
        match self.end {
            End::Leave => return Ok("left"),
            // Fails where the server has closed the connection.
            End::Finish => drop(stream.shutdown(Shutdown::Write)),
            End::Hold => {}
        }
        let mut came = Vec::new();
        match stream.read_to_end(&mut came) {
            Err(error) if is_timeout(error.kind()) => {
                return Err(format!("still open, after {:?}", String::from_utf8_lossy(&came)));
            }
            // Closed, if need be with force.
            Ok(_) | Err(_) => {}
        }
        self.judge(&answers::read(&came)?)
    }

    fn judge(&self, replies: &[Reply]) -> Result<&'static str, String> {
        let (replies, timed_out) = match replies.split_last() {
            // That it came too late, says a server that had no time to read it.
            Some((last, earlier)) if last.status == 408 && last.request_id.is_none() => {
                (earlier, true)
            }
            _ => (replies, false),
        };
        let (before, rest) = replies.split_at(replies.len().min(self.before.len()));
        self.before.iter().zip(before).try_for_each(|(good, reply)| good.expect(reply))?;
        if before.len() < self.before.len() {
            let outcome = Ok("closed with answers missing");
            return if self.malformed.is_abrupt || timed_out {
                outcome
            } else {
                Err("answers are missing".to_owned())
            };
        }
        let Some((own, behind)) = rest.split_first() else { return Ok("closed") };
        let wrong = |what| Err(format!("{what}: {rest:?}"));
        let is_named = own
            .request_id
            .as_ref()
            .is_some_and(|id| id.starts_with("behind") || id.starts_with("hidden"));
        if is_named || own.status >= 500 {
            return wrong("no answer to the malformed request");
        }
        if behind.is_empty() {
            let is_refused = (400..500).contains(&own.status);
            if self.malformed.fate == Fate::Refused && !is_refused {
                return wrong("it must be refused");
            }
            return Ok(if is_refused { "refused" } else { "answered" });
        }
        let is_complete = timed_out || behind.len() == self.behind.len();
        if self.malformed.fate != Fate::Answered || !is_complete {
            return wrong("these are answers to nobody");
        }
        self.behind.iter().zip(behind).try_for_each(|(good, reply)| good.expect(reply))?;
        Ok("answered, and those behind it")
    }
}

fn is_timeout(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
