//! The body of a request, as far as it can be read at all.

use serde_json::Value;

use crate::json;

/// A body. It is read as JSON whatever its content type says: clients label bodies carelessly, and a
/// page of another origin cannot send a credential without asking first.
pub(crate) enum Body {
    /// There is none.
    Empty,
    /// It is no JSON.
    Broken {
        /// Where that shows, in characters.
        offset: usize,
        /// Why, without a word of the body.
        reason: String,
    },
    /// It is this.
    Json(Value),
}

impl Body {
    /// Reads JSON, strictly: a key that stands twice in an object breaks it.
    pub(crate) fn read(text: &[u8]) -> Self {
        if text.is_empty() {
            return Self::Empty;
        }
        match json::value(text) {
            Ok(value) => Self::Json(value),
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
                Self::Broken { offset: offset(text, error.line(), error.column()), reason }
            }
        }
    }
}

/// How many characters come before that column of that line, both counted from 1.
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let lines = text.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1));
    let bytes = lines.map(<[u8]>::len).sum::<usize>() + column.saturating_sub(1);
    let before = text.get(..bytes).unwrap_or(text);
    String::from_utf8_lossy(before).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_says_where_and_quotes_nothing() {
        for (text, at) in [
            ("{", 0),
            ("{\"a\": canary}", 6),
            ("{\"ü\": x}", 6),
            ("{\n\n \"a\"", 6),
            ("{} canary", 3),
            ("{\"canary\":1,\"canary\":2}", 22),
            ("canary", 0),
        ] {
            let Body::Broken { offset, reason } = Body::read(text.as_bytes()) else {
                panic!("{text}");
            };
            assert!(!reason.contains("canary") && !reason.contains("line"), "{reason}");
            assert_eq!(offset, at, "{text}: {reason}");
        }
        assert!(matches!(Body::read(b""), Body::Empty));
        assert!(matches!(Body::read(b" null "), Body::Json(Value::Null)));
    }
}
