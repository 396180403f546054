//! How values are written.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use kith_domain::community::Mode;
use kith_domain::preference::SIGNIN_PROVIDERS;
use kith_http::AllowedOrigins;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer};
use url::Url;

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

/// Whatever is read from text, the empty one included.
pub(super) fn from_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// Some of [`SIGNIN_PROVIDERS`], separated by commas.
pub(super) fn signin_providers<'de, D>(deserializer: D) -> Result<Vec<String>, D::Error>
where
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    let providers = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    providers
        .map(|name| {
            if SIGNIN_PROVIDERS.contains(&name) {
                return Ok(name.to_owned());
            }
            let known = SIGNIN_PROVIDERS.join(", ");
            Err(D::Error::custom(format!("{name:?} is no provider; there are {known}")))
        })
        .collect()
}

/// `friendship` or `follow`.
pub(super) fn mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Mode, D::Error> {
    match String::deserialize(deserializer)?.as_str() {
        "friendship" => Ok(Mode::Friendship),
        "follow" => Ok(Mode::Follow),
        other => Err(D::Error::custom(format!("{other:?} is neither friendship nor follow"))),
    }
}

/// `*`, or origins separated by commas, each written as browsers write it.
pub(super) fn origins<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<AllowedOrigins, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim() == "*" {
        return Ok(AllowedOrigins::Any);
    }
    let origin = |origin: &str| {
        let parsed = Url::parse(origin).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        match parsed {
            Some(url) if url.origin().ascii_serialization() == origin => Ok(origin.to_owned()),
            _ => Err(D::Error::custom(format!(
                "server.cors_allowed_origins: {origin:?} is no origin such as https://example.com"
            ))),
        }
    };
    let origins = text.split(',').map(str::trim).filter(|origin| !origin.is_empty());
    origins.map(origin).collect::<Result<_, _>>().map(AllowedOrigins::List)
}
