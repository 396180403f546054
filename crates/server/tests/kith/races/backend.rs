//! A team's backend at the running binary: with an API key, and a connection that is kept.

use serde_json::{Value, json};

use crate::database::Place;
use crate::process::{Client, Server, answer, kith};

/// What tokens of providers are sealed with: 32 bytes that only these tests know.
const SEALING_KEYS: &str = "races:cmFjZXMgYWxvbmUgc2VhbCB3aXRoIHRoZXNlIGJ5dGU=";

/// Starts a server that takes tokens, with these settings; returns it with a key of the team's.
pub(super) fn start(place: &Place, settings: &[(&str, &str)]) -> (Server, String) {
    let mut command = kith(&place.url());
    command.env("KITH__SEALING__KEYS", SEALING_KEYS).envs(settings.iter().copied());
    let server = Server::run(command.arg("serve"));
    // Without these settings: only what serves decides about the database.
    let key = answer(kith(&place.url()).args(["key", "create", "--name", "races"]));
    (server, key)
}

/// A request.
pub(super) struct Call {
    method: &'static str,
    path: String,
    body: Option<Value>,
}

impl Call {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), body: None }
    }

    pub(super) fn post(path: impl Into<String>, body: Value) -> Self {
        Self { method: "POST", path: path.into(), body: Some(body) }
    }

    pub(super) fn delete(path: impl Into<String>) -> Self {
        Self { method: "DELETE", path: path.into(), body: None }
    }

    /// Takes a deletion back; its parameter stands in the path.
    pub(super) fn undo_delete(parameter: &str, value: &str) -> Self {
        let path = format!("/v2/user/undo_delete?{parameter}={value}");
        Self { method: "POST", path, body: None }
    }

    /// Imports one connection.
    pub(super) fn import(provider: &str, connection: &Value) -> Self {
        let body = json!({"provider": provider, "connections": [connection]});
        Self::post("/v2/link/bulk_import", body)
    }
}

/// A status, and a body in JSON.
pub(super) type Reply = (u16, Value);

/// Whoever asks.
pub(super) struct Backend(Client);

impl Backend {
    pub(super) fn new(server: &Server, key: &str) -> Self {
        Self(Client::backend(server, key))
    }

    pub(super) fn call(&self, call: &Call) -> Reply {
        self.0.send(call.method, &call.path, None, call.body.as_ref())
    }

    /// What a call gives that must succeed.
    #[track_caller]
    pub(super) fn done(&self, call: &Call) -> Value {
        let (status, body) = self.call(call);
        assert_eq!(status, 200, "{} {}: {body}", call.method, call.path);
        body
    }

    /// The status of a read.
    pub(super) fn status(&self, path: String) -> u16 {
        self.call(&Call::get(path)).0
    }

    /// A new user's id.
    #[track_caller]
    pub(super) fn create(&self, client_user_id: &str) -> String {
        let user = self.done(&Call::post("/v2/user", json!({"client_user_id": client_user_id})));
        user["user_id"].as_str().unwrap().to_owned()
    }

    /// A live user's connections with providers.
    #[track_caller]
    pub(super) fn providers(&self, user: &str) -> Vec<Value> {
        let body = self.done(&Call::get(format!("/v2/user/providers/{user}")));
        body["providers"].as_array().unwrap().clone()
    }

    /// The connections of a user with a provider that hold tokens.
    #[track_caller]
    pub(super) fn export(&self, provider: &str, user: &str) -> Vec<Value> {
        let wanted = json!({"provider": provider, "user_ids": [user]});
        let body = self.done(&Call::post("/v2/link/bulk_export", wanted));
        body["data"].as_array().unwrap().clone()
    }
}
