//! Where clients find this server: what stands before the path in absolute links (contract, sections
//! 2.1 and 2.4).

use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, HOST, HeaderName};

use crate::services::Options;

const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Scheme, host and path prefix without a slash at the end: the operator's, else what a trusted proxy
/// says, else what the client asked for. Empty if the host is unusable, so that links become relative.
pub(crate) fn base_url(request: &HttpRequest, options: &Options) -> String {
    if let Some(url) = &options.public_url {
        return url.as_str().trim_end_matches('/').to_owned();
    }
    let forwarded = match request.peer_addr() {
        Some(peer) if options.trusted_proxies.contain(peer.ip()) => Forwarded::read(request),
        // Anybody can send these headers; only the proxies that the operator named are believed.
        Some(_) | None => Forwarded::default(),
    };
    let asked = || last(request, &HOST).filter(|host| is_host(host));
    let Some(host) = forwarded.host.or_else(asked) else { return String::new() };
    let own = if request.app_config().secure() { "https" } else { "http" };
    let scheme = forwarded.scheme.unwrap_or(own);
    format!("{scheme}://{host}{}", forwarded.prefix.unwrap_or_default())
}

/// What a proxy says of the request that it passed on; what makes no sense is left out.
#[derive(Default)]
struct Forwarded<'a> {
    scheme: Option<&'static str>,
    host: Option<&'a str>,
    prefix: Option<&'a str>,
}

impl<'a> Forwarded<'a> {
    /// Reads either family of headers, never a mix: a proxy that writes the one passes on the other as
    /// the client sent it. Of several values the last one counts, which the nearest proxy added.
    fn read(request: &'a HttpRequest) -> Self {
        let [proto, host, prefix] = [X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PREFIX]
            .map(|name| last(request, &name));
        if proto.or(host).or(prefix).is_some() {
            return Self {
                scheme: proto.and_then(scheme),
                host: host.filter(|host| is_host(host)),
                prefix: prefix.map(|path| path.trim_end_matches('/')).filter(|path| is_path(path)),
            };
        }
        let element = last(request, &FORWARDED).unwrap_or_default();
        let parameter = |wanted: &str| {
            let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
            let found = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.trim().trim_matches('"'))
        };
        Self {
            scheme: parameter("proto").and_then(scheme),
            host: parameter("host").filter(|host| is_host(host)),
            prefix: None,
        }
    }
}

/// The last value of a header that lists values, over all its lines.
fn last<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    let line = request.headers().get_all(name).last()?.to_str().ok()?;
    line.rsplit(',').next().map(str::trim)
}

fn scheme(text: &str) -> Option<&'static str> {
    ["http", "https"].into_iter().find(|scheme| text.eq_ignore_ascii_case(scheme))
}

/// Only what a host and a port are made of: no user information, no path.
fn is_host(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    !text.is_empty() && text.bytes().all(plain)
}

fn is_path(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte);
    text.starts_with('/') && !text.contains("//") && text.bytes().all(plain)
}
