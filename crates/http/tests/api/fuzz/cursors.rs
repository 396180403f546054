//! Any text as the place where a list goes on.

use std::fmt::Write as _;

use kith_domain::page::Cursor;
use serde_json::json;

use super::service::Service;

const CURSORS: [&str; 2] = ["cursor", "next_cursor"];
const EXPORT: &str = "/v2/link/bulk_export";

/// To every list that has such a place.
pub(super) fn cursors(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let Ok(cursor) = text.parse::<Cursor>() {
        assert_eq!(cursor.to_string().parse(), Ok(cursor), "a cursor is read as it is written");
    }
    let encoded = text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02x}");
        encoded
    });
    Service::with(|service| {
        for operation in &service.operations {
            for name in operation.query().filter(|name| CURSORS.contains(name)) {
                let path = format!("{}?{name}={encoded}", operation.path);
                service.answer(&path, service.kith.ask(operation.method.clone(), &path));
            }
        }
        let body = json!({"provider": "garmin", "next_token": text});
        service.answer(EXPORT, service.kith.post(EXPORT).json(&body));
    });
}
