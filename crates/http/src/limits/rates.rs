//! Who has come too often.

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use governor::clock::MonotonicClock;
use quick_cache::sync::Cache;

use super::address::Origin;
use super::budget::{Budgets, Rate};
use crate::api::Api;
use crate::junction::key::X_VITAL_API_KEY;
use crate::{RateLimit, TrustedProxies};

/// What stands before a token, in whatever case.
const BEARER: &[u8] = b"bearer ";

/// What the operator decides about how often somebody may come; nothing is limited by default.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    /// Requests from one address: an IPv4 address, or a /64 of IPv6.
    pub address: Option<Rate>,
    /// Requests with one credential, from wherever.
    pub credential: Option<Rate>,
    /// Requests with a bad credential from one address. Once they are too many, other credentials from
    /// there are not looked at either until the rate allows one more.
    pub failed_authentication: Option<Rate>,
    /// How many addresses, and how many credentials, are remembered for each of these.
    pub remembered: usize,
}

/// Knows who has come too often; cheap to clone, one for each process. By default nobody has.
#[derive(Clone, Default)]
pub struct RateLimits(Option<Arc<Limits>>);

struct Limits {
    address: Option<Budgets<Origin>>,
    credential: Option<Budgets<Credential>>,
    failures: Option<Failures>,
    /// A key that no client knows: nobody can tell which credentials share a hash.
    hashing: RandomState,
}

struct Failures {
    budgets: Budgets<Origin>,
    /// Who has none left, and until when.
    barred: Cache<Origin, Instant>,
}

/// A credential's hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Credential(u64);

/// Somebody has come too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooOften {
    /// Which limit was met.
    pub(crate) limit: RateLimit,
    /// How long until one more is allowed.
    pub(crate) wait: Duration,
}

/// A request with a credential, good or bad.
#[derive(Clone, Copy)]
pub(crate) struct Attempt(Origin);

impl TooOften {
    /// The seconds after which one more is allowed, for `Retry-After`: at least one.
    pub(crate) fn seconds(self) -> u64 {
        // That moment may have come meanwhile.
        (self.wait.as_secs() + u64::from(self.wait.subsec_nanos() > 0)).max(1)
    }
}

impl RateLimits {
    /// Limits these rates.
    #[must_use]
    pub fn new(rates: &Rates) -> Self {
        let Rates { address, credential, failed_authentication, remembered } = *rates;
        if address.or(credential).or(failed_authentication).is_none() {
            return Self::default();
        }
        let budgets = |rate| Budgets::new(rate, remembered, MonotonicClock);
        Self(Some(Arc::new(Limits {
            address: address.map(budgets),
            credential: credential.map(|rate| Budgets::new(rate, remembered, MonotonicClock)),
            failures: failed_authentication
                .map(|rate| Failures { budgets: budgets(rate), barred: Cache::new(remembered) }),
            hashing: RandomState::new(),
        })))
    }

    /// Counts a request, unless somebody has come too often. If it has a credential, its answer is for
    /// [`Self::learn`].
    pub(crate) fn admit(
        &self,
        request: &HttpRequest,
        proxies: &TrustedProxies,
    ) -> Result<Option<Attempt>, TooOften> {
        let Some(limits) = &self.0 else { return Ok(None) };
        let too_often = |limit| move |wait| TooOften { limit, wait };
        let origin = Origin::of(request, proxies);
        if let Some((budgets, origin)) = limits.address.as_ref().zip(origin) {
            budgets.spend(&origin).map_err(too_often(RateLimit::Address))?;
        }
        let api = Api::of(request.match_info().as_str());
        let Some(credential) = limits.credential_of(api, request.headers()) else {
            return Ok(None);
        };
        if let Some((failures, origin)) = limits.failures.as_ref().zip(origin) {
            failures.look(&origin).map_err(too_often(RateLimit::FailedAuthentication))?;
        }
        if let Some(budgets) = &limits.credential {
            budgets.spend(&credential).map_err(too_often(RateLimit::Credential))?;
        }
        Ok(origin.map(Attempt))
    }

    /// Takes note of what came of it.
    pub(crate) fn learn(&self, attempt: Attempt, answer: StatusCode) {
        let failures = self.0.as_ref().and_then(|limits| limits.failures.as_ref());
        if let (Some(failures), StatusCode::UNAUTHORIZED) = (failures, answer) {
            failures.add(attempt.0);
        }
    }
}

impl Limits {
    /// What stands, good or bad, where the API looks for a credential: what a client writes elsewhere, or
    /// how it spells the scheme, makes no other credential of it.
    fn credential_of(&self, api: Api, headers: &HeaderMap) -> Option<Credential> {
        let name = match api {
            Api::Junction => X_VITAL_API_KEY,
            Api::Kith if headers.contains_key(X_VITAL_API_KEY) => X_VITAL_API_KEY,
            Api::Kith | Api::SelfCommunity => AUTHORIZATION,
        };
        let mut hasher = self.hashing.build_hasher();
        let mut any = false;
        for value in headers.get_all(&name) {
            any = true;
            hasher.write(without_scheme(value.as_bytes()));
        }
        any.then(|| Credential(hasher.finish()))
    }
}

fn without_scheme(credential: &[u8]) -> &[u8] {
    match credential.split_at_checked(BEARER.len()) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(BEARER) => token.trim_ascii(),
        _ => credential,
    }
}

impl Failures {
    fn look(&self, origin: &Origin) -> Result<(), Duration> {
        let Some(until) = self.barred.get(origin) else { return Ok(()) };
        match until.checked_duration_since(Instant::now()) {
            Some(wait) if !wait.is_zero() => Err(wait),
            Some(_) | None => {
                self.barred.remove(origin);
                Ok(())
            }
        }
    }

    fn add(&self, origin: Origin) {
        if let Err(wait) = self.budgets.spend(&origin) {
            self.barred.insert(origin, Instant::now() + wait);
        }
    }
}

impl fmt::Debug for RateLimits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "RateLimits(…)" } else { "RateLimits(none)" })
    }
}
