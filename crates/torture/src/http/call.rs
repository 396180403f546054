//! A request, as it is to be sent.

use std::sync::Arc;

use serde_json::Value;

/// A request. Has no `Debug`: it holds a credential.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) credential: Credential,
    pub(crate) body: Option<Value>,
}

/// Who asks.
#[derive(Clone)]
pub(crate) enum Credential {
    Nobody,
    Token(Arc<str>),
    Key(Arc<str>),
}

impl Call {
    fn to(method: &'static str, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), credential: Credential::Nobody, body: None }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::to("GET", path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::to("POST", path)
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::to("PUT", path)
    }

    pub(crate) fn patch(path: impl Into<String>) -> Self {
        Self::to("PATCH", path)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::to("DELETE", path)
    }

    pub(crate) fn token(self, token: &Arc<str>) -> Self {
        Self { credential: Credential::Token(Arc::clone(token)), ..self }
    }

    pub(crate) fn key(self, key: &Arc<str>) -> Self {
        Self { credential: Credential::Key(Arc::clone(key)), ..self }
    }

    pub(crate) fn json(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    /// Whether it is meant to change something.
    pub(crate) fn writes(&self) -> bool {
        self.method != "GET" && !self.path.ends_with("/bulk_export")
    }
}
