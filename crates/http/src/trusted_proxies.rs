//! Which proxies are believed about where a request came in.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// The networks of the proxies in front of this server; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// A text that is no list of networks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an address nor a network such as 10.0.0.0/8")]
pub struct NotANetwork(String);

impl TrustedProxies {
    /// Whether a connection from there is a trusted proxy's. An IPv4 address is the same one when it
    /// is written as IPv6.
    pub(crate) fn contain(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|network| network.contains(&peer))
    }
}

impl FromStr for TrustedProxies {
    type Err = NotANetwork;

    /// Reads addresses and networks separated by commas: `10.0.0.0/8, ::1`.
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let networks = text.split(',').map(str::trim).filter(|one| !one.is_empty());
        let network = |text: &str| {
            let address = || text.parse::<IpAddr>().map(IpNet::from).ok();
            let network = text.parse().ok().or_else(address).and_then(canonical);
            network.ok_or_else(|| NotANetwork(text.to_owned()))
        };
        networks.map(network).collect::<Result<_, _>>().map(Self)
    }
}

/// A network of IPv4 addresses that are written as IPv6, as one of IPv4 addresses. `None` if it has others
/// besides.
fn canonical(network: IpNet) -> Option<IpNet> {
    match network.addr().to_canonical() {
        address @ IpAddr::V4(_) if network.addr().is_ipv6() => {
            IpNet::new(address, network.prefix_len().checked_sub(96)?).ok()
        }
        _ => Some(network),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_trusted_by_its_address() {
        let trusted: TrustedProxies = "10.0.0.0/8, 192.0.2.7,2001:db8::/32,".parse().unwrap();
        for inside in ["10.1.2.3", "::ffff:10.1.2.3", "192.0.2.7", "2001:db8:1::1"] {
            assert!(trusted.contain(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["11.0.0.1", "192.0.2.8", "::ffff:11.0.0.1", "2001:db9::1", "::1"] {
            assert!(!trusted.contain(outside.parse().unwrap()), "{outside}");
        }
        let trusted: TrustedProxies = "::ffff:10.0.0.0/104,::ffff:192.0.2.7".parse().unwrap();
        assert_eq!(trusted, "10.0.0.0/8,192.0.2.7".parse().unwrap());
        assert!(!"".parse::<TrustedProxies>().unwrap().contain([127, 0, 0, 1].into()));
    }

    #[test]
    fn what_is_no_network_is_named() {
        for wrong in
            ["10.0.0.0/33", "proxy.example", "10.0.0", "10.0.0.1:80", "*", "::ffff:10.0.0.0/95"]
        {
            let refusal = format!("10.0.0.1,{wrong}").parse::<TrustedProxies>().unwrap_err();
            assert!(refusal.to_string().contains(wrong), "{refusal}");
        }
    }
}
