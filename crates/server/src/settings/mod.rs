//! What the operator decides: `config/default.toml` says what each setting means.

#[cfg(test)]
mod fuzz;
mod load;
mod secret;
mod values;

pub(crate) use load::{load, variables};
pub(crate) use secret::Secret;

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use kith_domain::community::Mode;
use kith_http::{AllowedOrigins, Rate, Rates, TrustedProxies};
use serde::Deserialize;
use url::Url;
use validator::{Validate, ValidationError};

use values::{duration, from_text, mode, optional, origins, signin_providers};

/// All settings. Each is in `config/default.toml`, so none is optional here.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    #[validate(nested)]
    pub(crate) server: Server,
    #[validate(nested)]
    pub(crate) database: DatabaseSettings,
    #[validate(nested)]
    pub(crate) limits: LimitSettings,
    #[validate(nested)]
    pub(crate) auth: Auth,
    pub(crate) community: CommunitySettings,
    #[validate(nested)]
    pub(crate) providers: ProviderSettings,
    pub(crate) sealing: Sealing,
    #[validate(nested)]
    pub(crate) upkeep: Upkeep,
    pub(crate) metrics: MetricsSettings,
    #[validate(nested)]
    pub(crate) telemetry: TelemetrySettings,
    #[validate(nested)]
    pub(crate) log: Log,
}

/// `[server]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "both_of_tls"))]
pub(crate) struct Server {
    pub(crate) listen: String,
    #[serde(deserialize_with = "optional")]
    #[validate(custom(function = "web_folder"))]
    pub(crate) public_url: Option<Url>,
    #[serde(deserialize_with = "from_text")]
    pub(crate) trusted_proxies: TrustedProxies,
    #[validate(range(max = 1024, message = "it must be 0 to 1024"))]
    pub(crate) workers: usize,
    #[validate(range(min = 1, max = 1_000_000, message = "it must be 1 to 1000000"))]
    pub(crate) max_connections: usize,
    #[validate(range(min = 1, max = 65_535, message = "it must be 1 to 65535"))]
    pub(crate) backlog: u32,
    pub(crate) max_requests: NonZeroUsize,
    #[serde(deserialize_with = "optional")]
    pub(crate) tls_certificate_file: Option<PathBuf>,
    #[serde(deserialize_with = "optional")]
    pub(crate) tls_key_file: Option<PathBuf>,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) header_timeout: Duration,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) keep_alive: Duration,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) body_timeout: Duration,
    #[validate(range(min = 1024, max = 67_108_864, message = "it must be 1024 to 67108864"))]
    pub(crate) body_limit: usize,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) request_timeout: Duration,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) bulk_timeout: Duration,
    #[serde(deserialize_with = "origins")]
    pub(crate) cors_allowed_origins: AllowedOrigins,
    pub(crate) docs: bool,
    #[serde(deserialize_with = "duration")]
    pub(crate) shutdown_delay: Duration,
    #[serde(deserialize_with = "duration")]
    pub(crate) shutdown_timeout: Duration,
}

/// `[database]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatabaseSettings {
    pub(crate) url: Secret,
    #[serde(deserialize_with = "optional")]
    pub(crate) url_file: Option<PathBuf>,
    #[validate(range(min = 1, max = 10_000, message = "it must be 1 to 10000"))]
    pub(crate) pool_size: usize,
    #[serde(deserialize_with = "optional")]
    pub(crate) tls_ca_file: Option<PathBuf>,
    #[validate(range(max = 1_000, message = "it must be 0 to 1000"))]
    pub(crate) readers: usize,
    #[validate(range(min = 1, max = 1_000_000, message = "it must be 1 to 1000000"))]
    pub(crate) queue: usize,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) connect_timeout: Duration,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) statement_timeout: Duration,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) silence_timeout: Duration,
}

/// `[limits]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct LimitSettings {
    pub(crate) address_per_minute: u32,
    pub(crate) address_burst: NonZeroU32,
    pub(crate) credential_per_minute: u32,
    pub(crate) credential_burst: NonZeroU32,
    pub(crate) failed_authentication_per_minute: u32,
    pub(crate) failed_authentication_burst: NonZeroU32,
    #[validate(range(min = 1, max = 100_000_000, message = "it must be 1 to 100000000"))]
    pub(crate) remembered: usize,
}

impl LimitSettings {
    /// The rates, without those that limit nothing.
    pub(crate) fn rates(&self) -> Rates {
        let rate = |per_minute, burst| {
            NonZeroU32::new(per_minute).map(|per_minute| Rate { per_minute, burst })
        };
        Rates {
            address: rate(self.address_per_minute, self.address_burst),
            credential: rate(self.credential_per_minute, self.credential_burst),
            failed_authentication: rate(
                self.failed_authentication_per_minute,
                self.failed_authentication_burst,
            ),
            remembered: self.remembered,
        }
    }
}

/// `[auth]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[validate(schema(function = "one_key_set"))]
pub(crate) struct Auth {
    pub(crate) jwt_secrets: Secret,
    #[serde(deserialize_with = "optional")]
    pub(crate) jwt_secrets_file: Option<PathBuf>,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "a_minute_at_most"), custom(function = "whole_seconds"))]
    pub(crate) leeway: Duration,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"), custom(function = "whole_seconds"))]
    pub(crate) maximum_lifetime: Duration,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "a_minute_at_most"))]
    pub(crate) credential_cache: Duration,
    #[serde(deserialize_with = "optional")]
    pub(crate) jwks_file: Option<PathBuf>,
    #[serde(deserialize_with = "optional")]
    #[validate(custom(function = "web_address"))]
    pub(crate) jwks_url: Option<Url>,
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) jwks_refresh: Duration,
    #[validate(length(min = 1, message = "it must not be empty"))]
    pub(crate) jwks_user_id_claim: String,
    #[serde(deserialize_with = "optional")]
    pub(crate) jwks_issuer: Option<String>,
    #[serde(deserialize_with = "optional")]
    pub(crate) jwks_audience: Option<String>,
}

/// `[community]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommunitySettings {
    #[serde(deserialize_with = "mode")]
    pub(crate) mode: Mode,
    pub(crate) content_availability: bool,
    #[serde(deserialize_with = "signin_providers")]
    pub(crate) signin_providers: Vec<String>,
    #[serde(deserialize_with = "optional")]
    pub(crate) default_avatar_url: Option<Url>,
}

/// `[providers]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProviderSettings {
    #[serde(deserialize_with = "optional")]
    pub(crate) catalog_file: Option<PathBuf>,
    #[serde(deserialize_with = "optional")]
    #[validate(custom(function = "web_folder"))]
    pub(crate) logo_base_url: Option<Url>,
    pub(crate) reject_duplicate_connection: bool,
    pub(crate) demo_connections: bool,
}

/// `[sealing]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealing {
    pub(crate) keys: Secret,
    #[serde(deserialize_with = "optional")]
    pub(crate) keys_file: Option<PathBuf>,
}

/// `[upkeep]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Upkeep {
    #[serde(deserialize_with = "duration")]
    #[validate(custom(function = "some_time"))]
    pub(crate) interval: Duration,
    #[validate(range(min = 1, max = 10_000, message = "it must be 1 to 10000"))]
    pub(crate) batch: u32,
}

/// `[metrics]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetricsSettings {
    #[serde(deserialize_with = "optional")]
    pub(crate) listen: Option<String>,
}

/// `[telemetry]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct TelemetrySettings {
    #[serde(deserialize_with = "optional")]
    #[validate(custom(function = "web_folder"))]
    pub(crate) otlp_endpoint: Option<Url>,
    #[validate(range(min = 0.0, max = 1.0, message = "it must be 0 to 1"))]
    pub(crate) sample_ratio: f64,
}

/// `[log]`
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) format: LogFormat,
    #[validate(custom(function = "levels"))]
    pub(crate) filter: String,
    pub(crate) user_ids: UserIds,
    pub(crate) user_id_key: Secret,
    #[serde(deserialize_with = "optional")]
    pub(crate) user_id_key_file: Option<PathBuf>,
}

/// How log lines name users.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum UserIds {
    /// By a hash with a key.
    Hashed,
    /// Not at all.
    Omitted,
    /// By their ids.
    Plain,
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For machines: an object a line.
    Json,
}

fn some_time(duration: &Duration) -> Result<(), ValidationError> {
    if duration.is_zero() { Err(wrong("it must be longer than nothing")) } else { Ok(()) }
}

fn a_minute_at_most(duration: &Duration) -> Result<(), ValidationError> {
    if *duration > Duration::from_mins(1) { Err(wrong("it must be 60s at most")) } else { Ok(()) }
}

/// What is compared with the times in tokens, which have no fractions.
fn whole_seconds(duration: &Duration) -> Result<(), ValidationError> {
    if duration.subsec_nanos() == 0 { Ok(()) } else { Err(wrong("it must be whole seconds")) }
}

/// A lone word that is no level would be read as the name of a module, and all others would be silent.
fn levels(filter: &str) -> Result<(), ValidationError> {
    let levels = ["off", "error", "warn", "info", "debug", "trace"];
    let is_level = |word: &str| levels.iter().any(|level| word.eq_ignore_ascii_case(level));
    let mut parts = filter.split(',').map(str::trim).filter(|part| !part.is_empty());
    if parts.all(|part| part.contains(['=', '[']) || is_level(part)) {
        Ok(())
    } else {
        Err(wrong("it must be a level, off, error, warn, info, debug or trace, or MODULE=LEVEL"))
    }
}

fn web_address(url: &Url) -> Result<(), ValidationError> {
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(())
    } else {
        Err(wrong("it must be an http or https URL"))
    }
}

/// Something can be put behind it, and it can be shown to everybody.
fn web_folder(url: &Url) -> Result<(), ValidationError> {
    web_address(url)?;
    let plain = url.query().is_none() && url.fragment().is_none();
    if plain && url.username().is_empty() && url.password().is_none() {
        Ok(())
    } else {
        Err(wrong("it must have no user, query or fragment"))
    }
}

fn both_of_tls(server: &Server) -> Result<(), ValidationError> {
    if server.tls_certificate_file.is_some() == server.tls_key_file.is_some() {
        return Ok(());
    }
    Err(wrong("tls_certificate_file and tls_key_file need each other"))
}

fn one_key_set(auth: &Auth) -> Result<(), ValidationError> {
    if auth.jwks_file.is_some() && auth.jwks_url.is_some() {
        return Err(wrong("jwks_file and jwks_url exclude each other"));
    }
    Ok(())
}

fn wrong(message: &'static str) -> ValidationError {
    ValidationError::new("wrong").with_message(message.into())
}
