//! Any lines, each as a connection to import: where a single one counts, since all or none are taken.

use serde_json::Value;

use super::service::Service;

const PATH: &str = "/v2/link/bulk_import";

/// Each line is the text of one connection; what is no JSON is sent as text.
pub(super) fn lines(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let connections = text.lines().map(|line| {
        serde_json::from_str::<Value>(line)
            .map_or_else(|_| Value::from(line).to_string(), |_| line.to_owned())
    });
    let connections = connections.collect::<Vec<_>>().join(",");
    let body = format!(r#"{{"provider": "garmin", "connections": [{connections}]}}"#);
    Service::with(|service| {
        let reply = service.answer(PATH, service.kith.post(PATH).body("application/json", &body));
        // Nothing that was sent comes back: it may be a token.
        if reply.status == 422 {
            let items = reply.detail(422);
            assert!(items.as_array().unwrap().iter().all(|item| item["input"].is_null()));
        }
    });
}
