//! How values are written.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use kith_domain::community::Mode;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer};

/// `30s`, `5m`, `24h`.
pub(super) fn duration<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    humantime::parse_duration(&text)
        .map_err(|_| D::Error::custom(format!("{text:?} is no duration such as 30s, 5m or 24h")))
}

/// Empty text means none.
pub(super) fn optional<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(D::Error::custom)
}

/// `friendship` or `follow`.
pub(super) fn mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mode, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "friendship" => Ok(Mode::Friendship),
        "follow" => Ok(Mode::Follow),
        other => Err(D::Error::custom(format!("{other:?} is neither friendship nor follow"))),
    }
}
