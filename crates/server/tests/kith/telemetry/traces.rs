//! Spans, as a collector gets them.

use std::io::Write as _;
use std::net::TcpStream;

use opentelemetry_proto::tonic::common::v1::any_value::Value as AnyValue;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;

use super::collector::{Collector, spans};
use crate::database::{Place, on_both};
use crate::process::{Client, Server, create_user, kith, token};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

fn a_request_and_what_it_asks_of_the_database_are_spans_of_the_callers_trace(place: &Place) {
    let collector = Collector::start();
    let mut command = kith(&place.url());
    command.env("KITH__TELEMETRY__OTLP_ENDPOINT", &collector.endpoint);
    let server = Server::run(command.arg("serve"));
    let anna = create_user(&place.url(), &["anna"]);
    let token = token(&place.url(), &anna);
    let ask = ureq::get(format!("{}/api/v2/user/{}/provider/", server.url, anna["id"]));
    let ask = ask.header("authorization", format!("Bearer {token}"));
    let ask = ask.header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    assert_eq!(ask.header("x-request-id", "traced").call().unwrap().status(), 200);
    // A trace of its own.
    assert_eq!(Client::new(&server, None).get("/api/v2/nowhere/987654321").0, 404);
    let mut stranger = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    let made_up =
        "MADEUP /api/v2/user/1/provider/ HTTP/1.1\r\nhost: kith\r\nconnection: close\r\n\r\n";
    stranger.write_all(made_up.as_bytes()).unwrap();
    assert!(std::io::read_to_string(stranger).unwrap().starts_with("HTTP/1.1 405"));
    // What is left is exported at the end.
    let (status, log) = server.stop("-TERM");
    assert!(status.success() && !log.contains("kith_trace"), "{log}");

    let batches = collector.batches();
    let resource = batches[0].resource_spans[0].resource.as_ref().unwrap();
    assert_eq!(text(&resource.attributes, "service.name").as_deref(), Some("kith"));
    let spans = spans(&batches);
    let one = |name: &str| {
        let found: Vec<_> = spans.iter().filter(|span| span.name == name).collect();
        assert_eq!(found.len(), 1, "{name} among {spans:?}");
        *found[0]
    };
    let request = one("GET /api/v2/user/{id}/provider");
    assert_eq!(hex(&request.trace_id), TRACE);
    assert_eq!(hex(&request.parent_span_id), PARENT);
    assert_eq!(request.kind(), SpanKind::Server);
    assert!(request.end_time_unix_nano > request.start_time_unix_nano);
    for (key, value) in [
        ("http.request.method", "GET"),
        ("http.route", "/api/v2/user/{id}/provider"),
        ("http.response.status_code", "200"),
        ("request_id", "traced"),
    ] {
        assert_eq!(text(&request.attributes, key).as_deref(), Some(value), "{request:?}");
    }
    // The caller was looked up, and then the associations were read.
    let asked: Vec<_> =
        spans.iter().filter(|span| span.parent_span_id == request.span_id).collect();
    assert!(asked.len() >= 2, "{spans:?}");
    for asked in asked {
        assert_eq!((hex(&asked.trace_id).as_str(), asked.kind()), (TRACE, SpanKind::Client));
        let system = text(&asked.attributes, "db.system.name").unwrap();
        assert_eq!(system, place.kind().to_lowercase());
        assert!(text(&asked.attributes, "db.operation.name").is_some());
    }
    let unmatched = one("GET unmatched");
    assert_ne!(hex(&unmatched.trace_id), TRACE);
    assert!(unmatched.parent_span_id.is_empty());
    let other = one("HTTP /api/v2/user/{id}/provider");
    assert_eq!(text(&other.attributes, "http.request.method").as_deref(), Some("_OTHER"));
    // Neither ids nor credentials are told, nor what a client makes up.
    let everything = format!("{batches:?}");
    assert!(!everything.contains("987654321") && !everything.contains("MADEUP"), "{everything}");
    assert!(!everything.contains(&token), "{everything}");
}

on_both!(a_request_and_what_it_asks_of_the_database_are_spans_of_the_callers_trace);

#[test]
fn who_asks_for_no_sample_gets_none() {
    let place = Place::sqlite();
    let collector = Collector::start();
    let mut command = kith(&place.url());
    command.env("KITH__TELEMETRY__OTLP_ENDPOINT", &collector.endpoint);
    let server = Server::run(command.env("KITH__TELEMETRY__SAMPLE_RATIO", "0").arg("serve"));
    assert_eq!(Client::new(&server, None).get("/health").0, 200);
    let sampled = ureq::get(format!("{}/ready", server.url));
    let sampled = sampled.header("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    assert_eq!(sampled.call().unwrap().status(), 200);
    assert!(server.stop("-TERM").0.success());
    // The caller of one of the two has decided otherwise.
    let batches = collector.batches();
    let names: Vec<_> = spans(&batches).iter().map(|span| &*span.name).collect();
    assert!(names.contains(&"GET /ready") && !names.contains(&"GET /health"), "{names:?}");
}

/// A collector that is away costs its spans, and nothing else.
#[test]
fn without_its_collector_kith_goes_on() {
    let place = Place::sqlite();
    let mut command = kith(&place.url());
    // The port of nobody: it was free a moment ago.
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    command.env("KITH__TELEMETRY__OTLP_ENDPOINT", format!("http://{nobody}"));
    let server = Server::run(command.arg("serve"));
    assert_eq!(Client::new(&server, None).get("/ready").0, 200);
    let (status, log) = server.stop("-TERM");
    assert!(status.success(), "{log}");
    assert!(log.contains("spans cannot be exported"), "{log}");
}

fn hex(bytes: &[u8]) -> String {
    let bytes: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.concat()
}

/// The value of an attribute, as text.
fn text(
    attributes: &[opentelemetry_proto::tonic::common::v1::KeyValue],
    key: &str,
) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.key == key)?;
    Some(match attribute.value.as_ref()?.value.as_ref()? {
        AnyValue::StringValue(text) => text.clone(),
        AnyValue::IntValue(number) => number.to_string(),
        other => format!("{other:?}"),
    })
}
