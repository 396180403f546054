//! An application over a store in memory in which three people live.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::Request;
use actix_web::dev::Service;
use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use futures_util::future::LocalBoxFuture;
use kith_domain::access::AdminPermit;
use kith_domain::client_user::ClientUsers;
use kith_domain::community::{Community, Mode};
use kith_domain::{UserId, api_key};
use kith_http::{
    BulkTurns, IdentityProvider, Metrics, Options, Secret, Services, Stopping, TokenSettings,
    Tokens,
};
use kith_testkit::memory::MemoryStore;
use kith_testkit::{FixedClock, SequentialUuids, TestSealer, people};
use serde_json::Value;
use uuid::Uuid;

use super::catalog::catalog;
use super::{Reply, documented};

/// The secret that signs.
pub(crate) const SECRET: &str = "the first secret, long enough for HS256";
/// A secret that only verifies.
pub(crate) const OLD_SECRET: &str = "the second secret, on its way out of use";

/// The team.
pub(crate) const TEAM: Uuid = Uuid::from_u128(0x7ea4);

/// A running application. Anna (1, `crm-118`), Bruno (2), Ada (3, admin) and Mo (4, moderator) live
/// in it.
pub(crate) struct Kith {
    pub(crate) store: MemoryStore,
    pub(crate) clock: FixedClock,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) anna: UserId,
    pub(crate) bruno: UserId,
    pub(crate) ada: UserId,
    pub(crate) mo: UserId,
    /// A key of the team that is in force.
    pub(crate) key: String,
    call: Box<dyn Fn(Request) -> LocalBoxFuture<'static, Reply>>,
}

impl Kith {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// Starts with people tied to each other in that way.
    pub(crate) async fn start_in(mode: Mode) -> Self {
        Self::start_with(|services| services.community.mode = mode).await
    }

    /// Starts with services that differ.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Services)) -> Self {
        super::log::install();
        let store = MemoryStore::new();
        let clock = FixedClock::new();
        let uuids = Arc::new(SequentialUuids::new());
        let anna = people::anna().register(&store).await.id;
        let bruno = people::bruno().register(&store).await.id;
        let ada = people::ada().register(&store).await.id;
        let mo = people::named("mo").role(kith_domain::user::Role::Moderator);
        let mo = mo.register(&store).await.id;
        let name = "backend".parse().unwrap();
        let key = api_key::create(&store, &clock, AdminPermit::operator(), name, [7; 32]).await;
        let key = key.unwrap().expose().to_owned();
        let settings = TokenSettings {
            secrets: [SECRET, OLD_SECRET].map(|text| Secret::new(text.to_owned()).unwrap()).into(),
            identity_provider: Some(IdentityProvider {
                user_id_claim: "kith_user".to_owned(),
                issuer: Some("https://id.example".to_owned()),
                audience: Some("kith".to_owned()),
            }),
            ..TokenSettings::default()
        };
        let tokens = Arc::new(Tokens::new(settings, Arc::new(clock.clone()), uuids.clone()));
        let mut services = Services {
            users: Arc::new(store.clone()),
            associations: Arc::new(store.clone()),
            connections: Arc::new(store.clone()),
            follows: Arc::new(store.clone()),
            hides: Arc::new(store.clone()),
            client_users: Arc::new(store.clone()),
            provider_connections: Arc::new(store.clone()),
            bulk_operations: Arc::new(store.clone()),
            bulk_turns: BulkTurns::default(),
            api_keys: Arc::new(store.clone()),
            sealer: Arc::new(TestSealer::new(["first"])),
            catalog: Arc::new(catalog()),
            team: TEAM,
            storage: Arc::new(store.clone()),
            stopping: Stopping::default(),
            clock: Arc::new(clock.clone()),
            uuids,
            tokens: tokens.clone(),
            metrics: Metrics::new().unwrap(),
            community: Community {
                mode: Mode::Friendship,
                content_availability: true,
                signin_providers: vec!["google".to_owned()],
            },
            options: Options { body_limit: 64 * 1024, ..Options::default() },
        };
        change(&mut services);
        let service = Rc::new(test::init_service(kith_http::app(services)).await);
        let call = Box::new(move |request| -> LocalBoxFuture<'static, Reply> {
            let service = Rc::clone(&service);
            Box::pin(async move {
                let answer = service.call(request).await.expect("an answer, not an error");
                Reply::read(answer).await
            })
        });
        Self { store, clock, tokens, anna, bruno, ada, mo, key, call }
    }

    /// A token for a user.
    pub(crate) fn token(&self, user: UserId) -> String {
        self.tokens.sign(user, Duration::from_hours(1)).unwrap()
    }

    /// The id of a live user in the other API.
    pub(crate) async fn uuid(&self, user: UserId) -> Uuid {
        self.store.by_reference(user.into()).await.unwrap().unwrap().uuid
    }

    pub(crate) fn get(&self, path: &str) -> Ask<'_> {
        self.ask(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str) -> Ask<'_> {
        self.ask(Method::POST, path)
    }

    pub(crate) fn put(&self, path: &str) -> Ask<'_> {
        self.ask(Method::PUT, path)
    }

    pub(crate) fn patch(&self, path: &str) -> Ask<'_> {
        self.ask(Method::PATCH, path)
    }

    pub(crate) fn delete(&self, path: &str) -> Ask<'_> {
        self.ask(Method::DELETE, path)
    }

    pub(crate) fn ask(&self, method: Method, path: &str) -> Ask<'_> {
        let request = TestRequest::with_uri(path)
            .method(method)
            .insert_header(("host", "kith.example"))
            .insert_header(("x-request-id", "test"));
        Ask { kith: self, request }
    }
}

/// A request in the making.
pub(crate) struct Ask<'a> {
    kith: &'a Kith,
    request: TestRequest,
}

impl Ask<'_> {
    /// Asks as that user.
    pub(crate) fn by(self, user: UserId) -> Self {
        let token = self.kith.token(user);
        self.bearer(&token)
    }

    /// Asks as the team.
    pub(crate) fn keyed(self) -> Self {
        let key = self.kith.key.clone();
        self.header("x-vital-api-key", &key)
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Replaces a header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.insert_header((name, value));
        self
    }

    /// Adds a header, beside others of that name.
    pub(crate) fn another_header(mut self, name: &str, value: &[u8]) -> Self {
        let value = actix_web::http::header::HeaderValue::from_bytes(value).unwrap();
        self.request = self.request.append_header((name, value));
        self
    }

    /// Asks over a connection from there.
    pub(crate) fn from(mut self, peer: &str) -> Self {
        self.request = self.request.peer_addr(peer.parse().unwrap());
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", &body.to_string())
    }

    pub(crate) fn form(self, body: &str) -> Self {
        self.body("application/x-www-form-urlencoded", body)
    }

    pub(crate) fn body(self, content_type: &str, body: &str) -> Self {
        self.header("content-type", content_type).bytes(body.as_bytes())
    }

    pub(crate) fn bytes(mut self, body: &[u8]) -> Self {
        self.request = self.request.set_payload(body.to_vec());
        self
    }

    pub(crate) async fn send(self) -> Reply {
        let request = self.request.to_request();
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let reply = (self.kith.call)(request).await;
        documented::check(&method, uri.path(), reply.status);
        reply
    }
}
