//! Opening a connection: TLS, time-outs, and knowing when it has ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::ConnectionError;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection as _};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::OpenError;
use crate::options::DatabaseOptions;

/// A connection, and whether its other end is gone.
pub(crate) struct Live {
    pub(crate) conn: AsyncPgConnection,
    closed: Arc<AtomicBool>,
}

impl Live {
    /// Whether the connection has ended; the next statement would only find that out.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

/// Makes connections.
#[derive(Clone)]
pub(crate) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    connect_timeout: Duration,
    statement_timeout: Duration,
}

impl Connector {
    pub(crate) fn new(url: &str, options: &DatabaseOptions) -> Result<Self, OpenError> {
        // Certificates are always verified here, so the strictest mode is the same as `require`.
        let url = url.replace("sslmode=verify-full", "sslmode=require");
        let mut config: Config = url
            .parse()
            .map_err(|error: tokio_postgres::Error| OpenError::Url(error.to_string()))?;
        if config.get_application_name().is_none() {
            config.application_name("kith");
        }
        // `prefer`, the default, means "without verification, and plain if need be": it protects
        // from nothing, so TLS is used when it is asked for, and then in earnest.
        let tls = if config.get_ssl_mode() == SslMode::Require {
            Some(tls(options)?)
        } else {
            config.ssl_mode(SslMode::Disable);
            None
        };
        let DatabaseOptions { connect_timeout, statement_timeout, .. } = *options;
        Ok(Self { config, tls, connect_timeout, statement_timeout })
    }

    /// Connects within the time that the options give.
    pub(crate) async fn connect(&self) -> Result<Live, ConnectionError> {
        match timeout(self.connect_timeout, self.establish()).await {
            Ok(connected) => connected,
            Err(_) => Err(ConnectionError::BadConnection("no connection in time".to_owned())),
        }
    }

    async fn establish(&self) -> Result<Live, ConnectionError> {
        let closed = Arc::new(AtomicBool::new(false));
        let client = if let Some(tls) = &self.tls {
            let (client, connection) =
                self.config.connect(tls.clone()).await.map_err(|error| bad(&error))?;
            drive(connection, Arc::clone(&closed));
            client
        } else {
            let (client, connection) =
                self.config.connect(NoTls).await.map_err(|error| bad(&error))?;
            drive(connection, Arc::clone(&closed));
            client
        };
        let mut conn = AsyncPgConnection::try_from(client).await?;
        let milliseconds = self.statement_timeout.as_millis();
        conn.batch_execute(&format!(
            "set statement_timeout = {milliseconds}; \
             set idle_in_transaction_session_timeout = {milliseconds}"
        ))
        .await
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(Live { conn, closed })
    }
}

/// One connection outside all pools and without time-outs of statements; for migrations.
pub(crate) async fn connect_alone(
    url: &str,
    options: &DatabaseOptions,
) -> Result<AsyncPgConnection, OpenError> {
    let mut connector = Connector::new(url, options)?;
    connector.statement_timeout = Duration::ZERO;
    let live = connector.connect().await.map_err(|error| OpenError::Connect(error.into()))?;
    Ok(live.conn)
}

/// Moves the bytes of a connection until it ends, and says when it has.
fn drive<S>(
    connection: tokio_postgres::Connection<tokio_postgres::Socket, S>,
    closed: Arc<AtomicBool>,
) where
    S: tokio_postgres::tls::TlsStream + Unpin + Send + 'static,
{
    let ends = Ends(closed);
    tokio::spawn(async move {
        let ended = connection.await;
        drop(ends);
        if let Err(error) = ended {
            tracing::warn!(error = %error, "a connection to PostgreSQL has ended");
        }
    });
}

/// Says that the connection has ended, if its runtime ends before it, too.
struct Ends(Arc<AtomicBool>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

fn bad(error: &tokio_postgres::Error) -> ConnectionError {
    // Its own text stops at "error connecting to server"; the reason is in the sources.
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    ConnectionError::BadConnection(text)
}

fn tls(options: &DatabaseOptions) -> Result<MakeRustlsConnect, OpenError> {
    let connect = |error: Box<dyn std::error::Error + Send + Sync>| OpenError::Connect(error);
    let certificates = match &options.tls_ca_file {
        Some(file) => CertificateDer::pem_file_iter(file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| connect(format!("{}: {error}", file.display()).into()))?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(certificates);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| connect(error.into()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
