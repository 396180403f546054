//! What only a real connection shows.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpServer;
use kith_http::Services;

use crate::support::Kith;
use crate::support::doubles::{Trouble, Troubled};

/// A connection, and the status and body of what comes back on it.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Self(BufReader::new(stream))
    }

    fn send(&mut self, request: &str, has_body: bool) -> (u16, String) {
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let mut status = String::new();
        self.0.read_line(&mut status).unwrap();
        let status = status.split(' ').nth(1).unwrap().parse().unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).unwrap();
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().unwrap();
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; if has_body { length } else { 0 }];
        self.0.read_exact(&mut body).unwrap();
        (status, String::from_utf8(body).unwrap())
    }
}

#[actix_web::test]
async fn a_connection_outlives_panics_refusals_and_heads() {
    let mut served = None;
    Kith::start_with(|services| {
        services.associations = Arc::new(Troubled(Trouble::Panic));
        served = Some(services.clone());
    })
    .await;
    on_a_server(served.unwrap(), |address| {
        let mut connection = Connection::open(address);
        let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: kith.example\r\n\r\n");
        for _ in 0..3 {
            let (status, body) = connection.send(&get("/api/v2/user/1/provider/"), true);
            assert_eq!(status, 500);
            assert!(body.contains("internal_error"), "{body}");
            let head = get("/api/v2/user/1/").replace("GET", "HEAD");
            assert_eq!(connection.send(&head, false).0, 200);
            // With a body on the HEAD's answer, this would read the rest of it as a status line.
            let (status, body) = connection.send(&get("/api/v2/user/1/"), true);
            assert_eq!(status, 200);
            assert!(body.contains("http://kith.example/assets/avatar.svg"), "{body}");
        }
        // A refusal does not wait for the body.
        let unread = "POST /api/v2/sso/signup/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";
        assert_eq!(connection.send(unread, true).0, 401);
        // A body that is announced and too large is refused before it is sent.
        let large = "POST /api/v2/jwt/verify_token/ HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n";
        let (status, body) = Connection::open(address).send(large, true);
        assert_eq!(status, 413);
        assert!(body.contains("too_large"), "{body}");
        // One that grows chunk by chunk is refused once it has grown too large.
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        let growing = format!(
            "POST /api/v2/jwt/verify_token/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}{chunk}"
        );
        let (status, body) = Connection::open(address).send(&growing, true);
        assert_eq!(status, 413);
        assert!(body.contains("too_large"), "{body}");
    })
    .await;
}

#[actix_web::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let mut served = None;
    let kith = Kith::start_with(|services| {
        services.options.body_timeout = Duration::from_millis(100);
        served = Some(services.clone());
    })
    .await;
    let key = kith.key.clone();
    on_a_server(served.unwrap(), move |address| {
        let stalled =
            "POST /api/v2/jwt/verify_token/ HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{";
        let (status, body) = Connection::open(address).send(stalled, true);
        assert_eq!(status, 400);
        assert!(body.contains("The body did not arrive in time."), "{body}");
        let stalled = format!(
            "POST /v2/user HTTP/1.1\r\nHost: x\r\nX-Vital-Api-Key: {key}\r\nContent-Length: 50\r\n\r\n{{"
        );
        let (status, body) = Connection::open(address).send(&stalled, true);
        assert_eq!((status, &*body), (408, r#"{"detail":"The body did not arrive in time"}"#));
        let stalled = stalled.replace("POST /v2/user", "PUT /kith/v1/users/1/providers/oura");
        let (status, body) = Connection::open(address).send(&stalled, true);
        assert_eq!(status, 408);
        assert!(body.contains("too_slow"), "{body}");
    })
    .await;
}

/// Serves on a real socket while a client of its own thread asks.
async fn on_a_server(services: Services, ask: impl FnOnce(SocketAddr) + Send + 'static) {
    let server = HttpServer::new(move || kith_http::app(services.clone()))
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    let running = actix_web::rt::spawn(server);
    let client = std::thread::spawn(move || ask(address));
    let joined = actix_web::web::block(move || client.join()).await.unwrap();
    handle.stop(false).await;
    running.await.unwrap().unwrap();
    joined.unwrap();
}
