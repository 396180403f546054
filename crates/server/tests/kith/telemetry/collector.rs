//! A collector of traces that keeps what it is sent.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;

/// A collector that takes spans by OTLP over HTTP.
pub(super) struct Collector {
    pub(super) endpoint: String,
    batches: Receiver<ExportTraceServiceRequest>,
}

impl Collector {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let (sender, batches) = mpsc::channel();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let (connection, sender) = (connection.unwrap(), sender.clone());
                thread::spawn(move || serve(connection, &sender));
            }
        });
        Self { endpoint, batches }
    }

    /// What has been sent by now.
    pub(super) fn batches(&self) -> Vec<ExportTraceServiceRequest> {
        self.batches.try_iter().collect()
    }
}

/// All spans of some batches.
pub(super) fn spans(batches: &[ExportTraceServiceRequest]) -> Vec<&Span> {
    let resources = batches.iter().flat_map(|batch| &batch.resource_spans);
    resources.flat_map(|one| &one.scope_spans).flat_map(|one| &one.spans).collect()
}

/// Answers requests until the other side leaves.
fn serve(connection: TcpStream, sender: &Sender<ExportTraceServiceRequest>) {
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut writer = connection;
    loop {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim_end() {
                "" => break,
                text => head.push(text.to_ascii_lowercase()),
            }
        }
        assert_eq!(head[0], "post /v1/traces http/1.1");
        assert!(head.iter().any(|line| line == "content-type: application/x-protobuf"), "{head:?}");
        let length = head.iter().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        reader.read_exact(&mut body).unwrap();
        sender.send(ExportTraceServiceRequest::decode(body.as_slice()).unwrap()).unwrap();
        writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
    }
}
