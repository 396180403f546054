//! Checking the values of a line.

use std::str::FromStr;

use chrono::NaiveDate;
use kith_domain::Invalid;

/// The highest id that a file may hold: what every reader of JSON takes for the same number, with room
/// above it for the ids to come.
pub(super) const HIGHEST_ID: i64 = (1 << 53) - 1;

/// Why a line is refused. The value itself is not told: it may be long, secret or hostile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {why}")]
pub(crate) struct Wrong {
    pub(crate) field: &'static str,
    pub(crate) why: Invalid,
}

pub(super) fn wrong(field: &'static str, why: &'static str) -> Wrong {
    Wrong { field, why: Invalid::Malformed(why) }
}

/// Whether the text is a value of that type.
pub(super) fn text<T: FromStr<Err = Invalid>>(
    field: &'static str,
    text: &str,
) -> Result<(), Wrong> {
    text.parse::<T>().map(|_| ()).map_err(|why| Wrong { field, why })
}

/// The same, if there is any.
pub(super) fn optional<T: FromStr<Err = Invalid>>(
    field: &'static str,
    value: Option<&str>,
) -> Result<(), Wrong> {
    value.map_or(Ok(()), |value| text::<T>(field, value))
}

/// Whether the text, if there is any, is a date as it is stored: YYYY-MM-DD.
pub(super) fn date(field: &'static str, text: Option<&str>) -> Result<(), Wrong> {
    let Some(text) = text else { return Ok(()) };
    let written = text.parse::<NaiveDate>().is_ok_and(|date| date.to_string() == text);
    let wrong = || wrong(field, "Enter a date as YYYY-MM-DD.");
    if written && text.len() == 10 { Ok(()) } else { Err(wrong()) }
}

pub(super) fn id(field: &'static str, id: i64) -> Result<(), Wrong> {
    let wrong = || wrong(field, "An id is a whole number from 1 to 9007199254740991.");
    if (1..=HIGHEST_ID).contains(&id) { Ok(()) } else { Err(wrong()) }
}

pub(super) fn pair(
    (one_field, one): (&'static str, i64),
    (other_field, other): (&'static str, i64),
) -> Result<(), Wrong> {
    id(one_field, one)?;
    id(other_field, other)?;
    if one == other { Err(wrong(other_field, "These are two users.")) } else { Ok(()) }
}
