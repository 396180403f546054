//! Where the steps are sent: the real router in this process, or the running binary.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Service as Router, ServiceResponse};
use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use kith_domain::UserId;
use kith_domain::community::{Community, Mode};
use kith_domain::provider_connection::Catalog;
use kith_http::{BulkTurns, Metrics, Options, Secret, Services, Stopping, TokenSettings, Tokens};
use kith_persistence::Database;
use kith_testkit::contract::Ports;
use kith_testkit::sealer::TestSealer;
use serde_json::{Value, json};
use uuid::Uuid;

use super::step::{Call, People};
use crate::clock::{RandomUuids, SystemClock};
use crate::process::{Client, SECRET};

/// Answers requests; an empty body is an empty text.
pub(crate) trait Service {
    async fn call(&self, call: &Call) -> (u16, Value);
}

/// The router in this process.
pub(crate) struct InProcess<R>(pub(crate) R);

impl<R, B> Service for InProcess<R>
where
    R: Router<actix_http::Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody,
{
    async fn call(&self, call: &Call) -> (u16, Value) {
        let request = TestRequest::with_uri(&call.path)
            .method(Method::from_bytes(call.method.as_bytes()).unwrap())
            .insert_header(("host", "kith.example"))
            .insert_header(("authorization", format!("Bearer {}", call.token)));
        let request = match &call.body {
            Some(body) => request.set_json(body),
            None => request,
        };
        let response = test::call_service(&self.0, request.to_request()).await;
        let status = response.status().as_u16();
        let body = test::read_body(response).await;
        let text = || Value::String(String::from_utf8_lossy(&body).into_owned());
        (status, serde_json::from_slice(&body).unwrap_or_else(|_| text()))
    }
}

/// The running binary; a call blocks its thread.
pub(crate) struct Running(pub(crate) Client);

impl Service for Running {
    async fn call(&self, call: &Call) -> (u16, Value) {
        self.0.send(call.method, &call.path, Some(&call.token), call.body.as_ref())
    }
}

/// Signs as the binary under test does.
pub(crate) fn tokens() -> Tokens {
    let secrets = vec![Secret::new(SECRET.to_owned()).unwrap()];
    let settings = TokenSettings { secrets, ..TokenSettings::default() };
    Tokens::new(settings, Arc::new(SystemClock), Arc::new(RandomUuids))
}

fn community() -> Community {
    Community { mode: Mode::Friendship, content_availability: true, signin_providers: Vec::new() }
}

/// Nothing is timed here: one thread does everything, and a machine that is busy is no fault.
pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

fn options() -> Options {
    let (request_timeout, silence_timeout) = (PATIENCE, PATIENCE);
    Options { docs: false, request_timeout, silence_timeout, ..Options::default() }
}

/// Everything that the router needs, over these ports.
pub(crate) fn services(ports: Ports) -> Services {
    Services {
        users: ports.users,
        associations: ports.associations,
        connections: ports.connections,
        follows: ports.follows,
        hides: ports.hides,
        client_users: ports.client_users,
        provider_connections: ports.provider_connections,
        bulk_operations: ports.bulk_operations,
        bulk_turns: BulkTurns::default(),
        api_keys: ports.api_keys,
        sealer: Arc::new(TestSealer::new(["model"])),
        catalog: Arc::new(Catalog::new([]).unwrap()),
        team: Uuid::nil(),
        storage: ports.storage,
        stopping: Stopping::default(),
        clock: Arc::new(SystemClock),
        uuids: Arc::new(RandomUuids),
        tokens: Arc::new(tokens()),
        metrics: Metrics::new().unwrap(),
        community: community(),
        options: options(),
    }
}

/// The ports of a database.
pub(crate) fn ports(database: &Database) -> Ports {
    Ports {
        users: database.users(),
        associations: database.associations(),
        connections: database.connections(),
        follows: database.follows(),
        hides: database.hides(),
        client_users: database.client_users(),
        provider_connections: database.provider_connections(),
        bulk_operations: database.bulk_operations(),
        api_keys: database.api_keys(),
        storage: database.health(),
    }
}

/// Makes communities of strangers.
pub(crate) struct Founder {
    tokens: Tokens,
    admin: String,
    moderator: String,
    made: AtomicU64,
}

impl Founder {
    /// `admin` must be one; she makes the moderator.
    pub(crate) async fn new(service: &impl Service, admin: i64) -> Self {
        let tokens = tokens();
        let admin = sign(&tokens, admin);
        let made = AtomicU64::new(0);
        let mut founder = Self { tokens, admin, moderator: String::new(), made };
        let moderator = founder.sign_up(service, json!("moderator")).await;
        founder.moderator = sign(&founder.tokens, moderator);
        founder
    }

    /// So many users who have nothing to do with each other.
    pub(crate) async fn strangers(&self, service: &impl Service, number: usize) -> People {
        let mut ids = Vec::new();
        for _ in 0..number {
            ids.push(self.sign_up(service, Value::Null).await);
        }
        People {
            tokens: ids.iter().map(|id| sign(&self.tokens, *id)).collect(),
            ids,
            moderator: self.moderator.clone(),
            admin: self.admin.clone(),
        }
    }

    async fn sign_up(&self, service: &impl Service, role: Value) -> i64 {
        let username = format!("stranger-{}", self.made.fetch_add(1, Ordering::Relaxed));
        let body = json!({"username": username, "role": role});
        let path = "/api/v2/sso/signup/".to_owned();
        let (status, user) = service.call(&Call::post(path, &self.admin, Some(body))).await;
        assert_eq!(status, 201, "{user}");
        user["id"].as_i64().unwrap()
    }
}

fn sign(tokens: &Tokens, user: i64) -> String {
    tokens.sign(UserId::new(user).unwrap(), Duration::from_hours(1)).unwrap()
}
