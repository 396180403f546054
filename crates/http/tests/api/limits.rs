//! How often somebody may come, and how many at once. Rates are so low that no test lives to see a budget
//! refilled.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use futures_util::FutureExt as _;
use kith_http::{ConcurrencyLimit, Metrics, Rate, RateLimits, Rates};
use prometheus::{Registry, TextEncoder};

use crate::support::doubles::{Trouble, Troubled};
use crate::support::{Kith, Reply};

const PROFILE: &str = "/api/v2/user/1/";
const HERE: &str = "192.0.2.7:1";
const ELSEWHERE: &str = "192.0.2.8:1";

/// That many, and then one a minute.
fn burst(burst: u32) -> Rate {
    Rate { per_minute: NonZeroU32::MIN, burst: NonZeroU32::new(burst).unwrap() }
}

async fn start(rates: Rates) -> Kith {
    Kith::start_with(|services| {
        services.options.rate_limits = RateLimits::new(&Rates { remembered: 100, ..rates });
        services.options.trusted_proxies = "10.0.0.0/8".parse().unwrap();
    })
    .await
}

/// How long to wait, which is told in whole seconds.
#[track_caller]
fn wait(reply: &Reply) -> u64 {
    let seconds = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    seconds
}

#[actix_web::test]
async fn who_comes_too_often_is_refused_in_each_api() {
    let kith = start(Rates { address: Some(burst(3)), ..Rates::default() }).await;
    for _ in 0..3 {
        kith.get(PROFILE).from(HERE).send().await.json(200);
    }
    // Whatever is asked for, by whomever, in whatever way.
    for path in [PROFILE, "/nothing", "/assets/avatar.svg", "/openapi.json"] {
        let reply = kith.get(path).from(HERE).by(kith.ada).send().await;
        assert_eq!(reply.codes(429), ["throttled"], "{path}");
        wait(&reply);
    }
    let reply = kith.ask(Method::PUT, "/api/v2/user/me").from(HERE).send().await;
    assert_eq!(reply.codes(429), ["throttled"]);
    for path in ["/v2/user", "/v2/nothing"] {
        let reply = kith.get(path).from(HERE).keyed().send().await;
        assert_eq!(reply.detail(429), "Too Many Requests");
        wait(&reply);
    }
    for path in ["/kith/v1/users/1", "/kith/nothing"] {
        let reply = kith.get(path).from(HERE).keyed().send().await;
        assert_eq!(reply.problem(429), "too_many_requests");
        wait(&reply);
    }
    // A page can tell why it is refused.
    let reply = kith.get(PROFILE).from(HERE).header("origin", "https://a.example").send().await;
    assert_eq!(reply.status, 429);
    assert_eq!(reply.header("access-control-allow-origin"), Some("*"));

    for path in ["/health", "/ready"] {
        kith.get(path).from(HERE).send().await.json(200);
    }
    kith.get(PROFILE).from(ELSEWHERE).send().await.json(200);
}

#[actix_web::test]
async fn an_address_is_one_however_it_is_spelt_and_whatever_it_claims() {
    let kith = start(Rates { address: Some(burst(2)), ..Rates::default() }).await;
    for (peers, claim) in [
        (["192.0.2.7:1", "[::ffff:192.0.2.7]:2", "192.0.2.7:3"], "1.2.3."),
        (["[2001:db8::1]:1", "[2001:db8::2]:1", "[2001:db8:0:0:ffff::]:1"], "4.5.6."),
    ] {
        for (number, peer) in peers.into_iter().enumerate() {
            let ask = kith.get(PROFILE).from(peer);
            let ask = ask.header("x-forwarded-for", &format!("{claim}{number}"));
            let reply = ask.header("forwarded", &format!("for={claim}{number}")).send().await;
            assert_eq!(reply.status, if number < 2 { 200 } else { 429 }, "{peer}");
        }
    }
    // Through a proxy that is believed, each client has its own.
    for client in ["203.0.113.1", "203.0.113.2"] {
        for status in [200, 200, 429] {
            let ask = kith.get(PROFILE).from("10.0.0.1:1");
            let way = format!("198.51.100.{status}, {client}");
            assert_eq!(ask.header("x-forwarded-for", &way).send().await.status, status);
        }
    }
}

#[actix_web::test]
async fn a_credential_has_a_budget_wherever_it_is_used() {
    let kith = start(Rates { credential: Some(burst(2)), ..Rates::default() }).await;
    let token = kith.token(kith.anna);
    for peer in [HERE, ELSEWHERE] {
        kith.get(PROFILE).from(peer).bearer(&token).send().await.json(200);
        kith.get("/v2/user").from(peer).keyed().send().await.plain_json(200);
    }
    let reply = kith.get(PROFILE).from("192.0.2.9:1").bearer(&token).send().await;
    assert_eq!(reply.codes(429), ["throttled"]);
    wait(&reply);
    let reply = kith.get("/v2/user").from("192.0.2.9:1").keyed().send().await;
    assert_eq!(reply.detail(429), "Too Many Requests");
    // Nobody else is concerned.
    kith.get(PROFILE).from(HERE).by(kith.bruno).send().await.json(200);
    for _ in 0..5 {
        kith.get(PROFILE).from(HERE).send().await.json(200);
    }
}

#[actix_web::test]
async fn a_credential_is_one_however_it_is_spelt_and_whatever_stands_beside_it() {
    let kith = start(Rates { credential: Some(burst(3)), ..Rates::default() }).await;
    let token = kith.token(kith.anna);
    let spelt = [
        format!("Bearer {token}"),
        format!("bearer   {token}"),
        format!("BEARER {token} "),
        format!("BeArEr {token}"),
    ];
    for (number, (credential, status)) in spelt.iter().zip([200, 200, 200, 429]).enumerate() {
        let ask = kith.get(PROFILE).from(HERE).header("authorization", credential);
        let reply = ask.header("x-vital-api-key", &format!("other{number}")).send().await;
        assert_eq!(reply.status, status, "{credential}");
    }
    for (number, status) in [200, 200, 200, 429].into_iter().enumerate() {
        let ask = kith.get("/v2/user").from(HERE).keyed();
        let reply = ask.header("authorization", &format!("Bearer {number}")).send().await;
        assert_eq!(reply.status, status, "{number}");
    }
}

#[actix_web::test]
async fn who_tries_bad_credentials_may_soon_try_no_others() {
    let kith = start(Rates { failed_authentication: Some(burst(2)), ..Rates::default() }).await;
    for _ in 0..3 {
        kith.get("/api/v2/user/me/").from(HERE).send().await.codes(401);
    }
    for (number, status) in [401, 401, 401, 429, 429].into_iter().enumerate() {
        let reply = match number % 2 {
            0 => kith.get(PROFILE).bearer("bad"),
            _ => kith.get("/v2/user").header("x-vital-api-key", "bad"),
        };
        assert_eq!(reply.from(HERE).send().await.status, status, "{number}");
    }
    // The good ones neither: nobody learns which they are.
    let reply = kith.get(PROFILE).from(HERE).by(kith.anna).send().await;
    assert_eq!(reply.codes(429), ["throttled"]);
    wait(&reply);
    assert_eq!(kith.get("/v2/user").from(HERE).keyed().send().await.status, 429);
    kith.get(PROFILE).from(HERE).send().await.json(200);
    kith.get(PROFILE).from(ELSEWHERE).by(kith.anna).send().await.json(200);
    kith.get(PROFILE).from(ELSEWHERE).bearer("bad").send().await.codes(401);
}

#[actix_web::test]
async fn nothing_is_limited_unless_somebody_wants_it() {
    let kith = start(Rates::default()).await;
    for _ in 0..200 {
        kith.get(PROFILE).from(HERE).bearer("bad").send().await.codes(401);
    }
}

#[actix_web::test]
async fn one_more_than_may_be_under_way_is_refused_at_once_in_each_api() {
    let (metrics, registry) = (Metrics::new().unwrap(), Registry::new());
    metrics.register(&registry).unwrap();
    let kith = Kith::start_with(|services| {
        services.associations = Arc::new(Troubled(Trouble::Silent));
        services.metrics = metrics;
        services.options.silence_timeout = Duration::from_hours(1);
        services.options.concurrency_limit = ConcurrencyLimit::new(NonZeroUsize::MIN);
    })
    .await;
    let mut waiting = Box::pin(kith.get("/api/v2/user/1/provider/").send());
    assert!(waiting.as_mut().now_or_never().is_none());

    let reply = kith.get(PROFILE).by(kith.ada).send().await;
    assert_eq!(reply.codes(503), ["service_unavailable"]);
    assert_eq!(reply.header("retry-after"), Some("1"));
    let reply = kith.get("/v2/user").keyed().send().await;
    reply.detail(503);
    assert_eq!(reply.header("retry-after"), Some("1"));
    let reply = kith.get("/kith/v1/users/1").keyed().send().await;
    assert_eq!(reply.problem(503), "unavailable");
    assert_eq!(reply.header("retry-after"), Some("1"));
    for path in ["/health", "/ready"] {
        kith.get(path).send().await.json(200);
    }
    // What leads nowhere asks for nothing.
    assert_eq!(kith.get("/nothing").send().await.codes(404), ["not_found"]);
    let counted = TextEncoder::new().encode_to_string(&registry.gather()).unwrap();
    assert!(counted.contains("\nkith_http_requests_shed_total 3\n"), "{counted}");

    // Who is given up makes room.
    drop(waiting);
    for _ in 0..3 {
        kith.get(PROFILE).send().await.json(200);
    }
}

#[actix_web::test]
async fn whatever_becomes_of_a_request_its_place_is_free_again() {
    for (trouble, status) in
        [(Trouble::Panic, 500), (Trouble::Inconsistent, 500), (Trouble::Silent, 503)]
    {
        let kith = Kith::start_with(|services| {
            services.associations = Arc::new(Troubled(trouble));
            services.options.request_timeout = Duration::from_millis(20);
            services.options.concurrency_limit = ConcurrencyLimit::new(NonZeroUsize::MIN);
        })
        .await;
        for _ in 0..3 {
            let reply = kith.get("/api/v2/user/1/provider/").send().await;
            assert_eq!(reply.status, status);
            kith.get(PROFILE).send().await.json(200);
        }
    }
}
