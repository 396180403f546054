//! The application as a value: build it from settings, ask where it listens, run it until it is told
//! to stop.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use actix_web::HttpServer;
use actix_web::dev::Server;
use anyhow::{Context as _, bail};
use kith_domain::community::Community;
use kith_http::{
    BulkTurns, ConcurrencyLimit, Metrics, Options, RateLimits, Services, Stopping, Tokens,
};
use kith_persistence::{Database, DatabaseOptions};
use tokio::task::JoinHandle;

use crate::cache::{Recent, RememberingClientUsers, RememberingKeys, RememberingUsers};
use crate::clock::{RandomUuids, SystemClock};
use crate::metrics::Listener;
use crate::sealing::SealingKeys;
use crate::settings::{self, Settings};
use crate::signals::{RenewSignal, StopSignals};
use crate::tls::Certificate;
use crate::upkeep::Upkeep;
use crate::{catalog, idle, jwks, listener, open_files, telemetry};

/// A server that is ready to answer.
pub(crate) struct Application {
    database: Database,
    server: Server,
    upkeep: Upkeep,
    metrics: Option<Listener>,
    address: SocketAddr,
    certificate: Option<Certificate>,
    stopping: Stopping,
    stop: Stop,
}

/// How to stop.
struct Stop {
    delay: Duration,
    timeout: Duration,
}

impl Application {
    /// Binds the address and brings the schema up to date; nothing is answered yet. An address that is
    /// taken is found out before the database is touched.
    pub(crate) async fn build(settings: &Settings) -> anyhow::Result<Self> {
        let workers = or_cores(settings.server.workers);
        let readers = or_cores(settings.database.readers);
        let connections = open_files::connections(settings, workers, readers);
        let settings::Server { listen, backlog, body_timeout, .. } = &settings.server;
        let listener = listener::listen(listen, *backlog, *body_timeout).await?;
        let tokens = Arc::new(tokens(settings)?);
        jwks::start(&settings.auth, &tokens)?;
        let catalog = Arc::new(catalog::load(settings.providers.catalog_file.as_deref())?);
        let sealer = Arc::new(SealingKeys::of(&settings.sealing)?);
        let database = open_to_serve(settings).await?;
        let lifetime = settings.auth.credential_cache;
        let members = Arc::new(Recent::new(lifetime));
        let stopping = Stopping::default();
        let services = Services {
            users: Arc::new(RememberingUsers::new(database.users(), Arc::clone(&members))),
            associations: database.associations(),
            connections: database.connections(),
            follows: database.follows(),
            hides: database.hides(),
            client_users: Arc::new(RememberingClientUsers::new(database.client_users(), members)),
            provider_connections: database.provider_connections(),
            bulk_operations: database.bulk_operations(),
            bulk_turns: BulkTurns::default(),
            api_keys: Arc::new(RememberingKeys::new(database.api_keys(), lifetime)),
            sealer,
            catalog,
            team: database.team_id().await?,
            storage: database.health(),
            stopping: stopping.clone(),
            clock: Arc::new(SystemClock),
            uuids: Arc::new(RandomUuids),
            tokens,
            metrics: Metrics::new()?,
            community: Community {
                mode: settings.community.mode,
                content_availability: settings.community.content_availability,
                signin_providers: settings.community.signin_providers.clone(),
            },
            options: Options {
                logged_users: telemetry::logged_users(&settings.log)?,
                trace_parent: telemetry::adopt,
                trace_name: telemetry::rename,
                ..options(settings)
            },
        };
        let listen = settings.metrics.listen.as_deref();
        let metrics = listen.map(|listen| Listener::bind(listen, &services.metrics, &database));
        let metrics = metrics.transpose()?;
        let upkeep = Upkeep::of(&database, &settings.upkeep);
        let settings::Server { shutdown_delay: delay, shutdown_timeout: timeout, .. } =
            settings.server;
        let stop = Stop { delay, timeout };
        let certificate = Certificate::of(&settings.server)?;
        let address = listener.local_addr().context("the address of the listener")?;
        let Stop { timeout, .. } = stop;
        let longest_idle =
            settings.server.keep_alive.saturating_add(settings.server.header_timeout);
        let server = HttpServer::new(move || kith_http::app(services.clone()))
            .workers(workers)
            // Of each worker, and a worker is never without any.
            .max_connections(connections.div_ceil(workers))
            .client_request_timeout(settings.server.header_timeout)
            .keep_alive(settings.server.keep_alive)
            .shutdown_timeout(timeout.as_secs() + u64::from(timeout.subsec_nanos() > 0))
            .tls_handshake_timeout(settings.server.header_timeout)
            .on_connect(move |connection, data| idle::bound(connection, data, longest_idle))
            .disable_signals();
        let server = match &certificate {
            Some(certificate) => server.listen_rustls_0_23(listener, certificate.config()?),
            None => server.listen(listener),
        };
        let server = server.context("cannot start the HTTP server")?.run();
        Ok(Self { database, server, upkeep, metrics, address, certificate, stopping, stop })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until SIGINT or SIGTERM, finishes what is under way, and closes the database. A second
    /// signal ends it at once.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let metrics = self.metrics.map(Listener::start);
        let mut signals = StopSignals::listen()?;
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        let version = env!("CARGO_PKG_VERSION");
        tracing::info!(version, "listening on {scheme}://{}", self.address);
        let upkeep = tokio::spawn(self.upkeep.run());
        let renewals = self.certificate.map(renewals).transpose()?;
        let handle = self.server.handle();
        let mut server = pin!(self.server);
        let serving = async {
            tokio::select! {
                outcome = &mut server => return outcome.map(|()| End::Orderly),
                () = signals.next() => {}
            }
            self.stopping.begin();
            tracing::info!("stopping: what is under way is finished first");
            tokio::select! {
                outcome = &mut server => return outcome.map(|()| End::Orderly),
                () = tokio::time::sleep(self.stop.delay) => {}
                () = signals.next() => return Ok(End::CutOff),
            }
            let began = Instant::now();
            let stopped = async { tokio::join!(&mut server, handle.stop(true)).0 };
            tokio::select! {
                outcome = stopped => outcome?,
                () = signals.next() => return Ok(End::CutOff),
            }
            if began.elapsed() >= self.stop.timeout {
                tracing::warn!("not everything was finished within server.shutdown_timeout");
            }
            Ok(End::Orderly)
        };
        let outcome = serving.await.context("the HTTP server failed");
        upkeep.abort();
        if let Some(renewals) = renewals {
            renewals.abort();
        }
        if matches!(outcome, Ok(End::CutOff)) {
            bail!("told again to stop: what was under way is cut off");
        }
        // The last requests can still be seen.
        if let Some(metrics) = metrics {
            metrics.stop(false).await;
        }
        self.database.close();
        tracing::info!("stopped");
        outcome.map(|_| ())
    }
}

/// Has the certificate read again whenever that is asked for.
fn renewals(certificate: Certificate) -> anyhow::Result<JoinHandle<()>> {
    let mut signal = RenewSignal::listen()?;
    Ok(tokio::spawn(async move {
        loop {
            signal.next().await;
            match certificate.renew() {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(error) => {
                    let cause = format!("{error:#}");
                    tracing::error!(cause, "the certificate cannot be read again; it stays");
                }
            }
        }
    }))
}

/// How serving ended.
enum End {
    /// By itself, or with everything finished that was.
    Orderly,
    /// By a second signal.
    CutOff,
}

/// Brings the schema up to date and opens the database.
pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Database> {
    open_with(&database_options(settings)?).await
}

/// The same, and lets the database refuse what the settings say.
async fn open_to_serve(settings: &Settings) -> anyhow::Result<Database> {
    let reject_duplicate_connection = Some(settings.providers.reject_duplicate_connection);
    let options = database_options(settings)?;
    open_with(&DatabaseOptions { reject_duplicate_connection, ..options }).await
}

/// The same with other options. A database that an import has left unfinished is nobody's to use.
pub(crate) async fn open_with(options: &DatabaseOptions) -> anyhow::Result<Database> {
    for migration in kith_persistence::migrate(options).await? {
        tracing::info!(migration, "migrated");
    }
    kith_persistence::expect_whole(options).await?;
    Ok(Database::open(options).await?)
}

/// The options of the database, with the defaults that depend on the machine.
pub(crate) fn database_options(all: &Settings) -> anyhow::Result<DatabaseOptions> {
    let settings = &all.database;
    let url = settings.url.or_file(settings.url_file.as_deref(), "database.url")?;
    Ok(DatabaseOptions {
        url: url.expose().parse().context("database.url")?,
        pool_size: settings.pool_size,
        tls_ca_file: settings.tls_ca_file.clone(),
        readers: or_cores(settings.readers),
        queue: settings.queue,
        connect_timeout: settings.connect_timeout,
        statement_timeout: settings.statement_timeout,
        // Only what is about to serve decides that.
        reject_duplicate_connection: None,
    })
}

/// What checks and signs tokens; needs a secret or a key set.
pub(crate) fn tokens(settings: &Settings) -> anyhow::Result<Tokens> {
    let auth = &settings.auth;
    let secrets = auth.jwt_secrets.or_file(auth.jwt_secrets_file.as_deref(), "auth.jwt_secrets")?;
    let secrets = secrets
        .list()
        .map(|secret| kith_http::Secret::new(secret.to_owned()))
        .collect::<Result<Vec<_>, _>>()
        .context("auth.jwt_secrets")?;
    let identity_provider = jwks::identity_provider(auth);
    if secrets.is_empty() && identity_provider.is_none() {
        bail!(
            "auth.jwt_secrets: a secret is needed to check tokens, and there is no default; make \
             one with\n    openssl rand -hex 32\nand set KITH__AUTH__JWT_SECRETS to it, or \
             auth.jwt_secrets_file to a file that holds it (or give an identity provider's keys \
             with auth.jwks_file or auth.jwks_url)"
        );
    }
    if secrets.iter().any(kith_http::Secret::is_short) {
        tracing::warn!(
            "auth.jwt_secrets: a secret of fewer than {} bytes can be guessed; make a better one \
             with `openssl rand -hex 32`",
            kith_http::Secret::RECOMMENDED_BYTES
        );
    }
    let settings = kith_http::TokenSettings {
        secrets,
        leeway: auth.leeway,
        max_lifetime: auth.maximum_lifetime,
        identity_provider,
    };
    Ok(Tokens::new(settings, Arc::new(SystemClock), Arc::new(RandomUuids)))
}

fn options(settings: &Settings) -> Options {
    Options {
        body_limit: settings.server.body_limit,
        body_timeout: settings.server.body_timeout,
        request_timeout: settings.server.request_timeout,
        bulk_timeout: settings.server.bulk_timeout,
        silence_timeout: settings.database.silence_timeout,
        concurrency_limit: ConcurrencyLimit::new(settings.server.max_requests),
        rate_limits: RateLimits::new(&settings.limits.rates()),
        public_url: settings.server.public_url.clone(),
        trusted_proxies: settings.server.trusted_proxies.clone(),
        logo_base_url: settings.providers.logo_base_url.clone(),
        demo_connections: settings.providers.demo_connections,
        default_avatar: settings.community.default_avatar_url.clone(),
        cors_allowed_origins: settings.server.cors_allowed_origins.clone(),
        docs: settings.server.docs,
        ..Options::default()
    }
}

fn or_cores(number: usize) -> usize {
    if number > 0 { number } else { available_parallelism().map_or(2, usize::from) }
}
