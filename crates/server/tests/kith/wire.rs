//! Bytes over a connection, where a client of HTTP would say too little.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::process::Server;

/// What has to come at once, on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// One connection.
pub(crate) struct Wire<S = TcpStream>(BufReader<S>);

/// One answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A connection to the server, before anything is said.
pub(crate) fn stream(server: &Server) -> io::Result<TcpStream> {
    let (_, address) = server.url.split_once("://").unwrap();
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(stream)
}

impl Wire {
    pub(crate) fn open(server: &Server) -> Self {
        Self::over(stream(server).unwrap())
    }
}

impl<S: Read + Write> Wire<S> {
    pub(crate) fn over(stream: S) -> Self {
        Self(BufReader::new(stream))
    }

    pub(crate) fn say(&mut self, bytes: &str) {
        self.try_say(bytes).unwrap();
    }

    /// The same to who may have closed the connection.
    pub(crate) fn try_say(&mut self, bytes: &str) -> io::Result<()> {
        self.0.get_mut().write_all(bytes.as_bytes())?;
        self.0.get_mut().flush()
    }

    /// Asks without a body.
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.say(&format!("GET {path} HTTP/1.1\r\nHost: kith.example\r\n\r\n"));
        self.answer().unwrap()
    }

    /// Announces a body of that many bytes, and waits until a handler wants it.
    pub(crate) fn begin(&mut self, path: &str, length: usize) {
        self.say(&format!(
            "POST {path} HTTP/1.1\r\nHost: kith.example\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\nExpect: 100-continue\r\n\r\n"
        ));
        assert_eq!(self.answer().unwrap().status, 100);
    }

    /// The next answer; `None` if the connection is closed instead.
    pub(crate) fn answer(&mut self) -> Option<Answer> {
        let mut line = String::new();
        if self.0.read_line(&mut line).unwrap_or(0) == 0 {
            return None;
        }
        let status = line.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            line.clear();
            self.0.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let mut answer = Answer { status, headers, body: String::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        answer.body = String::from_utf8(body).unwrap();
        Some(answer)
    }

    /// Whatever comes until the connection is closed.
    pub(crate) fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        // A connection that is cut off has said what it had to say.
        let _ = self.0.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
