//! Where links lead: the operator's address, a trusted proxy's, or that which the client asked for.

use serde_json::Value;

use crate::support::Kith;

const LIST: &str = "/api/v2/user/search/?limit=1";

async fn behind(proxies: &str) -> Kith {
    Kith::start_with(|services| services.options.trusted_proxies = proxies.parse().unwrap()).await
}

/// Asks over a connection from there, with those headers; gives what stands before the path.
async fn base(kith: &Kith, peer: &str, headers: &[(&str, &str)]) -> String {
    let mut ask = kith.get(LIST);
    if !peer.is_empty() {
        ask = ask.from(peer);
    }
    for (name, value) in headers {
        ask = if *name == "host" {
            ask.header(name, value)
        } else {
            ask.another_header(name, value.as_bytes())
        };
    }
    let page = ask.send().await.json(200);
    let next = page["next"].as_str().unwrap();
    let base = next.strip_suffix("/api/v2/user/search/?limit=1&offset=1").unwrap().to_owned();
    // The picture is found in the same place.
    let avatar = format!("{base}/assets/avatar.svg");
    assert_eq!(page["results"][0]["avatar"], Value::from(avatar));
    base
}

const FORWARDED: [&[(&str, &str)]; 6] = [
    &[("x-forwarded-host", "evil.example")],
    &[("x-forwarded-proto", "https")],
    &[("x-forwarded-prefix", "/evil")],
    &[("forwarded", "host=evil.example;proto=https")],
    &[("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example")],
    &[("x-forwarded-for", "10.0.0.1"), ("x-forwarded-host", "evil.example")],
];

#[actix_web::test]
async fn forwarded_headers_are_ignored_unless_a_trusted_proxy_sends_them() {
    for (proxies, peer) in [
        ("", "127.0.0.1:1"),
        ("", "10.0.0.1:1"),
        ("10.0.0.0/8", "11.0.0.1:1"),
        ("10.0.0.0/8", "[::1]:1"),
        ("10.0.0.0/8", ""),
    ] {
        let kith = behind(proxies).await;
        for headers in FORWARDED {
            let seen = base(&kith, peer, headers).await;
            assert_eq!(seen, "http://kith.example", "{proxies:?} {peer} {headers:?}");
        }
    }
}

#[actix_web::test]
async fn a_trusted_proxy_says_where_the_client_asked() {
    let kith = behind("10.0.0.0/8, ::1").await;
    for (headers, expected) in [
        (&[][..], "http://kith.example"),
        (&[("x-forwarded-proto", "https")], "https://kith.example"),
        (
            &[("x-forwarded-proto", "HTTPS"), ("x-forwarded-host", "c.example:8443")],
            "https://c.example:8443",
        ),
        (
            &[("x-forwarded-host", "c.example"), ("x-forwarded-prefix", "/abc/")],
            "http://c.example/abc",
        ),
        (
            &[("forwarded", "for=1.2.3.4; Proto=https;HOST=\"c.example:8443\"")],
            "https://c.example:8443",
        ),
        (&[("forwarded", "proto=https")], "https://kith.example"),
        // What the proxy next to Kith added comes last.
        (&[("x-forwarded-host", "evil.example, c.example")], "http://c.example"),
        (
            &[("x-forwarded-host", "evil.example"), ("x-forwarded-host", "c.example")],
            "http://c.example",
        ),
        (&[("forwarded", "host=evil.example, host=c.example")], "http://c.example"),
        // A proxy that writes the one family passes on the other as the client sent it.
        (
            &[("x-forwarded-proto", "https"), ("forwarded", "host=evil.example")],
            "https://kith.example",
        ),
        // What makes no sense is left out.
        (&[("x-forwarded-proto", "javascript")], "http://kith.example"),
        (&[("x-forwarded-host", "anna@evil.example")], "http://kith.example"),
        (&[("x-forwarded-host", "evil.example/x")], "http://kith.example"),
        (&[("x-forwarded-host", "")], "http://kith.example"),
        (&[("x-forwarded-host", "c.example,")], "http://kith.example"),
        (&[("x-forwarded-prefix", "//evil.example")], "http://kith.example"),
        (&[("x-forwarded-prefix", "/a\"b")], "http://kith.example"),
        (&[("x-forwarded-prefix", "/")], "http://kith.example"),
        (&[("x-forwarded-host", "é")], "http://kith.example"),
        (&[("forwarded", ";;=;host")], "http://kith.example"),
    ] {
        for peer in ["10.1.2.3:1", "[::ffff:10.1.2.3]:1", "[::1]:1"] {
            assert_eq!(base(&kith, peer, headers).await, expected, "{headers:?}");
        }
    }
}

#[actix_web::test]
async fn the_operators_address_goes_before_everything() {
    let kith = Kith::start_with(|services| {
        services.options.public_url = Some("https://c.example/prefix/".parse().unwrap());
        services.options.trusted_proxies = "10.0.0.0/8".parse().unwrap();
    });
    let kith = kith.await;
    for headers in FORWARDED {
        assert_eq!(base(&kith, "10.0.0.1:1", headers).await, "https://c.example/prefix");
    }
}

#[actix_web::test]
async fn without_a_usable_host_links_are_relative() {
    let kith = Kith::start().await;
    for host in ["evil\"><x", "anna@evil.example", "a b", ""] {
        assert_eq!(base(&kith, "", &[("host", host)]).await, "", "{host}");
    }
    assert_eq!(base(&kith, "", &[("host", "[::1]:8080")]).await, "http://[::1]:8080");
}
