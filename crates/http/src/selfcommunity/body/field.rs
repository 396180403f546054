//! How each type of field is read from its JSON or text.

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use chrono::NaiveDate;
use kith_domain::association::{ExtId, Metadata, Provider};
use kith_domain::connection::Mutual;
use kith_domain::page::Cursor;
use kith_domain::text::{Line, Prose};
use kith_domain::user::{Coordinates, Email, Gender, Role, Username};
use kith_domain::web_url::WebUrl;
use kith_domain::{Invalid, UserId};
use serde_json::Value;

use super::Written;
use crate::{date, json};

/// A value that a field can hold.
pub(crate) trait FromField: Sized {
    /// Reads it; `value` is not null.
    fn from_field(value: &Value, written: Written) -> Result<Self, Invalid>;
}

fn text(value: &Value) -> Result<&str, Invalid> {
    value.as_str().ok_or(Invalid::Malformed("Not a valid string."))
}

/// Text whose rules the domain knows.
macro_rules! from_text {
    ($($type:ty $(where $max:ident)?,)+) => { $(
        impl $(<const $max: usize>)? FromField for $type {
            fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
                text(value)?.parse()
            }
        }
    )+ };
}

from_text! {
    Coordinates,
    Cursor,
    Email,
    Gender,
    Line<MAX> where MAX,
    Prose<MAX> where MAX,
    Provider,
    Role,
    Username,
    WebUrl<MAX> where MAX,
}

impl FromField for String {
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        match text(value)? {
            "" => Err(Invalid::Empty),
            text => Ok(text.to_owned()),
        }
    }
}

impl FromField for UserId {
    /// An integer, or a string of digits (contract, section 4.1).
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        match value {
            Value::String(digits) => digits.parse(),
            other => other
                .as_i64()
                .and_then(Self::new)
                .ok_or(Invalid::Malformed("A valid user id is required.")),
        }
    }
}

/// Users, in the order of their ids, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct UserIds(pub(crate) BTreeSet<UserId>);

impl UserIds {
    /// The most users that a request can name.
    pub(crate) const MAX: usize = 1000;
}

impl FromField for UserIds {
    /// A JSON array of ids, or their text separated by commas; at most [`UserIds::MAX`], repeated ones
    /// included (contract, sections 5.4 and 10).
    fn from_field(value: &Value, written: Written) -> Result<Self, Invalid> {
        const TOO_MANY: Invalid = Invalid::Malformed("At most 1000 ids can be given.");
        let ids: Vec<Result<UserId, Invalid>> = match (value, written) {
            (Value::Array(ids), _) if ids.len() > Self::MAX => return Err(TOO_MANY),
            (Value::Array(ids), _) => {
                ids.iter().map(|id| UserId::from_field(id, written)).collect()
            }
            (Value::String(text), Written::Text) => {
                let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
                ids.take(Self::MAX + 1).map(str::parse).collect()
            }
            _ => return Err(Invalid::Malformed("Expected a list of user ids.")),
        };
        if ids.len() > Self::MAX {
            return Err(TOO_MANY);
        }
        ids.into_iter().collect::<Result<_, _>>().map(Self)
    }
}

impl FromField for Mutual {
    /// `1`: only mutual ones, `0`: only the others (contract, section 6).
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        match text(value)? {
            "1" => Ok(Self::Only),
            "0" => Ok(Self::Without),
            _ => Err(Invalid::Malformed("Must be 0 or 1.")),
        }
    }
}

impl FromField for NonZeroU32 {
    /// A positive integer, or its decimal digits.
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed("A positive integer is required.");
        let number = match value {
            Value::String(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok()
            }
            other => other.as_u64().and_then(|number| u32::try_from(number).ok()),
        };
        number.and_then(Self::new).ok_or(WRONG)
    }
}

impl FromField for bool {
    fn from_field(value: &Value, written: Written) -> Result<Self, Invalid> {
        match (value, written) {
            (Value::Bool(truth), _) => Ok(*truth),
            (Value::String(word), Written::Text) if word == "true" || word == "1" => Ok(true),
            (Value::String(word), Written::Text) if word == "false" || word == "0" => Ok(false),
            _ => Err(Invalid::Malformed("Must be a valid boolean.")),
        }
    }
}

impl FromField for ExtId {
    /// A string, or an integer, which stands for its decimal text (contract, section 4.1).
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        match value {
            Value::String(text) => text.parse(),
            Value::Number(number) if number.is_i64() || number.is_u64() => {
                number.to_string().parse()
            }
            _ => Err(Invalid::Malformed("Must be a string, or an integer of at most 64 bits.")),
        }
    }
}

impl FromField for Metadata {
    /// An object, or a string that holds one (contract, section 4.1).
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed("Metadata must be a JSON object.");
        match value {
            Value::Object(object) => Self::new(object.clone()),
            Value::String(text) => Self::new(json::object(text.as_bytes()).ok_or(WRONG)?),
            _ => Err(WRONG),
        }
    }
}

impl FromField for NaiveDate {
    /// Exactly `YYYY-MM-DD`.
    fn from_field(value: &Value, _: Written) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed("Enter a date as YYYY-MM-DD.");
        date::parse(text(value)?).ok_or(WRONG)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read<T: FromField>(value: &Value) -> Option<T> {
        T::from_field(value, Written::Json).ok()
    }

    #[test]
    fn ext_id_is_text_or_a_whole_number_that_fits() {
        for (sent, kept) in [
            (json!("0007"), "0007"),
            (json!(7), "7"),
            (json!(-7), "-7"),
            (json!(u64::MAX), "18446744073709551615"),
        ] {
            assert_eq!(read::<ExtId>(&sent).unwrap().as_str(), kept);
        }
        let too_big: Value = serde_json::from_str("18446744073709551616").unwrap();
        for wrong in [too_big, json!(1.0), json!(true), json!({}), json!([]), json!("")] {
            assert_eq!(read::<ExtId>(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn metadata_is_an_object_or_text_that_holds_one() {
        let kept = read::<Metadata>(&json!({"a": 1})).unwrap();
        assert_eq!(read::<Metadata>(&json!(r#" {"a": 1} "#)), Some(kept));
        for wrong in [json!("x"), json!("[]"), json!(r#"{"a":1,"a":2}"#), json!([]), json!(true)] {
            assert_eq!(read::<Metadata>(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_truth_value_has_words_only_where_there_are_no_types() {
        assert_eq!(bool::from_field(&json!("1"), Written::Text), Ok(true));
        assert_eq!(bool::from_field(&json!("false"), Written::Text), Ok(false));
        assert!(bool::from_field(&json!("yes"), Written::Text).is_err());
        assert!(bool::from_field(&json!("true"), Written::Json).is_err());
        assert!(bool::from_field(&json!(1), Written::Json).is_err());
    }

    #[test]
    fn several_ids_are_an_array_or_text_with_commas_where_there_are_no_types() {
        let expected = Some(UserIds([1, 9].map(|id| UserId::new(id).unwrap()).into()));
        assert_eq!(read::<UserIds>(&json!([9, "1", 9])), expected);
        assert_eq!(UserIds::from_field(&json!("9, 1,,9"), Written::Text).ok(), expected);
        assert_eq!(read::<UserIds>(&json!([])), Some(UserIds::default()));
        assert!(read::<UserIds>(&json!(vec![7; 1000])).is_some());
        for wrong in [json!("1,9"), json!(1), json!({}), json!([0]), json!([[1]]), json!([null])] {
            assert_eq!(read::<UserIds>(&wrong), None, "{wrong}");
        }
        assert_eq!(read::<UserIds>(&json!(vec![7; 1001])), None);
        let many = json!("7,".repeat(1001));
        assert!(UserIds::from_field(&many, Written::Text).is_err());
        assert!(UserIds::from_field(&json!("1,x"), Written::Text).is_err());
    }

    #[test]
    fn a_user_id_is_a_positive_integer_or_its_digits() {
        assert_eq!(read::<UserId>(&json!("7")), read::<UserId>(&json!(7)));
        for wrong in [json!(0), json!(-1), json!(7.0), json!("7.0"), json!(u64::MAX), json!(true)] {
            assert_eq!(read::<UserId>(&wrong), None, "{wrong}");
        }
    }
}
