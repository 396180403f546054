//! TLS to clients, with a certificate that can be renewed while the server serves.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context as _;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::settings;

/// The certificate that clients are shown.
#[derive(Clone)]
pub(crate) struct Certificate(Arc<Shown>);

struct Shown {
    certificate_file: PathBuf,
    key_file: PathBuf,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    /// Reads the files that the settings name; `None` if they name none.
    pub(crate) fn of(settings: &settings::Server) -> anyhow::Result<Option<Self>> {
        let files = (settings.tls_certificate_file.clone(), settings.tls_key_file.clone());
        let (Some(certificate_file), Some(key_file)) = files else { return Ok(None) };
        let current = RwLock::new(Arc::new(read(&certificate_file, &key_file)?));
        Ok(Some(Self(Arc::new(Shown { certificate_file, key_file, current }))))
    }

    /// Reads the files again. Connections that are open keep what they have; so do all if the files
    /// cannot be used.
    pub(crate) fn renew(&self) -> anyhow::Result<()> {
        let renewed = Arc::new(read(&self.0.certificate_file, &self.0.key_file)?);
        *self.0.current.write().unwrap_or_else(PoisonError::into_inner) = renewed;
        Ok(())
    }

    /// How TLS is spoken: versions 1.2 and 1.3, and no certificates of clients.
    pub(crate) fn config(&self) -> anyhow::Result<ServerConfig> {
        let config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .context("cannot prepare TLS")?;
        Ok(config.with_no_client_auth().with_cert_resolver(Arc::clone(&self.0) as _))
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Shown")
            .field("file", &self.certificate_file)
            .finish_non_exhaustive()
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// The certificate, those that vouch for it, and its key; they must belong together.
fn read(certificate_file: &Path, key_file: &Path) -> anyhow::Result<CertifiedKey> {
    let file =
        || format!("server.tls_certificate_file: cannot read {}", certificate_file.display());
    let chain = CertificateDer::pem_file_iter(certificate_file).with_context(file)?;
    let chain = chain.collect::<Result<Vec<_>, _>>().with_context(file)?;
    let file = || format!("server.tls_key_file: cannot read {}", key_file.display());
    let key = PrivateKeyDer::from_pem_file(key_file).with_context(file)?;
    CertifiedKey::from_der(chain, key, &provider())
        .context("server.tls_certificate_file and server.tls_key_file cannot be used together")
}
