//! Asking others over HTTP.

use std::sync::Arc;
use std::time::Duration;

use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

/// A client that blocks, and gives up after `patience`. It trusts the certificates that the machine
/// trusts.
pub(crate) fn agent(patience: Duration) -> ureq::Agent {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(roots())
        .unversioned_rustls_crypto_provider(provider)
        .build();
    ureq::Agent::config_builder().tls_config(tls).timeout_global(Some(patience)).build().into()
}

fn roots() -> RootCerts {
    let found = rustls_native_certs::load_native_certs();
    let certificates = found.certs.iter().map(|der| Certificate::from_der(der).to_owned());
    RootCerts::Specific(Arc::new(certificates.collect()))
}
