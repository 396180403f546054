//! One application for all inputs, which each finds as it was at the beginning.

use std::sync::LazyLock;

use actix_web::http::Method;
use actix_web::rt::Runtime;
use kith_testkit::memory::MemoryStore;
use serde_json::{Value, json};

use super::super::support::{Ask, Kith, Reply};

/// What the API document says, for finding operations.
static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(kith_http::openapi()).unwrap());

thread_local! {
    static SERVICE: Service = Service::start();
}

/// An application and what it holds at the beginning.
pub(super) struct Service {
    runtime: Runtime,
    pub(super) kith: Kith,
    beginning: MemoryStore,
    dump: String,
    /// All that there are.
    pub(super) operations: Vec<Operation>,
}

/// An operation of the document, with its path filled in.
pub(super) struct Operation {
    pub(super) method: Method,
    pub(super) path: String,
    /// What the document says of it.
    description: &'static Value,
}

impl Operation {
    /// Whether it reads a body.
    pub(super) fn reads_a_body(&self) -> bool {
        self.description.get("requestBody").is_some()
    }

    /// The names of what it reads from the query.
    pub(super) fn query(&self) -> impl Iterator<Item = &'static str> {
        let parameters = self.description.get("parameters").and_then(Value::as_array);
        let parameters = parameters.into_iter().flatten();
        let in_query = parameters.filter(|parameter| parameter["in"] == "query");
        in_query.filter_map(|parameter| parameter["name"].as_str())
    }
}

impl Service {
    /// The application of this thread.
    pub(super) fn with<R>(work: impl FnOnce(&Self) -> R) -> R {
        SERVICE.with(work)
    }

    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let kith = runtime.block_on(populated());
        let anna = runtime.block_on(kith.uuid(kith.anna)).to_string();
        let mut operations = Vec::new();
        for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
            for (method, description) in item.as_object().unwrap() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                let path = path(&kith, &anna, &method, template);
                operations.push(Operation { method, path, description });
            }
        }
        let (beginning, dump) = (kith.store.copy(), kith.store.dump());
        Self { runtime, kith, beginning, dump, operations }
    }

    /// Sends a request with every right that there is, and holds the answer against what is true of
    /// every one: it is one of the document (which `send` checks), no failure, in the right envelope;
    /// and if it is a refusal, nothing has changed.
    pub(super) fn answer<'a>(&'a self, path: &str, ask: Ask<'a>) -> Reply {
        let ask = if path.starts_with("/api/") { ask.by(self.kith.ada) } else { ask.keyed() };
        self.anonymous_answer(path, ask)
    }

    /// The same without a credential of ours.
    pub(super) fn anonymous_answer(&self, path: &str, ask: Ask<'_>) -> Reply {
        let reply = self.runtime.block_on(ask.send());
        let status = reply.status.as_u16();
        assert!(status < 500, "{path} failed: {:?}", reply.body);
        match status {
            204 => reply.empty(204),
            200 | 201 if path.starts_with("/api/") => drop(reply.json(status)),
            200 | 201 if path.starts_with("/v2/") || path.starts_with("/kith/") => {
                drop(reply.plain_json(status));
            }
            200 => {}
            _ if path.starts_with("/v2/") => drop(reply.detail(status)),
            _ if path.starts_with("/kith/") => drop(reply.problem(status)),
            _ => drop(reply.codes(status)),
        }
        if reply.status.is_success() {
            self.kith.store.restore(&self.beginning);
        } else {
            assert!(self.kith.store.dump() == self.dump, "{path} refused and changed something");
        }
        reply
    }
}

/// The path as somebody would ask for it who has the right to.
fn path(kith: &Kith, anna: &str, method: &Method, template: &str) -> String {
    // Nobody but oneself may edit.
    let oneself = template == "/api/v2/user/{id}/" && *method != Method::GET;
    let id = if oneself { kith.ada } else { kith.bruno };
    let provider = if template.contains("manual") { "apple_health_kit" } else { "garmin" };
    let path = template.replace("{id}", &id.to_string()).replace("{user_id}", anna);
    let path = path.replace("{provider}", provider).replace("{slug}", "garmin");
    let path = path.replace("{client_user_id}", "crm-118");
    assert!(!path.contains('{'), "{template} has a placeholder that nobody fills in");
    path
}

/// An application in which there is something to find.
async fn populated() -> Kith {
    let kith = Kith::start().await;
    kith.connect(kith.anna, kith.bruno).await;
    kith.does(kith.mo, "connection/request", kith.ada).await;
    kith.does(kith.anna, "connection/request", kith.ada).await;
    kith.does(kith.ada, "connection/request", kith.bruno).await;
    kith.does(kith.ada, "hide", kith.mo).await;
    let google = json!({
        "provider": "google", "ext_id": "1155", "profile_url": "https://example.com/anna",
        "show_in_profile": true,
    });
    let path = format!("/api/v2/user/{}/provider/", kith.bruno);
    assert_eq!(kith.post(&path).by(kith.bruno).json(&google).send().await.status, 201);
    let anna = kith.uuid(kith.anna).await.to_string();
    let connections = json!({"provider": "garmin", "connections": [{
        "user_id": anna, "access_token": "a", "refresh_token": "r", "provider_id": "p",
        "expires_at": 1_900_000_000, "oauth_scopes": ["daily"],
    }]});
    let import = kith.post("/v2/link/bulk_import").keyed().json(&connections);
    assert_eq!(import.send().await.status, 200);
    kith
}
