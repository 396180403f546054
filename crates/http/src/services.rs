//! Everything that answering a request needs.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::HeaderMap;
use kith_domain::Clock;
use kith_domain::api_key::ApiKeys;
use kith_domain::association::Associations;
use kith_domain::client_user::ClientUsers;
use kith_domain::community::Community;
use kith_domain::connection::Connections;
use kith_domain::follow::Follows;
use kith_domain::health::StorageHealth;
use kith_domain::hide::Hides;
use kith_domain::ids::UuidSource;
use kith_domain::provider_connection::{BulkOperations, Catalog, ProviderConnections, Sealer};
use kith_domain::user::Users;
use tracing::Span;
use url::Url;
use uuid::Uuid;

use crate::{
    BulkTurns, ConcurrencyLimit, LoggedUsers, Metrics, RateLimits, Stopping, Tokens, TrustedProxies,
};

/// Ties a span of the target [`TRACES`](crate::TRACES) to the trace that a request's headers name.
pub type TraceParent = fn(&Span, &HeaderMap);

/// Names such a span, once it is known where its request was routed to.
pub type TraceName = fn(&Span, String);

/// Everything that answering a request needs; cheap to clone, one for each process.
#[derive(Clone)]
pub struct Services {
    /// Users in storage.
    pub users: Arc<dyn Users>,
    /// Associations in storage.
    pub associations: Arc<dyn Associations>,
    /// Connections and requests in storage.
    pub connections: Arc<dyn Connections>,
    /// Who follows whom, in storage.
    pub follows: Arc<dyn Follows>,
    /// Who hides whom, in storage.
    pub hides: Arc<dyn Hides>,
    /// The same users as a team's backend keeps them, in storage.
    pub client_users: Arc<dyn ClientUsers>,
    /// Where users' data come from, in storage.
    pub provider_connections: Arc<dyn ProviderConnections>,
    /// What was done to many connections at once, in storage.
    pub bulk_operations: Arc<dyn BulkOperations>,
    /// Who may change many connections at once.
    pub bulk_turns: BulkTurns,
    /// The team's keys, in storage.
    pub api_keys: Arc<dyn ApiKeys>,
    /// Seals what opens users' accounts at providers.
    pub sealer: Arc<dyn Sealer>,
    /// Which providers there are.
    pub catalog: Arc<Catalog>,
    /// The team whose users these are.
    pub team: Uuid,
    /// Storage as a whole.
    pub storage: Arc<dyn StorageHealth>,
    /// Whether this process is about to end.
    pub stopping: Stopping,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where new UUIDs come from.
    pub uuids: Arc<dyn UuidSource>,
    /// Checks and signs JWTs.
    pub tokens: Arc<Tokens>,
    /// What is counted of requests.
    pub metrics: Metrics,
    /// What the operator decided for the community.
    pub community: Community,
    /// What the operator decided for this server.
    pub options: Options,
}

/// What the operator decides about the HTTP side.
#[derive(Clone, Debug)]
pub struct Options {
    /// The most bytes of a request's body; 1 MiB by default.
    pub body_limit: usize,
    /// How long a body may take to arrive; 15 seconds by default.
    pub body_timeout: Duration,
    /// How long a request may take in all, the arrival of its body included; 30 seconds by default.
    pub request_timeout: Duration,
    /// The same for requests about many users at once; 5 minutes by default.
    pub bulk_timeout: Duration,
    /// How long storage may say nothing at all before who waits for it is answered 503; 1.5 seconds by
    /// default.
    pub silence_timeout: Duration,
    /// How many requests may be under way at once; 2,048 by default.
    pub concurrency_limit: ConcurrencyLimit,
    /// How often somebody may come; without limits by default.
    pub rate_limits: RateLimits,
    /// Where clients find this server, if not where they say that they sent the request. A path is a
    /// prefix (contract, section 2.1).
    pub public_url: Option<Url>,
    /// Which proxies are believed about the scheme, host and prefix that clients use; none by default.
    pub trusted_proxies: TrustedProxies,
    /// The picture of users who have none; a built-in one by default.
    pub default_avatar: Option<Url>,
    /// Where providers' logos are, each under the catalog's file name; Kith's own by default.
    pub logo_base_url: Option<Url>,
    /// Whether providers can be connected for show (Junction contract, section 8.4); by default they
    /// can.
    pub demo_connections: bool,
    /// Which pages may call from a browser; any by default, since no cookie is ever used.
    pub cors_allowed_origins: AllowedOrigins,
    /// Whether `/openapi.json` and `/docs` are served; they are by default.
    pub docs: bool,
    /// How log lines name the user who asked; not at all by default.
    pub logged_users: LoggedUsers,
    /// What ties exported spans to traces that began elsewhere; nothing by default.
    pub trace_parent: TraceParent,
    /// What names exported spans; nothing by default.
    pub trace_name: TraceName,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            body_limit: 1024 * 1024,
            body_timeout: Duration::from_secs(15),
            request_timeout: Duration::from_secs(30),
            bulk_timeout: Duration::from_mins(5),
            silence_timeout: Duration::from_millis(1500),
            concurrency_limit: ConcurrencyLimit::default(),
            rate_limits: RateLimits::default(),
            public_url: None,
            trusted_proxies: TrustedProxies::default(),
            default_avatar: None,
            logo_base_url: None,
            demo_connections: true,
            cors_allowed_origins: AllowedOrigins::Any,
            docs: true,
            logged_users: LoggedUsers::default(),
            trace_parent: |_, _| {},
            trace_name: |_, _| {},
        }
    }
}

/// Which pages may call from a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowedOrigins {
    /// All.
    Any,
    /// Those of these origins, each written as `https://host` or `https://host:port`.
    List(Vec<String>),
}
