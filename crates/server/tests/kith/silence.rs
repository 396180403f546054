//! A database that says nothing: frozen, or behind a network that drops everything.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use url::Url;

use crate::process::{PATIENCE, Server, create_user, kith, token};
use crate::wire::{Answer, Wire};

/// What is linked, once; the database says whether it is there already.
const ACCOUNT: &str = r#"{"provider": "google", "ext_id": "1155"}"#;

/// Whether bytes pass.
#[derive(Default)]
struct Gate {
    closed: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn close(&self) {
        *self.closed.lock().unwrap() = true;
    }

    fn open(&self) {
        *self.closed.lock().unwrap() = false;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let closed = self.closed.lock().unwrap();
        drop(self.opened.wait_while(closed, |closed| *closed).unwrap());
    }
}

/// Stands between Kith and the database, which looks dead from here while the gate is closed: it takes
/// connections, as the system does for a process that is stopped, and answers nothing.
fn relay(to: SocketAddr, gate: &Arc<Gate>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let gate = Arc::clone(gate);
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let Ok(database) = TcpStream::connect(to) else { continue };
            for (from, to) in [(&client, &database), (&database, &client)] {
                let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                let gate = Arc::clone(&gate);
                thread::spawn(move || copy(from, to, &gate));
            }
        }
    });
    address
}

fn copy(mut from: TcpStream, mut to: TcpStream, gate: &Gate) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut bytes) {
        gate.pass();
        if to.write_all(&bytes[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

mod postgres {
    use super::*;
    use crate::database::Place;

    #[test]
    #[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
    fn nobody_waits_for_a_frozen_database_and_it_is_found_again() {
        let place = Place::postgres();
        let gate = Arc::new(Gate::default());
        let mut url = Url::parse(&place.url()).unwrap();
        let database = url.socket_addrs(|| Some(5432)).unwrap()[0];
        url.set_port(Some(relay(database, &gate).port())).unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        let mut command = kith(url.as_str());
        // All that would end the waiting otherwise comes far later than the test is patient.
        command.env("KITH__DATABASE__SILENCE_TIMEOUT", "1s").arg("serve");
        let server = Server::run(&mut command);
        let token = token(&place.url(), &create_user(&place.url(), &["anna"]));
        let requests = [
            "GET /ready HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
            format!(
                "GET /api/v2/user/me/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
            ),
            format!(
                "POST /api/v2/user/1/provider/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
                 Content-Length: {}\r\n\r\n{ACCOUNT}",
                ACCOUNT.len()
            ),
            "GET /v2/user HTTP/1.1\r\nHost: x\r\nX-Vital-Api-Key: unknown\r\n\r\n".to_owned(),
        ];
        let ask = &|request: &String| -> Answer {
            let mut wire = Wire::open(&server);
            wire.say(request);
            wire.answer().unwrap()
        };
        let before: Vec<_> = requests.iter().map(|request| ask(request).status).collect();
        assert_eq!(before[..2], [200, 200]);
        assert!(before.iter().all(|status| *status < 500), "{before:?}");

        for round in 0..2 {
            gate.close();
            let started = Instant::now();
            thread::scope(|scope| {
                // Many at once: more than there are connections.
                for request in requests.iter().cycle().take(80) {
                    scope.spawn(move || {
                        let answer = ask(request);
                        assert_eq!(answer.status, 503, "{request}{}", answer.body);
                        assert_eq!(answer.header("retry-after"), Some("1"));
                    });
                }
            });
            assert!(started.elapsed() < PATIENCE, "round {round}");

            gate.open();
            let started = Instant::now();
            let is_well = || requests.iter().map(ask).all(|answer| answer.status < 500);
            while !is_well() {
                assert!(started.elapsed() < PATIENCE, "it is not found again in round {round}");
                thread::sleep(Duration::from_millis(10));
            }
            for request in requests.iter().cycle().take(40) {
                assert!(ask(request).status < 500, "found, and lost again: {request}");
            }
        }
    }
}
