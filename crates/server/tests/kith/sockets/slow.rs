//! Clients that send a byte now and then, to keep others from being served.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::database::Place;
use crate::process::{Client, Server, create_user, kith};

/// How many there are at once.
const SLOW: usize = 2000;
/// The files that they, the server's ends, and the rest of the tests have open at most.
const FILES: u64 = 8192;
/// How long each keeps silent between two bytes.
const PAUSE: Duration = Duration::from_secs(2);
/// So many send their bytes together; one group after the other, evenly spread.
const GROUP: usize = 20;
/// How often the healthy client is timed without them, and with them.
const ROUNDS: usize = 5;
/// How many requests it makes each time.
const REQUESTS: usize = 1000;
/// Within which the server must have closed all of them; its time-outs are far below that.
const PATIENCE: Duration = Duration::from_mins(1);

/// A slow client, in the middle of its request.
struct Slow {
    stream: TcpStream,
    /// What it has still to send, one byte a while.
    rest: std::iter::Cycle<std::slice::Iter<'static, u8>>,
}

impl Slow {
    /// Every second one is slow with the head of its request, the others with the body.
    fn start(server: &Server, number: usize) -> Self {
        let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
        let start: &[u8] = if number.is_multiple_of(2) {
            b"GET /api/v2/user/1/ HTTP/1.1\r\nHost: kith\r\nX-Slow: "
        } else {
            b"POST /api/v2/jwt/verify_token/ HTTP/1.1\r\nHost: kith\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
        };
        stream.write_all(start).unwrap();
        stream.set_nonblocking(true).unwrap();
        Self { stream, rest: b" x".iter().cycle() }
    }

    /// Sends its next byte. Whether the connection is still open.
    fn go_on(&mut self) -> bool {
        let mut answer = [0; 4096];
        loop {
            match self.stream.read(&mut answer) {
                // What is answered, and in the end that nothing more comes.
                Ok(0) => return false,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => return false,
            }
        }
        let Some(byte) = self.rest.next() else { return false };
        self.stream.write_all(&[*byte]).is_ok()
    }
}

/// Lets all of them go on until they are told to stop. Who is closed begins anew: there are always as
/// many.
fn trickle(server: &Server, slow: &mut [Slow], stop: &AtomicBool) {
    let groups = slow.len().div_ceil(GROUP);
    for group in (0..groups).cycle() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        for (number, one) in slow.iter_mut().enumerate().skip(group * GROUP).take(GROUP) {
            if !one.go_on() {
                *one = Slow::start(server, number);
            }
        }
        thread::park_timeout(PAUSE / u32::try_from(groups).unwrap());
    }
}

/// The time within which 99 of 100 requests are answered.
fn p99(client: &Client) -> Duration {
    let mut times: Vec<_> = (0..REQUESTS)
        .map(|_| {
            let begun = Instant::now();
            let (status, _) = client.get("/api/v2/user/1/");
            assert_eq!(status, 200);
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[REQUESTS * 99 / 100]
}

/// What else happens on this machine only adds to a time: the least is the server's own.
fn least(times: Vec<Duration>) -> Duration {
    times.into_iter().min().unwrap()
}

#[test]
fn slow_clients_disturb_nobody_and_are_closed_in_the_end() {
    let files = rlimit::increase_nofile_limit(FILES).unwrap();
    assert!(
        files >= 3 * SLOW as u64,
        "this test needs `ulimit -Hn` to be {FILES}, and it is {files}"
    );
    let place = Place::sqlite();
    // The server has the same bound of open files, since it is started now.
    let server = Server::run(
        kith(&place.url())
            .env("KITH__SERVER__HEADER_TIMEOUT", "10s")
            .env("KITH__SERVER__BODY_TIMEOUT", "10s")
            .arg("serve"),
    );
    create_user(&place.url(), &["anna"]);
    let client = Client::new(&server, None);
    p99(&client);

    let (mut alone, mut among) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        alone.push(p99(&client));
        let mut slow: Vec<_> = (0..SLOW).map(|number| Slow::start(&server, number)).collect();
        // Behind all of them: when it is answered, they are accepted. This is about their being there,
        // not about their coming.
        p99(&Client::new(&server, None));
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let trickling = scope.spawn(|| trickle(&server, &mut slow, &stop));
            among.push(p99(&client));
            stop.store(true, Ordering::Relaxed);
            trickling.thread().unpark();
        });
    }

    let begun = Instant::now();
    let mut slow: Vec<_> = (0..SLOW).map(|number| Slow::start(&server, number)).collect();
    while !slow.is_empty() && begun.elapsed() < PATIENCE {
        slow.retain_mut(Slow::go_on);
        thread::park_timeout(PAUSE);
    }
    assert!(
        slow.is_empty(),
        "{} of {SLOW} slow connections are open after {PATIENCE:?}",
        slow.len()
    );
    let closed = begun.elapsed();
    p99(&client);
    let (status, log) = server.stop("-TERM");
    assert!(status.success() && !log.contains("panicked"), "{log}");

    eprintln!(
        "p99 of {ROUNDS} rounds alone {alone:?}, among {SLOW} slow clients {among:?}; all of these closed after {closed:?}"
    );
    let (alone, among) = (least(alone), least(among));
    assert!(among < 3 * alone, "p99 {among:?} among {SLOW} slow clients, {alone:?} without them");
}

/// Asks for large answers and takes none of them.
#[cfg(target_os = "linux")]
#[test]
fn who_takes_nothing_of_an_answer_is_cut_off() {
    let place = Place::sqlite();
    let mut command = kith(&place.url());
    let server = Server::run(command.env("KITH__SERVER__BODY_TIMEOUT", "1s").arg("serve"));
    let mut stream = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    let ask = "GET /openapi.json HTTP/1.1\r\nHost: kith\r\n\r\n".repeat(16);
    // More than the system takes for either end.
    stream.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    let begun = Instant::now();
    let error = loop {
        match stream.write_all(ask.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => break error,
            _ => assert!(begun.elapsed() < PATIENCE, "it is still open after {PATIENCE:?}"),
        }
    };
    let cut_off = [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe, ErrorKind::TimedOut];
    assert!(cut_off.contains(&error.kind()), "{error}");
    assert!(begun.elapsed() > Duration::from_secs(1), "{:?}", begun.elapsed());
    assert_eq!(Client::new(&server, None).get("/health").0, 200);
}
