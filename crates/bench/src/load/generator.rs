//! Many connections at once, for a while.

use std::io;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, ensure};
use mio::{Events, Interest, Poll, Token};

use super::connection::{Arrived, Connection};
use super::latencies::Latencies;
use super::requests::Requests;

/// How long an answer may still come after the time is over.
const PATIENCE: Duration = Duration::from_mins(1);

/// The threads of the generator, and of pgbench.
pub(crate) const THREADS: usize = 2;

/// How much load, and how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    pub(crate) connections: usize,
    /// Before anything counts but errors.
    pub(crate) warm_up: Duration,
    pub(crate) length: Duration,
}

/// What came of it, within the time that counts.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Turns that ended.
    pub(crate) turns: u64,
    /// Any status but 200, answers that are not understood, and connections that were lost; during
    /// the warm-up too.
    pub(crate) errors: u64,
    /// One for each request that was answered.
    pub(crate) latencies: Latencies,
}

#[derive(Clone, Copy)]
struct Times {
    begin: Instant,
    end: Instant,
}

/// Loads a server. What `probe` finds when the time that counts begins and when it ends is handed back
/// beside the outcome. A turn that has begun is finished, so that what it changes is changed back.
pub(crate) fn run<T>(
    server: SocketAddr,
    requests: &Requests,
    effort: Effort,
    mut probe: impl FnMut() -> anyhow::Result<T>,
) -> anyhow::Result<(Outcome, T, T)> {
    let Effort { connections, warm_up, length } = effort;
    let turns = requests.turns();
    ensure!(turns > 0, "there is nothing to send");
    ensure!(
        !requests.is_exclusive() || turns >= connections,
        "{turns} turns are too few for {connections} connections"
    );
    let mut shares: Vec<Vec<Connection>> = (0..THREADS).map(|_| Vec::new()).collect();
    for number in 0..connections {
        let connection = Connection::open(server, number).context("no connection")?;
        shares[number % THREADS].push(connection);
    }
    let begin = Instant::now() + warm_up;
    let times = Times { begin, end: begin + length };
    thread::scope(|scope| {
        let workers: Vec<_> = shares
            .into_iter()
            .filter(|share| !share.is_empty())
            .map(|share| scope.spawn(move || load(share, requests, connections, times)))
            .collect();
        // The time itself is what is waited for: a round is as long as it was said to be.
        thread::sleep(times.begin.saturating_duration_since(Instant::now()));
        let before = probe();
        thread::sleep(times.end.saturating_duration_since(Instant::now()));
        let after = probe();
        let mut sum = Outcome::default();
        for worker in workers {
            let outcome = worker.join().map_err(|_| anyhow!("the load generator panicked"))??;
            sum.turns += outcome.turns;
            sum.errors += outcome.errors;
            sum.latencies.append(outcome.latencies);
        }
        Ok((sum, before?, after?))
    })
}

/// One thread with its connections, of so many in all.
fn load(
    mut share: Vec<Connection>,
    requests: &Requests,
    all: usize,
    times: Times,
) -> io::Result<Outcome> {
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(share.len());
    let mut scratch = vec![0; 65_536];
    let mut outcome = Outcome::default();
    for (place, connection) in share.iter_mut().enumerate() {
        poll.registry().register(&mut connection.stream, Token(place), Interest::READABLE)?;
        connection.turn = requests.choose(&mut connection.dice, connection.number, all);
        connection.send(requests.request(connection.turn, 0), Instant::now())?;
    }
    let mut open = share.len();
    let deadline = times.end + PATIENCE;
    while open > 0 {
        let patience = deadline.saturating_duration_since(Instant::now());
        if patience.is_zero() {
            outcome.errors += open as u64;
            break;
        }
        match poll.poll(&mut events, Some(patience)) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            polled => polled?,
        }
        for event in &events {
            let connection = &mut share[event.token().0];
            if !connection.open {
                continue;
            }
            let proceeded = match connection.receive(&mut scratch) {
                Ok(Arrived::Part) => continue,
                Ok(Arrived::Answer { status }) => {
                    proceed(connection, status, requests, all, times, &mut outcome)
                }
                Err(error) => Err(error),
            };
            if proceeded.is_err() {
                outcome.errors += 1;
                connection.open = false;
            }
            open -= usize::from(!connection.open);
        }
    }
    Ok(outcome)
}

/// Counts an answer and sends the next request, unless the time is over.
fn proceed(
    connection: &mut Connection,
    status: u16,
    requests: &Requests,
    all: usize,
    times: Times,
    outcome: &mut Outcome,
) -> io::Result<()> {
    let now = Instant::now();
    let counts = (times.begin..times.end).contains(&now);
    outcome.errors += u64::from(status != 200);
    if counts {
        outcome.latencies.add(now - connection.sent);
    }
    connection.step += 1;
    if connection.step == requests.steps() {
        outcome.turns += u64::from(counts);
        if now >= times.end {
            connection.open = false;
            return Ok(());
        }
        connection.step = 0;
        connection.turn = requests.choose(&mut connection.dice, connection.number, all);
    }
    connection.send(requests.request(connection.turn, connection.step), now)
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;

    use super::*;

    /// Answers each request of each connection with 200, or what the path asks for.
    fn server() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                    while let Some(Ok(line)) = lines.next() {
                        while lines
                            .next()
                            .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
                        {
                        }
                        let path = line.split(' ').nth(1).unwrap_or_default();
                        let status = if path == "/missing" { "404 Not Found" } else { "200 OK" };
                        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 70000\r\n\r\n");
                        let body = vec![b'x'; 70_000];
                        if path == "/lost"
                            || stream.write_all(&[answer.as_bytes(), &body].concat()).is_err()
                        {
                            return;
                        }
                    }
                });
            }
        });
        address
    }

    fn effort(connections: usize) -> Effort {
        let (warm_up, length) = (Duration::from_millis(50), Duration::from_millis(200));
        Effort { connections, warm_up, length }
    }

    fn load(paths: &[&str], steps: usize, connections: usize) -> anyhow::Result<Outcome> {
        let server = server();
        let mut requests = if steps == 1 { Requests::single() } else { Requests::exclusive(steps) };
        for path in paths {
            requests.push(&super::super::get(server, path, &super::super::Credential::Nobody));
        }
        run(server, &requests, effort(connections), || Ok(())).map(|(outcome, (), ())| outcome)
    }

    #[test]
    fn answers_are_counted_and_nothing_is_an_error() {
        let outcome = load(&["/a", "/b"], 1, 5).unwrap();
        assert!(outcome.turns > 5, "{}", outcome.turns);
        assert_eq!((outcome.errors, outcome.latencies.len() as u64), (0, outcome.turns));
    }

    #[test]
    fn a_turn_of_several_requests_counts_once() {
        let outcome = load(&["/a"; 12], 3, 4).unwrap();
        let requests = outcome.latencies.len() as u64;
        // At both ends of the time that counts, a turn of each connection counts in part.
        assert!(requests.abs_diff(3 * outcome.turns) <= 2 * 3 * 4, "{requests}, {}", outcome.turns);
        assert_eq!(outcome.errors, 0);
        assert!(load(&["/a"; 12], 3, 5).is_err());
    }

    #[test]
    fn refusals_and_lost_connections_are_errors() {
        let outcome = load(&["/missing"], 1, 2).unwrap();
        assert!(outcome.errors >= outcome.turns && outcome.turns > 0);
        let outcome = load(&["/lost"], 1, 2).unwrap();
        assert_eq!((outcome.errors, outcome.turns), (2, 0));
    }
}
