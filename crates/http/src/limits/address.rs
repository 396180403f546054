//! From where a request comes, as far as that can be told.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName};

use crate::TrustedProxies;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// The part of an IPv6 address that names a network: a single client has all that lies in it.
const NETWORK: u128 = !0 << 64;

/// Somebody who comes: an IPv4 address, or the /64 in which an IPv6 address lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin(IpAddr);

impl Origin {
    /// Where the request comes from; `None` if it came over no network. Headers are believed only if a
    /// trusted proxy sent them.
    pub(super) fn of(request: &HttpRequest, proxies: &TrustedProxies) -> Option<Self> {
        let peer = request.peer_addr()?.ip();
        Some(Self::behind(peer, request.headers(), proxies))
    }

    /// The nearest address on the way that is no trusted proxy's. Each proxy adds, at the end, from
    /// where it was called; so what stands before an address that nobody vouches for may be made up.
    fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> Self {
        let mut nearest = peer;
        let mut way = way(headers).into_iter().rev();
        while proxies.contain(nearest) {
            // What is no address says that the proxy does not know.
            let Some(Some(before)) = way.next() else { break };
            nearest = before;
        }
        Self::at(nearest)
    }

    fn at(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
            address @ IpAddr::V4(_) => address,
        })
    }
}

/// The way that a request has taken, the client first. One family of headers is read, never a mix: a
/// proxy that writes the one passes on the other as the client sent it.
fn way(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let values = |name: &HeaderName| {
        let lines = headers.get_all(name).map(|line| line.to_str().unwrap_or_default());
        lines.flat_map(|line| line.split(',')).collect::<Vec<_>>()
    };
    if headers.contains_key(X_FORWARDED_FOR) {
        return values(&X_FORWARDED_FOR).into_iter().map(address).collect();
    }
    let from = |element: &str| {
        let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
        address(value.trim().trim_matches('"'))
    };
    values(&FORWARDED).into_iter().map(from).collect()
}

/// With or without a port, and with or without brackets.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn headers(lines: &[(HeaderName, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name.clone(), HeaderValue::from_static(value));
        }
        headers
    }

    fn origin(peer: &str, lines: &[(HeaderName, &'static str)]) -> String {
        let proxies = "10.0.0.0/8, fd00::/8".parse().unwrap();
        Origin::behind(peer.parse().unwrap(), &headers(lines), &proxies).0.to_string()
    }

    #[test]
    fn one_address_has_one_spelling_and_a_network_counts_as_one() {
        for peer in ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207"] {
            assert_eq!(origin(peer, &[]), "192.0.2.7");
        }
        for peer in ["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "2001:0db8:0001:0002:a:b:c:d"] {
            assert_eq!(origin(peer, &[]), "2001:db8:1:2::");
        }
        assert_eq!(origin("2001:db8:1:3::1", &[]), "2001:db8:1:3::");
    }

    #[test]
    fn who_is_no_trusted_proxy_is_not_believed() {
        for name in [X_FORWARDED_FOR, FORWARDED] {
            assert_eq!(origin("192.0.2.7", &[(name, "for=203.0.113.1")]), "192.0.2.7");
        }
    }

    #[test]
    fn the_nearest_address_that_no_trusted_proxy_has_counts() {
        for (value, expected) in [
            ("203.0.113.1", "203.0.113.1"),
            // The first was sent by the client, who may send anything.
            ("198.51.100.1, 203.0.113.1", "203.0.113.1"),
            ("198.51.100.1,203.0.113.1, 10.9.9.9", "203.0.113.1"),
            ("203.0.113.1:4711", "203.0.113.1"),
            ("[2001:db8::1]:4711", "2001:db8::"),
            ("[2001:db8::1]", "2001:db8::"),
            ("2001:db8::1", "2001:db8::"),
            ("::ffff:203.0.113.1", "203.0.113.1"),
            // Unknown to the proxy, so all of it is one origin.
            ("unknown", "10.0.0.1"),
            ("203.0.113.1, unknown", "10.0.0.1"),
            ("203.0.113.1, ", "10.0.0.1"),
            ("", "10.0.0.1"),
            // Nobody but trusted proxies.
            ("10.2.2.2", "10.2.2.2"),
        ] {
            assert_eq!(origin("10.0.0.1", &[(X_FORWARDED_FOR, value)]), expected, "{value}");
        }
        let lines = [(X_FORWARDED_FOR, "198.51.100.1"), (X_FORWARDED_FOR, "203.0.113.1, fd00::2")];
        assert_eq!(origin("fd00::1", &lines), "203.0.113.1");
    }

    #[test]
    fn the_standard_header_is_read_where_the_other_is_missing() {
        for (value, expected) in [
            ("for=203.0.113.1", "203.0.113.1"),
            ("For=\"[2001:db8::1]:4711\";proto=https", "2001:db8::"),
            ("for=198.51.100.1, proto=https;for=203.0.113.1", "203.0.113.1"),
            ("for=_hidden", "10.0.0.1"),
            ("proto=https", "10.0.0.1"),
        ] {
            assert_eq!(origin("10.0.0.1", &[(FORWARDED, value)]), expected, "{value}");
        }
        let both = [(FORWARDED, "for=198.51.100.1"), (X_FORWARDED_FOR, "203.0.113.1")];
        assert_eq!(origin("10.0.0.1", &both), "203.0.113.1");
    }
}
