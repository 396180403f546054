//! One connection at a time, and what came of each request on it.

use std::net::SocketAddr;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST, RETRY_AFTER};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::call::{Call, Credential};

/// After how long a request counts as left hanging.
const HANGS: Duration = Duration::from_secs(20);

/// An answer that came whole.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Seconds, if the answer has the header.
    pub(crate) retry_after: Option<u64>,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The body as JSON; null if it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text, for messages.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether the body is one of the three envelopes of failures.
    pub(crate) fn has_envelope(&self) -> bool {
        let body = self.json();
        ["errors", "detail", "title"].iter().any(|name| !body[*name].is_null())
    }
}

/// What came of a request.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// It was answered, and the answer was read to its end.
    Answered(Answer),
    /// There was no connection, so nothing was sent.
    NotSent(String),
    /// The connection ended before the answer did.
    CutOff(String),
    /// Nothing came for so long that nothing will.
    Hangs,
}

impl Outcome {
    /// The status, if there was an answer.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Answered(answer) => Some(answer.status),
            _ => None,
        }
    }

    /// In a few words.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Answered(answer) => format!("{} {}", answer.status, answer.text()),
            Self::NotSent(error) => format!("no connection: {error}"),
            Self::CutOff(error) => format!("cut off: {error}"),
            Self::Hangs => "no answer".to_owned(),
        }
    }
}

/// Somebody who asks one thing after the other, on a connection that is kept.
pub(crate) struct Client {
    address: SocketAddr,
    connection: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, connection: None }
    }

    pub(crate) async fn send(&mut self, call: &Call) -> Outcome {
        match timeout(HANGS, self.exchange(call)).await {
            Ok(Ok(answer)) => Outcome::Answered(answer),
            Ok(Err(outcome)) => {
                self.connection = None;
                outcome
            }
            Err(_) => {
                self.connection = None;
                Outcome::Hangs
            }
        }
    }

    async fn exchange(&mut self, call: &Call) -> Result<Answer, Outcome> {
        let mut request =
            self.request(call).map_err(|error| Outcome::NotSent(error.to_string()))?;
        let cut_off = |error: hyper::Error| Outcome::CutOff(error.to_string());
        let response = loop {
            let was_idle = self.connection.is_some();
            let connection = self.connected().await.map_err(Outcome::NotSent)?;
            match connection.try_send_request(request).await {
                Ok(response) => break response,
                Err(mut failed) => match failed.take_message() {
                    // An idle connection is closed after a while, and nothing was sent yet.
                    Some(unsent) if was_idle => request = unsent,
                    _ => return Err(cut_off(failed.into_error())),
                },
            }
            self.connection = None;
        };
        let (head, body) = response.into_parts();
        let body = body.collect().await.map_err(cut_off)?.to_bytes();
        let retry_after = head.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = retry_after.and_then(|value| value.parse().ok());
        Ok(Answer { status: head.status.as_u16(), retry_after, body })
    }

    /// The connection, if it still stands, or a new one.
    async fn connected(&mut self) -> Result<&mut SendRequest<Full<Bytes>>, String> {
        let stands = match &mut self.connection {
            Some(connection) => connection.ready().await.is_ok(),
            None => false,
        };
        if !stands {
            self.connection = None;
        }
        if self.connection.is_none() {
            let stream =
                TcpStream::connect(self.address).await.map_err(|error| error.to_string())?;
            let _ = stream.set_nodelay(true);
            let opened = handshake(TokioIo::new(stream)).await;
            let (connection, driver) = opened.map_err(|error| error.to_string())?;
            // Ends with the connection; what it has to say is said to whoever sends.
            tokio::spawn(driver);
            self.connection = Some(connection);
        }
        self.connection.as_mut().ok_or_else(|| "the connection is gone".to_owned())
    }

    fn request(&self, call: &Call) -> Result<hyper::Request<Full<Bytes>>, hyper::http::Error> {
        let mut request = hyper::Request::builder().method(call.method).uri(&call.path);
        request = request.header(HOST, self.address.to_string());
        request = match &call.credential {
            Credential::Nobody => request,
            Credential::Token(token) => request.header("authorization", format!("Bearer {token}")),
            Credential::Key(key) => request.header("x-vital-api-key", &**key),
        };
        let body = call.body.as_ref().map_or_else(String::new, Value::to_string);
        request.header(CONTENT_TYPE, "application/json").body(Full::new(Bytes::from(body)))
    }
}
