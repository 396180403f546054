//! What an identity system of one's own wants to find again.

use serde_json::{Map, Value};

use crate::Invalid;

/// A JSON object, at most 16 KiB as compact text and 16 levels deep; opaque to Kith.
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata(Map<String, Value>);

impl Metadata {
    /// The most bytes of its compact JSON text.
    pub const MAX_BYTES: usize = 16 * 1024;
    /// The most objects and arrays inside each other, the outermost included.
    pub const MAX_DEPTH: usize = 16;

    /// Checks size, depth, and that every number can be given back as it came.
    pub fn new(object: Map<String, Value>) -> Result<Self, Invalid> {
        check(object.values(), 1)?;
        let metadata = Self(object);
        if metadata.to_json().len() > Self::MAX_BYTES {
            return Err(Invalid::Malformed("Metadata may have no more than 16384 bytes."));
        }
        Ok(metadata)
    }

    /// Reads text that holds a JSON object.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        // Ends the work on endless text early; white space may double a document, hardly more.
        if text.len() > 4 * Self::MAX_BYTES {
            return Err(Invalid::Malformed("Metadata may have no more than 16384 bytes."));
        }
        let object = serde_json::from_str(text)
            .map_err(|_| Invalid::Malformed("Metadata must be a JSON object."))?;
        Self::new(object)
    }

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(object: Map<String, Value>) -> Self {
        Self(object)
    }

    /// The object.
    #[must_use]
    pub fn as_object(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The object as compact JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Of a map with text keys this cannot fail; `Display` of a value says so in its type.
        Value::Object(self.0.clone()).to_string()
    }
}

fn check<'a>(values: impl Iterator<Item = &'a Value>, depth: usize) -> Result<(), Invalid> {
    if depth > Metadata::MAX_DEPTH {
        return Err(Invalid::Malformed("Metadata may be no more than 16 levels deep."));
    }
    for value in values {
        match value {
            Value::Array(items) => check(items.iter(), depth + 1)?,
            Value::Object(members) => check(members.values(), depth + 1)?,
            // An integer that is too large arrives as a rounded float: refuse it, do not alter it.
            Value::Number(number)
                if number.is_f64() && number.as_f64().is_none_or(|n| n.abs() >= 2f64.powi(64)) =>
            {
                return Err(Invalid::Malformed("Numbers must fit into 64 bits."));
            }
            Value::Number(_) | Value::Null | Value::Bool(_) | Value::String(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", r#"{"a":"#.repeat(levels - 1) + "{}", "}".repeat(levels - 1))
    }

    #[test]
    fn only_objects() {
        assert!(Metadata::parse(r#"{"ext_id": "crm-118"}"#).is_ok());
        for wrong in ["", "null", "[]", "1", r#""text""#, "{", "{} {}"] {
            assert!(Metadata::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn size_is_bounded_to_the_byte() {
        let of_size = |bytes: usize| format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - 8));
        assert_eq!(Metadata::parse(&of_size(16_384)).unwrap().to_json().len(), 16_384);
        assert!(Metadata::parse(&of_size(16_385)).is_err());
        assert!(Metadata::parse(&of_size(1_000_000)).is_err());
    }

    #[test]
    fn depth_is_bounded() {
        assert!(Metadata::parse(&nested(16)).is_ok());
        assert!(Metadata::parse(&nested(17)).is_err());
        assert!(Metadata::parse(&nested(5_000)).is_err());
    }

    #[test]
    fn numbers_are_given_back_or_refused() {
        let kept = r#"{"a":[18446744073709551615,-9223372036854775808,0.5]}"#;
        assert_eq!(Metadata::parse(kept).unwrap().to_json(), kept);
        for wrong in [r#"{"a":18446744073709551616}"#, r#"{"a":[1e300]}"#, r#"{"a":1e999}"#] {
            assert!(Metadata::parse(wrong).is_err(), "{wrong}");
        }
    }
}
