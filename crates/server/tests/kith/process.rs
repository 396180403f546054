//! The binary as a process, and what one says to it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

use crate::database::Place;

pub(crate) const SECRET: &str = "a-secret-that-only-these-tests-know";

/// How long to wait for what should come at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The command, with nothing of the caller's settings.
pub(crate) fn kith(database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kith"));
    command
        .env_clear()
        .env("KITH__DATABASE__URL", database)
        .env("KITH__AUTH__JWT_SECRETS", SECRET)
        .env("KITH__SERVER__LISTEN", "127.0.0.1:0")
        // A machine that is busy with other tests is no fault.
        .env("KITH__DATABASE__CONNECT_TIMEOUT", "60s")
        .env("KITH__DATABASE__STATEMENT_TIMEOUT", "60s")
        .env("KITH__DATABASE__SILENCE_TIMEOUT", "60s")
        .env("KITH__SERVER__REQUEST_TIMEOUT", "120s")
        // Tests send bad credentials by the hundred, all from one address.
        .env("KITH__LIMITS__FAILED_AUTHENTICATION_PER_MINUTE", "0")
        .stdin(Stdio::null());
    command
}

/// Runs a command that must succeed, and returns what it printed.
pub(crate) fn answer(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Runs a command that must fail, and returns what it complained of. One that goes on instead, as a
/// server does, is ended.
pub(crate) fn complaint(command: &mut Command) -> String {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let process = child.id().to_string();
    let (ended, ends) = mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        let goes_on = ends.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
        if goes_on {
            Command::new("kill").args(["-KILL", &process]).status().unwrap();
        }
        goes_on
    });
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    drop(ended);
    let goes_on = guard.join().unwrap();
    assert!(!goes_on && !status.success(), "{}", String::from_utf8_lossy(&stdout));
    String::from_utf8(stderr).unwrap()
}

/// Makes a user on the command line.
pub(crate) fn create_user(database: &str, arguments: &[&str]) -> Value {
    let mut command = kith(database);
    command.args(["user", "create", "--json", "--username"]).args(arguments);
    serde_json::from_str(&answer(&mut command)).unwrap()
}

/// Signs a token on the command line.
pub(crate) fn token(database: &str, user: &Value) -> String {
    answer(kith(database).args(["token", "--user", &user["id"].to_string()]))
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    log: Option<JoinHandle<String>>,
    pub(crate) url: String,
    /// Where its numbers are, if they are shown.
    pub(crate) metrics: Option<String>,
}

impl Server {
    pub(crate) fn start(place: &Place) -> Self {
        Self::run(kith(&place.url()).arg("serve"))
    }

    /// Runs the command and waits until it says where it listens.
    pub(crate) fn run(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (listening, listens) = mpsc::channel();
        // Read to the end, or the server would wait for a reader one day.
        let log = thread::spawn(move || {
            let mut log = String::new();
            let mut metrics = None;
            for line in lines.map_while(Result::ok) {
                if let Some((_, rest)) = line.split_once("metrics at ") {
                    let end = rest.find(|c: char| c.is_whitespace() || c == '"');
                    metrics = Some(rest[..end.unwrap_or(rest.len())].to_owned());
                }
                if let Some((_, rest)) = line.split_once("listening on ") {
                    let mut words = rest.split(|c: char| c.is_whitespace() || c == '"');
                    let url = words.next().unwrap_or_default();
                    let _ = listening.send((url.to_owned(), metrics.take()));
                }
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        let Ok((url, metrics)) = listens.recv_timeout(PATIENCE) else {
            let _ = child.kill();
            panic!("kith does not listen:\n{}", log.join().unwrap());
        };
        Self { child, log: Some(log), url, metrics }
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, waits, and returns how it ended and what it logged.
    pub(crate) fn stop(self, signal: &str) -> (ExitStatus, String) {
        self.signal(signal);
        self.ended()
    }

    /// What the system calls it.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal.
    pub(crate) fn signal(&self, signal: &str) {
        let process = self.process().to_string();
        assert!(Command::new("kill").args([signal, &process]).status().unwrap().success());
    }

    /// Waits until it has ended, and returns how, and what it logged.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        (status, self.log.take().unwrap().join().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody who asks, with a connection that is kept.
#[derive(Clone)]
pub(crate) struct Client {
    agent: ureq::Agent,
    url: String,
    token: Option<String>,
    key: Option<String>,
}

impl Client {
    pub(crate) fn new(server: &Server, token: Option<&str>) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        let token = token.map(str::to_owned);
        Self { agent: agent.into(), url: server.url.clone(), token, key: None }
    }

    /// A team's backend, which holds that key.
    pub(crate) fn backend(server: &Server, key: &str) -> Self {
        Self { key: Some(key.to_owned()), ..Self::new(server, None) }
    }

    /// Asks in whatever way, with a token of its own or with the client's.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> (u16, Value) {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url))
            .header("content-type", "application/json");
        if let Some(token) = token.or(self.token.as_deref()) {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(key) = &self.key {
            request = request.header("x-vital-api-key", key);
        }
        let answer = match (method, body) {
            ("GET" | "DELETE", _) => self.agent.run(request.body(()).unwrap()),
            (_, body) => {
                let body = body.map_or_else(String::new, Value::to_string);
                self.agent.run(request.body(body).unwrap())
            }
        };
        read(answer.unwrap())
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        let mut request = self.agent.get(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        read(request.call().unwrap())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let mut request = self.agent.post(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.header("content-type", "application/json");
        read(request.send(body.to_string()).unwrap())
    }
}

fn read(mut answer: ureq::http::Response<ureq::Body>) -> (u16, Value) {
    let status = answer.status().as_u16();
    let body = answer.body_mut().read_to_string().unwrap();
    (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
}
