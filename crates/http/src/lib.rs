//! Kith over HTTP: a thin layer between the wire and the domain.
//!
//! Three APIs are served side by side, told apart by where a path begins: [`selfcommunity`], `junction`
//! and `kith`. Each has its own credential and one envelope for its refusals and failures; what goes
//! around them all is here.
//!
//! A request travels one way: route, caller, permit, input, use case, view. To add an endpoint, put a
//! file for the verb into the folder of its noun under its API, with the input, the handler and the
//! mapping of the use case's refusals; then name it in `routes.rs` and in `openapi/mod.rs`. A test
//! fails if one of the two is forgotten.

mod activity;
mod api;
mod assets;
mod base_url;
mod call;
mod date;
mod docs;
mod endpoint;
mod envelope;
mod exchange;
mod failure;
mod finishing;
mod health;
mod incoming;
mod input;
mod json;
mod junction;
mod kith;
mod limits;
mod logged_users;
mod logo;
mod methods;
mod metrics;
mod observer;
mod openapi;
mod panic;
mod percent;
mod request_id;
mod routes;
pub mod selfcommunity;
mod services;
mod stopping;
mod trusted_proxies;
mod unread;
mod until_sent;

pub use activity::Activity;
pub use junction::link::turns::BulkTurns;
pub use limits::{ConcurrencyLimit, Rate, RateLimits, Rates};
pub use logged_users::LoggedUsers;
pub use metrics::{Metrics, RateLimit};
pub use openapi::openapi;
pub use selfcommunity::token::{
    EmptySecret, IdentityProvider, JwkSet, JwkSetError, NotValid, Secret, SignError, TokenSettings,
    Tokens,
};
pub use services::{AllowedOrigins, Options, Services, TraceName, TraceParent};
pub use stopping::Stopping;
pub use trusted_proxies::{NotANetwork, TrustedProxies};

use std::rc::Rc;
use std::sync::Arc;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use actix_web::middleware::from_fn;
use actix_web::{App, Error, web};

use junction::connections::availability::Availabilities;
use observer::Observer;
use request_id::X_REQUEST_ID;

/// The target of the spans that are made to be exported. Where nobody exports spans they cost nothing;
/// log lines have a span of their own.
pub const TRACES: &str = "kith_trace";

/// The whole application, for `HttpServer::new(move || kith_http::app(services.clone()))` and for
/// tests.
#[must_use]
pub fn app(
    services: Services,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let cors = cors(&services.options.cors_allowed_origins);
    let with_docs = services.options.docs;
    let metrics = services.metrics.clone();
    let observer = Rc::new(Observer::of(&services));
    let pulse = limits::Pulse::new(Arc::clone(&services.storage));
    App::new()
        .app_data(web::Data::new(pulse))
        .app_data(web::Data::new(Availabilities::default()))
        .app_data(web::Data::new(services))
        .configure(|config| routes::configure(config, &metrics, with_docs))
        .wrap(cors)
        .wrap(from_fn(move |request, next| Rc::clone(&observer).around(request, next)))
}

/// Who may call from a browser. Credentials travel in a header that scripts set, never in cookies.
///
/// `x-vital-api-key` is not among the headers that pages may send: a key opens the data of every user,
/// so it belongs in no browser.
fn cors(origins: &AllowedOrigins) -> Cors {
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([AUTHORIZATION, CONTENT_TYPE, X_REQUEST_ID])
        .expose_headers([RETRY_AFTER, X_REQUEST_ID])
        .max_age(3600);
    match origins {
        AllowedOrigins::Any => cors.allow_any_origin().send_wildcard(),
        AllowedOrigins::List(list) => {
            list.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
        }
    }
}
