//! How each type of value is read from JSON. Values of paths and queries are texts.

use chrono::{Datelike, NaiveDate};
use kith_domain::Timestamp;
use kith_domain::client_user::{ClientUserId, TimeZone};
use kith_domain::clock;
use kith_domain::provider_connection::{ErrorMessage, ExternalUserId, Scope, Token};
use serde_json::Value;
use uuid::Uuid;

use super::Issue;
use crate::date;

/// A value that a request can hold.
pub(crate) trait FromValue: Sized {
    /// Reads it. Null is a value of no type here.
    fn from_value(value: &Value) -> Result<Self, Issue>;
}

fn text(value: &Value) -> Result<&str, Issue> {
    value.as_str().ok_or_else(Issue::string_type)
}

/// Text whose rules the domain knows.
macro_rules! from_text {
    ($($type:ty,)+) => { $(
        impl FromValue for $type {
            fn from_value(value: &Value) -> Result<Self, Issue> {
                text(value)?.parse().map_err(Issue::from)
            }
        }
    )+ };
}

from_text! {
    ClientUserId,
    ErrorMessage,
    ExternalUserId,
    Scope,
    TimeZone,
    Token,
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, Issue> {
        text(value).map(str::to_owned)
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, Issue> {
        value.as_bool().ok_or_else(Issue::bool_type)
    }
}

impl FromValue for i64 {
    /// A whole number is one however it is written, as long as a float can hold it exactly.
    fn from_value(value: &Value) -> Result<Self, Issue> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let Value::Number(number) = value else { return Err(Issue::int_type()) };
        let whole = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() <= EXACT);
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within the bounds")]
        let written_otherwise = whole.map(|float| float as Self);
        number.as_i64().or(written_otherwise).ok_or_else(Issue::int_from_float)
    }
}

impl FromValue for Uuid {
    /// Either case, with hyphens: every UUID has one spelling but for its case.
    fn from_value(value: &Value) -> Result<Self, Issue> {
        let text = value.as_str().ok_or_else(Issue::uuid_type)?;
        if text.len() != uuid::fmt::Hyphenated::LENGTH {
            return Err(Issue::uuid_parsing());
        }
        Self::try_parse(text).map_err(|_| Issue::uuid_parsing())
    }
}

impl FromValue for NaiveDate {
    /// Exactly `YYYY-MM-DD`, from the year 1 on: clients know no other years.
    fn from_value(value: &Value) -> Result<Self, Issue> {
        let text = value.as_str().ok_or_else(Issue::date_type)?;
        date::parse(text).filter(|date| date.year() > 0).ok_or_else(Issue::date_parsing)
    }
}

impl FromValue for Timestamp {
    fn from_value(value: &Value) -> Result<Self, Issue> {
        let text = value.as_str().ok_or_else(Issue::instant_type)?;
        clock::read(text).map_err(|_| Issue::instant_parsing())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read<T: FromValue>(value: &Value) -> Result<T, &'static str> {
        T::from_value(value).map_err(|issue| issue.kind)
    }

    #[test]
    fn a_uuid_has_hyphens() {
        let uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8";
        let kept = read::<Uuid>(&json!(uuid.to_uppercase())).unwrap();
        assert_eq!(kept.to_string(), uuid);
        let braced = format!("{{{}}}", uuid.replace('-', ""));
        for wrong in ["", "x", &uuid.replace('-', ""), &braced, &format!("{uuid} "), &uuid[1..]] {
            assert_eq!(read::<Uuid>(&json!(wrong)), Err("uuid_parsing"), "{wrong}");
        }
        for wrong in [json!(null), json!(7), json!([uuid]), json!({})] {
            assert_eq!(read::<Uuid>(&wrong), Err("uuid_type"), "{wrong}");
        }
    }

    #[test]
    fn an_integer_is_a_whole_number_of_64_bits() {
        assert_eq!(read::<i64>(&json!(i64::MIN)), Ok(i64::MIN));
        for wrong in [json!(1.5), json!(u64::MAX), json!(1e300)] {
            assert_eq!(read::<i64>(&wrong), Err("int_from_float"), "{wrong}");
        }
        for wrong in [json!("1"), json!(null), json!(true)] {
            assert_eq!(read::<i64>(&wrong), Err("int_type"), "{wrong}");
        }
    }

    #[test]
    fn a_date_is_one_that_clients_can_read() {
        assert!(read::<NaiveDate>(&json!("0001-01-01")).is_ok());
        assert!(read::<NaiveDate>(&json!("9999-12-31")).is_ok());
        for wrong in ["0000-01-01", "2024-02-30", "", "2024-01-01T00:00:00Z"] {
            let wrong = json!(wrong);
            assert_eq!(read::<NaiveDate>(&wrong), Err("date_from_datetime_parsing"), "{wrong}");
        }
        assert_eq!(read::<NaiveDate>(&json!(0)), Err("date_type"));
    }

    #[test]
    fn an_instant_has_an_offset_and_a_year_that_clients_can_read() {
        for (text, instant) in [
            ("2026-01-24T23:45:32Z", "2026-01-24T23:45:32+00:00"),
            ("2026-01-24T23:45:32.1234567+01:30", "2026-01-24T22:15:32.123456+00:00"),
            ("1970-01-01T00:00:00+00:00", "1970-01-01T00:00:00+00:00"),
            ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999+00:00"),
        ] {
            assert_eq!(read::<Timestamp>(&json!(text)).unwrap().to_rfc3339(), instant);
        }
        for wrong in [
            "",
            "2026-01-24",
            "2026-01-24T23:45:32",
            "2026-01-24T23:45:60Z",
            "2026-02-30T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+00:01",
            "9999-12-31T23:59:59-00:01",
            "+12026-01-01T00:00:00Z",
        ] {
            let wrong = json!(wrong);
            assert_eq!(read::<Timestamp>(&wrong), Err("datetime_parsing"), "{wrong}");
        }
        assert_eq!(read::<Timestamp>(&json!(1)), Err("datetime_type"));
    }
}
