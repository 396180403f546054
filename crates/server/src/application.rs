//! The application as a value: build it from settings, ask where it listens, run it until it is told
//! to stop.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::available_parallelism;

use actix_web::HttpServer;
use actix_web::dev::Server;
use anyhow::{Context as _, bail};
use kith_domain::community::Community;
use kith_http::{BulkTurns, Metrics, Options, Services, Stopping, Tokens};
use kith_persistence::{Database, DatabaseOptions};

use crate::cache::{Recent, RememberingClientUsers, RememberingKeys, RememberingUsers};
use crate::clock::{RandomUuids, SystemClock};
use crate::metrics::Listener;
use crate::sealing::SealingKeys;
use crate::settings::Settings;
use crate::upkeep::Upkeep;
use crate::{catalog, jwks, telemetry};

/// A server that is ready to answer.
pub(crate) struct Application {
    database: Database,
    server: Server,
    upkeep: Upkeep,
    metrics: Option<Listener>,
    address: SocketAddr,
}

impl Application {
    /// Binds the address and brings the schema up to date; nothing is answered yet. An address that is
    /// taken is found out before the database is touched.
    pub(crate) async fn build(settings: &Settings) -> anyhow::Result<Self> {
        let listen = &settings.server.listen;
        let listener = TcpListener::bind(listen)
            .with_context(|| format!("server.listen: cannot listen on {listen}"))?;
        let tokens = Arc::new(tokens(settings)?);
        jwks::start(&settings.auth, &tokens)?;
        let catalog = Arc::new(catalog::load(settings.providers.catalog_file.as_deref())?);
        let sealer = Arc::new(SealingKeys::of(&settings.sealing)?);
        let database = open_to_serve(settings).await?;
        let lifetime = settings.auth.credential_cache;
        let members = Arc::new(Recent::new(lifetime));
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
            stopping: Stopping::default(),
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
                ..options(settings)
            },
        };
        let listen = settings.metrics.listen.as_deref();
        let metrics = listen.map(|listen| Listener::bind(listen, &services.metrics, &database));
        let metrics = metrics.transpose()?;
        let upkeep = Upkeep::of(&database, &settings.upkeep);
        let address = listener.local_addr().context("the address of the listener")?;
        let server = HttpServer::new(move || kith_http::app(services.clone()))
            .workers(or_cores(settings.server.workers))
            .shutdown_timeout(settings.server.shutdown_timeout.as_secs())
            .disable_signals()
            .listen(listener)
            .context("cannot start the HTTP server")?
            .run();
        Ok(Self { database, server, upkeep, metrics, address })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until SIGINT or SIGTERM, finishes what is under way, and closes the database.
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let metrics = self.metrics.map(Listener::start);
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "listening on http://{}", self.address);
        let handle = self.server.handle();
        let stop = tokio::spawn(async move {
            told_to_stop().await;
            tracing::info!("stopping: what is under way is finished first");
            handle.stop(true).await;
        });
        let upkeep = tokio::spawn(self.upkeep.run());
        let outcome = self.server.await.context("the HTTP server failed");
        stop.abort();
        upkeep.abort();
        // The last requests can still be seen.
        if let Some(metrics) = metrics {
            metrics.stop(false).await;
        }
        self.database.close();
        tracing::info!("stopped");
        outcome
    }
}

/// Waits for Ctrl-C or, where there is such a thing, SIGTERM. Without a handler for the one it still
/// waits for the other.
async fn told_to_stop() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
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

async fn open_with(options: &DatabaseOptions) -> anyhow::Result<Database> {
    for migration in kith_persistence::migrate(options).await? {
        tracing::info!(migration, "migrated");
    }
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
