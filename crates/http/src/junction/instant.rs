//! Instants on the wire.

use chrono::SecondsFormat;
use kith_domain::Timestamp;

/// RFC 3339 in UTC with microseconds and the offset written as `+00:00`: an instant has one text,
/// whichever answer it is in (contract, section 1).
pub(crate) fn text(instant: Timestamp) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_one_text() {
        for text_of in ["2026-01-23T12:34:56.123456+00:00", "2026-01-23T12:34:56.000000+00:00"] {
            assert_eq!(text(text_of.parse().unwrap()), text_of);
        }
    }
}
