//! What a token says, and whether that can be believed now.

use std::time::Duration;

use kith_domain::{Timestamp, UserId};
use serde_json::{Map, Value};

use super::IdentityProvider;

/// Later than any date that a calendar needs, and exact as a floating-point number.
const LATEST_SECOND: i64 = 1 << 53;

/// The claims of a token whose signature is good.
pub(super) struct Claims(pub(super) Map<String, Value>);

/// The times that every token must keep, in seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeLimits {
    leeway: i64,
    max_lifetime: i64,
}

impl TimeLimits {
    pub(super) fn new(leeway: Duration, max_lifetime: Duration) -> Self {
        let seconds =
            |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(LATEST_SECOND);
        Self {
            leeway: seconds(leeway).min(LATEST_SECOND),
            max_lifetime: seconds(max_lifetime).min(LATEST_SECOND),
        }
    }

    /// Seconds that a token may live at most.
    pub(super) fn max_lifetime(self) -> i64 {
        self.max_lifetime
    }
}

/// When a token is valid, in seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    issued: i64,
    begins: Option<i64>,
    expires: i64,
}

impl Times {
    /// Whether it is valid now and does not live longer than allowed, by its own account and seen
    /// from now.
    pub(super) fn keep(self, limits: TimeLimits, now: Timestamp) -> bool {
        let now = now.timestamp();
        self.begins.is_none_or(|begin| begin <= now + limits.leeway)
            && self.expires > now - limits.leeway
            && self.expires - self.issued <= limits.max_lifetime
            && self.expires - now <= limits.max_lifetime + limits.leeway
    }
}

impl Claims {
    /// When it is valid; `None` if it does not say so.
    pub(super) fn times(&self) -> Option<Times> {
        let begins = match self.0.get("nbf") {
            None => None,
            Some(_) => Some(self.instant("nbf")?),
        };
        Some(Times { issued: self.instant("iat")?, begins, expires: self.instant("exp")? })
    }

    /// Whether there is a `jti`; that it is used once is not asked (contract, section 11.1).
    pub(super) fn have_an_id(&self) -> bool {
        self.0.get("jti").is_some_and(|id| id.is_string() || id.is_number())
    }

    /// Whether this is an access token.
    pub(super) fn are_for_access(&self) -> bool {
        self.0.get("token_type").and_then(Value::as_str) == Some("access")
    }

    /// Whether issuer and audience are the required ones.
    pub(super) fn are_meant_for(&self, provider: &IdentityProvider) -> bool {
        let issued = provider
            .issuer
            .as_deref()
            .is_none_or(|issuer| self.0.get("iss").and_then(Value::as_str) == Some(issuer));
        let meant = provider.audience.as_deref().is_none_or(|audience| match self.0.get("aud") {
            Some(Value::String(one)) => one == audience,
            Some(Value::Array(several)) => several.iter().any(|one| one == audience),
            _ => false,
        });
        issued && meant
    }

    /// Who is meant: a positive integer, or a string of its digits.
    pub(super) fn user(&self, claim: &str) -> Option<UserId> {
        match self.0.get(claim)? {
            Value::Number(number) => number.as_i64().and_then(UserId::new),
            Value::String(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// Seconds since 1970; fractions are dropped, absurd numbers are none.
    fn instant(&self, claim: &str) -> Option<i64> {
        let number = self.0.get(claim)?.as_number()?;
        let seconds = match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole,
            #[expect(clippy::cast_possible_truncation, reason = "in range, as the guard says")]
            (None, Some(broken)) if (0.0..9e15).contains(&broken) => broken as i64,
            _ => return None,
        };
        (0..=LATEST_SECOND).contains(&seconds).then_some(seconds)
    }
}
