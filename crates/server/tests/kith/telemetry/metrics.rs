//! The numbers, after requests that are known.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use serde_json::json;

use super::scrape::Scrape;
use crate::database::{Place, on_both};
use crate::process::{Client, Server, create_user, kith, token};

const PROVIDER: &str = "/api/v2/user/{id}/provider";

fn start(place: &Place) -> Server {
    Server::run(kith(&place.url()).env("KITH__METRICS__LISTEN", "127.0.0.1:0").arg("serve"))
}

fn requests_are_counted_by_route_and_nothing_of_theirs_becomes_a_label(place: &Place) {
    let server = start(place);
    let metrics = server.metrics.clone().unwrap();
    let anna = create_user(&place.url(), &["anna"]);
    let client = Client::new(&server, Some(&token(&place.url(), &anna)));
    let path = format!("/api/v2/user/{}/provider/", anna["id"]);
    for _ in 0..3 {
        assert_eq!(client.get(&path).0, 200);
    }
    let google = json!({"provider": "google", "ext_id": "canary-1155"});
    assert_eq!(client.post(&path, &google).0, 201);
    assert_eq!(client.get("/api/v2/user/987654321/provider/?canary=1").0, 404);
    assert_eq!(client.get("/canary/987654321").0, 404);
    assert_eq!(status_of(&server, &format!("CANARY {path} HTTP/1.1")), "405");
    assert_eq!(client.send("GET", &path, Some("canary-token"), None).0, 401);
    assert_eq!(client.get("/v2/user/987654321").0, 401);
    assert_eq!(client.get("/kith/v1/users/987654321").0, 403);

    let scrape = Scrape::of(&metrics);
    let requests = |route: &str, method: &str, status: u16| {
        format!(
            "kith_http_requests_total{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}"
        )
    };
    scrape.expect(&requests(PROVIDER, "GET", 200), 3);
    scrape.expect(&requests(PROVIDER, "POST", 201), 1);
    scrape.expect(&requests(PROVIDER, "GET", 404), 1);
    scrape.expect(&requests(PROVIDER, "GET", 401), 1);
    scrape.expect(&requests(PROVIDER, "other", 405), 1);
    scrape.expect(&requests("unmatched", "GET", 404), 1);
    scrape.expect(&requests("/v2/user/{user_id}", "GET", 401), 1);
    scrape.expect(&requests("/kith/v1/users/{user_id}", "GET", 403), 1);
    // Each is in the histogram, too, and took some time, but not an hour.
    let durations = |kind: &str| {
        format!("kith_http_request_duration_seconds_{kind}{{method=\"GET\",route=\"{PROVIDER}\"}}")
    };
    scrape.expect(&durations("count"), 5);
    let sum = scrape.number(&durations("sum"));
    assert!(sum > 0.0 && sum < 3600.0, "{sum}");
    for (api, code) in [
        ("selfcommunity", "not_found"),
        ("selfcommunity", "method_not_allowed"),
        ("selfcommunity", "token_not_valid"),
        ("junction", "token_not_valid"),
        ("kith", "forbidden"),
    ] {
        let times = if code == "not_found" { 2 } else { 1 };
        scrape.expect(&format!("kith_http_refusals_total{{api=\"{api}\",code=\"{code}\"}}"), times);
    }
    scrape.expect("kith_http_requests_under_way", 0);
    scrape.expect("kith_rate_limited_total{limit=\"address\"}", 0);
    scrape.expect(&format!("kith_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION")), 1);
    for sent in ["987654321", "canary", "CANARY"] {
        assert!(!scrape.text.contains(sent), "{sent} in {}", scrape.text);
    }
    let routes = scrape.text.lines().filter(|line| line.contains("route="));
    assert!(routes.clone().count() > 50);
    let known = [PROVIDER, "/v2/user/{user_id}", "/kith/v1/users/{user_id}", "unmatched"];
    let known = known.map(|route| format!("route=\"{route}\""));
    let is_known = |line: &str| known.iter().any(|route| line.contains(route));
    assert!(routes.into_iter().all(is_known), "{}", scrape.text);
    tells_how_busy_the_database_is(&scrape, place);
    #[cfg(target_os = "linux")]
    {
        assert!(scrape.number("process_resident_memory_bytes") > 1_000_000.0);
        assert!(scrape.number("process_threads") >= 2.0);
        assert!(scrape.number("process_open_fds") >= 3.0);
        assert!(scrape.number("process_start_time_seconds") > 1_700_000_000.0);
    }
    // The public address does not show them.
    assert_eq!(client.get("/metrics").0, 404);
    is_the_table_of_the_handbook(&scrape, place);
}

/// The status that a request line gets.
fn status_of(server: &Server, line: &str) -> String {
    let mut connection = TcpStream::connect(server.url.strip_prefix("http://").unwrap()).unwrap();
    connection
        .write_all(format!("{line}\r\nhost: kith\r\nconnection: close\r\n\r\n").as_bytes())
        .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().to_owned()
}

fn tells_how_busy_the_database_is(scrape: &Scrape, place: &Place) {
    match place {
        Place::Sqlite(_) => {
            for queue in ["read", "long_read", "write"] {
                scrape.expect(&format!("kith_database_queue_length{{queue=\"{queue}\"}}"), 0);
                scrape.expect(&format!("kith_database_queue_capacity{{queue=\"{queue}\"}}"), 512);
            }
        }
        Place::Postgres(_) => {
            scrape.expect("kith_database_connections{state=\"in_use\"}", 0);
            // The one that linked the account, at least.
            assert!(scrape.number("kith_database_connections{state=\"idle\"}") >= 1.0);
            scrape.expect("kith_database_connections_capacity", 16);
            scrape.expect("kith_database_connections_waiting", 0);
            assert!(scrape.number("kith_database_pipelines") >= 1.0);
            scrape.expect("kith_database_pipeline_requests", 0);
        }
    }
}

/// The first column of the table is the name, the last the database where it is shown; every row is
/// shown, and nothing else.
fn is_the_table_of_the_handbook(scrape: &Scrape, place: &Place) {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operations.md");
    let page = std::fs::read_to_string(page).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `kith_"));
    let documented: BTreeSet<String> = rows
        .chain(page.lines().filter(|line| line.starts_with("| `process_")))
        .map(|row| row.split('|').map(str::trim).collect::<Vec<_>>())
        .filter(|cells| ["both", place.kind()].contains(&cells[cells.len() - 2]))
        .map(|cells| cells[1].trim_matches('`').to_owned())
        .collect();
    assert!(documented.len() > 10, "does this test still look? {documented:?}");
    assert_eq!(scrape.names(), documented);
}

fn a_request_is_under_way_until_it_ends(place: &Place) {
    let server = start(place);
    let metrics = server.metrics.clone().unwrap();
    let address = server.url.strip_prefix("http://").unwrap();
    let anna = create_user(&place.url(), &["anna"]);
    let (id, token) = (&anna["id"], token(&place.url(), &anna));
    let mut connection = TcpStream::connect(address).unwrap();
    // A body that does not come.
    let head = format!(
        "POST /api/v2/user/{id}/provider/ HTTP/1.1\r\nhost: kith\r\n\
         authorization: Bearer {token}\r\ncontent-length: 100\r\n\r\n{{"
    );
    connection.write_all(head.as_bytes()).unwrap();
    Scrape::wait(&metrics, "kith_http_requests_under_way", 1);
    drop(connection);
    Scrape::wait(&metrics, "kith_http_requests_under_way", 0);
}

on_both!(
    requests_are_counted_by_route_and_nothing_of_theirs_becomes_a_label,
    a_request_is_under_way_until_it_ends
);

#[test]
fn without_an_address_there_are_none() {
    let place = Place::sqlite();
    let server = Server::start(&place);
    assert_eq!(server.metrics, None);
    assert_eq!(Client::new(&server, None).get("/metrics").0, 404);
    let (_, log) = server.stop("-TERM");
    assert!(!log.contains("metrics"), "{log}");
}
