//! Any text as a link: one that is taken is one that a browser may follow, and comes back as it was.

use kith_domain::web_url::WebUrl;
use serde_json::json;
use url::Url;

use super::service::Service;

const PATH: &str = "/api/v2/user/3/provider/";

/// What turns the direction of text around (Unicode, annex 9).
const BIDIRECTIONAL: [char; 12] = [
    '\u{061c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}',
    '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
];

/// As a profile's link, by the rule and over the wire.
pub(super) fn urls(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let taken = text.parse::<WebUrl<2048>>().is_ok();
    if taken {
        assert!(text.chars().count() <= 2048);
        assert!(!text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\'), "{text}");
        assert!(!text.contains(BIDIRECTIONAL), "{text}");
        let parsed = Url::parse(text).unwrap();
        assert!(["http", "https"].contains(&parsed.scheme()), "{text}");
        assert!(parsed.username().is_empty() && parsed.password().is_none(), "{text}");
        assert!(parsed.host_str().is_some_and(|host| !host.is_empty()), "{text}");
        // Relative to a page, it is the same: a browser that reads it in an href goes nowhere else.
        let page = Url::parse("https://community.example/people/anna").unwrap();
        assert_eq!(page.join(text).unwrap(), parsed, "{text}");
    }
    let body = json!({
        "provider": "github", "ext_id": "x", "profile_url": text, "show_in_profile": true,
    });
    Service::with(|service| {
        let reply = service.answer(PATH, service.kith.post(PATH).json(&body));
        match reply.status.as_u16() {
            201 => {
                assert!(taken || text.is_empty(), "{text}");
                if taken {
                    assert_eq!(reply.json(201)["profile_url"], text);
                }
            }
            status => {
                assert!(!taken, "{text}");
                assert_eq!(reply.codes(status).len(), 1, "{text}");
            }
        }
    });
}
