//! What answering costs apart from a database and a socket: `cargo bench -p kith-http`.
//!
//! The check of a token and the availability of resources are pure; the answers go through the whole
//! router of this process, over the store in memory, whose own cost is in the number.

#![expect(clippy::unwrap_used, reason = "a program for developers")]

#[path = "../tests/api/support/catalog.rs"]
mod catalog;

use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Service;
use actix_web::rt::System;
use actix_web::test::{self, TestRequest};
use divan::{Bencher, black_box};
use kith_domain::access::AdminPermit;
use kith_domain::api_key;
use kith_domain::client_user::ClientUsers as _;
use kith_domain::community::{Community, Mode};
use kith_domain::connection::{Act, Action, Connections};
use kith_domain::provider_connection::{
    Action as ProviderAction, ProviderConnections, resource_availability,
};
use kith_domain::{Clock as _, UserId};
use kith_http::{BulkTurns, Metrics, Options, Secret, Services, Stopping, TokenSettings, Tokens};
use kith_testkit::memory::MemoryStore;
use kith_testkit::people::named;
use kith_testkit::providers::{grant, scopes, slug};
use kith_testkit::sealer::TestSealer;
use kith_testkit::{FixedClock, SequentialUuids};
use uuid::Uuid;

fn main() {
    divan::main();
}

fn tokens() -> Tokens {
    let secrets = vec![Secret::new("a secret that is long enough for this".to_owned()).unwrap()];
    let settings = TokenSettings { secrets, ..TokenSettings::default() };
    Tokens::new(settings, Arc::new(FixedClock::new()), Arc::new(SequentialUuids::new()))
}

fn signed(tokens: &Tokens) -> String {
    tokens.sign(UserId::new(7).unwrap(), Duration::from_hours(1)).unwrap()
}

/// With its signature, which is remembered afterwards.
#[divan::bench]
fn check_of_a_new_token(bencher: Bencher<'_, '_>) {
    let tokens = tokens();
    // Each has an id of its own, so none was seen before.
    let bencher = bencher.with_inputs(|| signed(&tokens));
    bencher.bench_refs(|token| tokens.user(black_box(token)).unwrap());
}

#[divan::bench]
fn check_of_a_token_seen_before(bencher: Bencher<'_, '_>) {
    let tokens = tokens();
    let token = signed(&tokens);
    bencher.bench(|| tokens.user(black_box(&token)).unwrap());
}

#[divan::bench]
fn availability_of_resources(bencher: Bencher<'_, '_>) {
    let catalog = catalog::catalog();
    let (fitbit, granted) = (catalog.get("fitbit").unwrap(), scopes(&["weight", "sleep"]));
    bencher.bench(|| resource_availability(black_box(fitbit), Some(black_box(&granted))));
}

#[divan::bench]
fn answer_with_a_page_of_connections(bencher: Bencher<'_, '_>) {
    answer(bencher, |Caller { token, .. }| {
        TestRequest::get()
            .uri("/api/v2/user/1/connections/?limit=20")
            .insert_header(("authorization", format!("Bearer {token}")))
    });
}

#[divan::bench]
fn answer_with_provider_connections(bencher: Bencher<'_, '_>) {
    answer(bencher, |Caller { key, uuid, .. }| {
        TestRequest::get()
            .uri(&format!("/v2/user/providers/{uuid}"))
            .insert_header(("x-vital-api-key", key.as_str()))
    });
}

/// Who asks, and about whom.
struct Caller {
    key: String,
    token: String,
    uuid: Uuid,
}

/// Answers one request, again and again.
fn answer(bencher: Bencher<'_, '_>, request: impl Fn(&Caller) -> TestRequest) {
    let system = System::new();
    let (service, caller) = system.block_on(async {
        let store = MemoryStore::new();
        let (services, caller) = filled(&store).await;
        (test::init_service(kith_http::app(services)).await, caller)
    });
    bencher.bench_local(|| {
        system.block_on(async {
            let request = request(&caller).insert_header(("host", "kith.example"));
            let answer = service.call(request.to_request()).await.unwrap();
            assert!(answer.status().is_success());
            test::read_body(answer).await
        })
    });
}

/// One user with fifty friends and two connections with providers; a key, and a token of theirs.
async fn filled(store: &MemoryStore) -> (Services, Caller) {
    let clock = FixedClock::new();
    let owner = named("owner").register(store).await.id;
    for number in 0..50 {
        let friend = named(&format!("friend{number}")).register(store).await.id;
        for (actor, action, other) in
            [(owner, Action::Request, friend), (friend, Action::Accept, owner)]
        {
            let act = Act { mode: Mode::Friendship, actor, action, other, at: clock.now() };
            Connections::act(store, &act).await.unwrap().unwrap();
        }
    }
    for provider in ["fitbit", "garmin"] {
        let action = ProviderAction::Connect(grant("account", &["weight", "sleep", "daily"]));
        let provider = slug(provider);
        ProviderConnections::act(store, owner.into(), &provider, &action, None, clock.now())
            .await
            .unwrap();
    }
    let name = "bench".parse().unwrap();
    let key = api_key::create(store, &clock, AdminPermit::operator(), name, [7; 32]).await.unwrap();
    let tokens = tokens();
    let caller = Caller {
        key: key.expose().to_owned(),
        token: tokens.sign(owner, Duration::from_hours(1)).unwrap(),
        uuid: store.by_reference(owner.into()).await.unwrap().unwrap().uuid,
    };
    let services = Services {
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
        sealer: Arc::new(TestSealer::new(["bench"])),
        catalog: Arc::new(catalog::catalog()),
        team: Uuid::nil(),
        storage: Arc::new(store.clone()),
        stopping: Stopping::default(),
        clock: Arc::new(clock),
        uuids: Arc::new(SequentialUuids::new()),
        tokens: Arc::new(tokens),
        metrics: Metrics::new().unwrap(),
        community: Community {
            mode: Mode::Friendship,
            content_availability: true,
            signin_providers: Vec::new(),
        },
        options: Options::default(),
    };
    (services, caller)
}
