//! `kith health`

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use ureq::tls::{TlsConfig, TlsProvider};

use crate::settings::Settings;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ask the server that runs on this machine whether it lives
///
/// Asks for /health where server.listen says; for containers without a shell. Exit status 0 means yes,
/// anything else is told on standard error.
#[derive(Debug, Args)]
pub(super) struct Health {
    /// Ask for /ready instead: whether its database answers, too
    #[arg(long)]
    ready: bool,
}

impl Health {
    pub(super) fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let address = address(&settings.server.listen)?;
        let path = if self.ready { "ready" } else { "health" };
        let tls = settings.server.tls_certificate_file.is_some();
        let scheme = if tls { "https" } else { "http" };
        let url = format!("{scheme}://{address}/{path}");
        agent().get(&url).call().with_context(|| url.clone())?;
        Ok(())
    }
}

/// Believes any certificate: it is for the host's public name, this is loopback, and nothing is told to
/// whoever answers.
fn agent() -> ureq::Agent {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .disable_verification(true)
        .build();
    let config = ureq::Agent::config_builder()
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .tls_config(tls)
        .build();
    config.into()
}

/// Where to ask: a server that listens everywhere listens on loopback.
fn address(listen: &str) -> anyhow::Result<SocketAddr> {
    let wrong = || format!("server.listen: {listen}");
    let mut address = listen.to_socket_addrs().with_context(wrong)?.next().with_context(wrong)?;
    if address.port() == 0 {
        bail!("server.listen: with port 0 nobody can tell where the server is");
    }
    match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_listens_everywhere_is_asked_on_loopback() {
        for (listen, asked) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:8080", "[::1]:8080"),
            ("127.0.0.2:1", "127.0.0.2:1"),
        ] {
            assert_eq!(address(listen).unwrap(), asked.parse().unwrap());
        }
        address("127.0.0.1:0").unwrap_err();
        address("127.0.0.1").unwrap_err();
    }
}
