//! What the binary has said, and what may not be in it.

use serde_json::Value;

use super::{
    ACCESS_TOKEN, COLLECTOR, JWT_SECRETS, NEWER_KEY_BASE64, REFRESH_TOKEN, SEALING_KEY,
    SEALING_KEY_BASE64, USER_ID_KEY, WRONG, with_secrets,
};
use crate::database::Place;
use crate::process::Client;

/// Everything that was said, and what may not be in it.
pub(super) struct Told {
    texts: Vec<(String, Vec<u8>)>,
    pub(super) secrets: Vec<String>,
}

impl Told {
    pub(super) fn new(place: &Place) -> Self {
        let secrets = [JWT_SECRETS[0], JWT_SECRETS[1], SEALING_KEY, SEALING_KEY_BASE64, WRONG];
        let more = [NEWER_KEY_BASE64, ACCESS_TOKEN, REFRESH_TOKEN, USER_ID_KEY, COLLECTOR];
        let mut told = Self { texts: Vec::new(), secrets: Vec::new() };
        told.secrets.extend(secrets.into_iter().chain(more).map(str::to_owned));
        // PostgreSQL's password is what the test's server was given.
        let url = place.url();
        let password = url.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
        if let Some((_, password)) = password.and_then(|(user, _)| user.split_once(':')) {
            told.secrets.push(password.to_owned());
        }
        told
    }

    pub(super) fn add(&mut self, what: &str, text: impl Into<Vec<u8>>) {
        self.texts.push((what.to_owned(), text.into()));
    }

    /// Runs a command, and keeps what it printed.
    pub(super) fn run(&mut self, place: &Place, arguments: &[&str]) {
        let printed = self.secret_of(place, arguments);
        self.add(&arguments.join(" "), printed);
    }

    /// Runs a command whose standard output is meant to give a secret away, and returns that.
    pub(super) fn secret_of(&mut self, place: &Place, arguments: &[&str]) -> String {
        let output = with_secrets(place).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.add(&arguments.join(" "), output.stderr);
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Asks, and keeps the answer.
    pub(super) fn ask(
        &mut self,
        client: &Client,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Value {
        self.answer(client, method, path, None, body).1
    }

    pub(super) fn answer(
        &mut self,
        client: &Client,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> (u16, Value) {
        let (status, answer) = client.send(method, path, token, body);
        self.add(&format!("{method} {path}"), answer.to_string());
        (status, answer)
    }

    /// Fails if any secret is in any text; a Debug form or JSON would have it too, and as bytes.
    #[track_caller]
    pub(super) fn hold(&self) {
        assert!(self.texts.len() > 30, "{}", self.texts.len());
        for (what, text) in &self.texts {
            for secret in &self.secrets {
                let found = text.windows(secret.len()).position(|bytes| bytes == secret.as_bytes());
                let Some(at) = found else { continue };
                let around = &text[at.saturating_sub(200)..(at + 200).min(text.len())];
                panic!("{what} tells {secret}: …{}…", String::from_utf8_lossy(around));
            }
        }
    }
}
