//! What can be wrong with a value, in the words of `FastAPI` and Pydantic (Junction contract, section 3).

use kith_domain::Invalid;
use serde_json::{Value, json};

/// Something wrong with a value, wherever it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Issue {
    pub(super) kind: &'static str,
    pub(super) message: String,
    pub(super) context: Option<Value>,
}

impl Issue {
    fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), context: None }
    }

    fn with(self, context: Value) -> Self {
        Self { context: Some(context), ..self }
    }

    /// There is none where there must be one.
    pub(crate) fn missing() -> Self {
        Self::new("missing", "Field required")
    }

    /// One that nobody knows, where that is not ignored.
    pub(crate) fn extra_forbidden() -> Self {
        Self::new("extra_forbidden", "Extra inputs are not permitted")
    }

    /// No object where one belongs.
    pub(crate) fn object_type() -> Self {
        Self::new(
            "model_attributes_type",
            "Input should be a valid dictionary or object to extract fields from",
        )
    }

    /// No text where one belongs.
    pub(crate) fn string_type() -> Self {
        Self::new("string_type", "Input should be a valid string")
    }

    /// Bytes that are not UTF-8.
    pub(crate) fn string_unicode() -> Self {
        let message =
            "Input should be a valid string, unable to parse raw data as a unicode string";
        Self::new("string_unicode", message)
    }

    /// No list where one belongs.
    pub(crate) fn list_type() -> Self {
        Self::new("list_type", "Input should be a valid list")
    }

    /// A list of more items than are taken.
    pub(crate) fn list_too_long(max: usize, actual: usize) -> Self {
        let message =
            format!("List should have at most {max} items after validation, not {actual}");
        Self::new("too_long", message)
            .with(json!({"field_type": "List", "max_length": max, "actual_length": actual}))
    }

    /// Neither true nor false.
    pub(crate) fn bool_type() -> Self {
        Self::new("bool_type", "Input should be a valid boolean")
    }

    /// No number where one belongs.
    pub(crate) fn int_type() -> Self {
        Self::new("int_type", "Input should be a valid integer")
    }

    /// A number with a fraction, or one of more than 64 bits.
    pub(crate) fn int_from_float() -> Self {
        let message =
            "Input should be a valid integer of at most 64 bits, without a fractional part";
        Self::new("int_from_float", message)
    }

    /// Text that is no integer.
    pub(crate) fn int_parsing() -> Self {
        let message = "Input should be a valid integer, unable to parse string as an integer";
        Self::new("int_parsing", message)
    }

    /// A number that is too small.
    pub(crate) fn less_than(min: i64) -> Self {
        let message = format!("Input should be greater than or equal to {min}");
        Self::new("greater_than_equal", message).with(json!({"ge": min}))
    }

    /// A number that is too large.
    pub(crate) fn more_than(max: i64) -> Self {
        let message = format!("Input should be less than or equal to {max}");
        Self::new("less_than_equal", message).with(json!({"le": max}))
    }

    /// No text where a UUID belongs.
    pub(crate) fn uuid_type() -> Self {
        Self::new("uuid_type", "UUID input should be a string, bytes or UUID object")
    }

    /// Text that is no UUID.
    pub(crate) fn uuid_parsing() -> Self {
        let error = "expected 32 hexadecimal digits with hyphens";
        Self::new("uuid_parsing", format!("Input should be a valid UUID, {error}"))
            .with(json!({"error": error}))
    }

    /// No text where a date belongs.
    pub(crate) fn date_type() -> Self {
        Self::new("date_type", "Input should be a valid date")
    }

    /// Text that is no date.
    pub(crate) fn date_parsing() -> Self {
        let error = "expected YYYY-MM-DD";
        let message = format!("Input should be a valid date or datetime, {error}");
        Self::new("date_from_datetime_parsing", message).with(json!({"error": error}))
    }

    /// No text where an instant belongs.
    pub(crate) fn instant_type() -> Self {
        Self::new("datetime_type", "Input should be a valid datetime")
    }

    /// Text that is no instant.
    pub(crate) fn instant_parsing() -> Self {
        let error = "expected RFC 3339 with an offset, in the years 1970 to 9999";
        Self::new("datetime_parsing", format!("Input should be a valid datetime, {error}"))
            .with(json!({"error": error}))
    }

    /// None of the words that are taken.
    pub(crate) fn not_one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<String> = words.into_iter().map(|word| format!("'{word}'")).collect();
        let expected = match words.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            few => few.concat(),
        };
        Self::new("enum", format!("Input should be {expected}")).with(json!({"expected": expected}))
    }

    /// Against a rule; the text says which.
    pub(crate) fn against(rule: impl Into<String>) -> Self {
        let rule = rule.into();
        Self::new("value_error", format!("Value error, {rule}")).with(json!({"error": rule}))
    }

    /// A body that is no JSON.
    pub(super) fn json_invalid(reason: &str) -> Self {
        Self::new("json_invalid", "JSON decode error").with(json!({"error": reason}))
    }
}

impl From<Invalid> for Issue {
    fn from(invalid: Invalid) -> Self {
        match invalid {
            Invalid::Empty => {
                Self::new("string_too_short", "String should have at least 1 character")
                    .with(json!({"min_length": 1}))
            }
            Invalid::TooLong { max } => {
                let message = format!("String should have at most {max} characters");
                Self::new("string_too_long", message).with(json!({"max_length": max}))
            }
            Invalid::Malformed(rule) => Self::against(rule),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_listed_as_people_list_them() {
        for (words, expected) in [
            (&["a"][..], "'a'"),
            (&["a", "b"], "'a' or 'b'"),
            (&["a", "b", "c"], "'a', 'b' or 'c'"),
            (&[], ""),
        ] {
            let issue = Issue::not_one_of(words.iter().copied());
            assert_eq!(issue.context, Some(json!({"expected": expected})));
        }
    }
}
