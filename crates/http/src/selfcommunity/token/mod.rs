//! JSON Web Tokens (contract, section 11.1): HS256 with shared secrets, and the public keys of an
//! identity provider.
//!
//! The algorithm is a property of the key. A token's header says only which of Kith's keys to try;
//! whatever else it carries (`jku`, `x5u`, an embedded key) is not looked at.

mod checked;
mod claims;
mod jwk_set;
mod secret;
mod sign;

pub use jwk_set::{JwkSet, JwkSetError};
pub use secret::{EmptySecret, Secret};
pub use sign::SignError;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto, decode_header};
use kith_domain::ids::UuidSource;
use kith_domain::{Clock, UserId};
use serde::Deserialize;
use serde_json::{Map, Value};

use checked::CheckedTokens;
use claims::{Claims, TimeLimits, Times};

/// No honest token is longer, in bytes.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// What the operator decides about tokens.
#[derive(Clone, Debug)]
pub struct TokenSettings {
    /// The first signs, all verify.
    pub secrets: Vec<Secret>,
    /// How far clocks may be apart; 30 seconds by default, meant to be at most 60.
    pub leeway: Duration,
    /// How long a token may live; 24 hours by default.
    pub max_lifetime: Duration,
    /// Whose public keys count besides, if anybody's.
    pub identity_provider: Option<IdentityProvider>,
}

impl Default for TokenSettings {
    fn default() -> Self {
        Self {
            secrets: Vec::new(),
            leeway: Duration::from_secs(30),
            max_lifetime: Duration::from_hours(24),
            identity_provider: None,
        }
    }
}

/// An identity provider whose tokens count. Its keys come through [`Tokens::replace_keys`].
#[derive(Clone, Debug)]
pub struct IdentityProvider {
    /// The claim that holds the user's integer id.
    pub user_id_claim: String,
    /// What `iss` must be, if it matters.
    pub issuer: Option<String>,
    /// What `aud` must be or contain, if it matters.
    pub audience: Option<String>,
}

/// Checks and signs tokens.
pub struct Tokens {
    signing: Option<EncodingKey>,
    verifying: Vec<DecodingKey>,
    limits: TimeLimits,
    identity_provider: Option<IdentityProvider>,
    keys: RwLock<Arc<JwkSet>>,
    checked: CheckedTokens,
    unknown_key: AtomicBool,
    clock: Arc<dyn Clock>,
    uuids: Arc<dyn UuidSource>,
}

/// A token that is not to be believed. Why is nobody's business but the issuer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct NotValid;

/// Whose key a signature was made with.
enum Signer {
    SharedSecret,
    IdentityProvider,
}

impl Tokens {
    /// Tokens by these settings; an identity provider's keys are still to come.
    pub fn new(settings: TokenSettings, clock: Arc<dyn Clock>, uuids: Arc<dyn UuidSource>) -> Self {
        let secrets = &settings.secrets;
        Self {
            signing: secrets.first().map(|secret| EncodingKey::from_secret(secret.bytes())),
            verifying: secrets.iter().map(|one| DecodingKey::from_secret(one.bytes())).collect(),
            limits: TimeLimits::new(settings.leeway, settings.max_lifetime),
            identity_provider: settings.identity_provider,
            keys: RwLock::default(),
            checked: CheckedTokens::new(),
            unknown_key: AtomicBool::new(false),
            clock,
            uuids,
        }
    }

    /// Takes these keys of the identity provider from now on, and no others.
    pub fn replace_keys(&self, keys: JwkSet) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        self.checked.forget_all();
    }

    /// Whether a token named a key that is not in the set since this was last asked: the provider
    /// may have new ones. Anybody can cause it, so ask, and fetch, at a bounded pace.
    pub fn wants_unknown_key(&self) -> bool {
        self.unknown_key.swap(false, Ordering::Relaxed)
    }

    /// The user whom a credential names. That the user exists is not checked.
    pub fn user(&self, token: &str) -> Result<UserId, NotValid> {
        if let Some(checked) = self.checked.get(token) {
            let timely = checked.times.keep(self.limits, self.clock.now());
            return if timely { Ok(checked.user) } else { Err(NotValid) };
        }
        let keys = self.checked.keys();
        let (signer, claims, times) = self.read(token)?;
        let user = match (signer, &self.identity_provider) {
            (Signer::SharedSecret, _) => {
                claims.are_for_access().then(|| claims.user("user_id")).flatten()
            }
            (Signer::IdentityProvider, Some(provider)) => claims.user(&provider.user_id_claim),
            (Signer::IdentityProvider, None) => None,
        };
        let user = user.ok_or(NotValid)?;
        self.checked.keep(token, user, times, keys);
        Ok(user)
    }

    /// Whether a token is well signed and timely; what it says about user and type is not looked at
    /// (contract, section 11.1, `verify_token`).
    pub fn verify(&self, token: &str) -> Result<(), NotValid> {
        self.read(token).map(|_| ())
    }

    fn read(&self, token: &str) -> Result<(Signer, Claims, Times), NotValid> {
        let signer = self.check_signature(token)?;
        // The name warns of tokens whose signature nobody has checked; this one's was, above.
        let Members(claims) =
            jsonwebtoken::dangerous::insecure_decode_claims(token).map_err(|_| NotValid)?;
        let claims = Claims(claims);
        let complete = match (&signer, &self.identity_provider) {
            (Signer::SharedSecret, _) => claims.have_an_id(),
            (Signer::IdentityProvider, Some(provider)) => claims.are_meant_for(provider),
            (Signer::IdentityProvider, None) => false,
        };
        let times = claims.times().ok_or(NotValid)?;
        if complete && times.keep(self.limits, self.clock.now()) {
            Ok((signer, claims, times))
        } else {
            Err(NotValid)
        }
    }

    fn check_signature(&self, token: &str) -> Result<Signer, NotValid> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(NotValid);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(NotValid)?;
        let header = decode_header(token).map_err(|_| NotValid)?;
        // RFC 7515, section 4.1.11: what must be understood and is not.
        if header.crit.is_some() {
            return Err(NotValid);
        }
        let signed = |key: &DecodingKey, algorithm: Algorithm| {
            crypto::verify(signature, message.as_bytes(), key, algorithm).unwrap_or(false)
        };
        if header.alg == Algorithm::HS256 {
            let known = self.verifying.iter().any(|key| signed(key, Algorithm::HS256));
            return if known { Ok(Signer::SharedSecret) } else { Err(NotValid) };
        }
        let keys = self.keys_for(&header)?;
        let public = header.kid.as_deref().and_then(|kid| keys.get(kid)).ok_or(NotValid)?;
        if public.algorithm == header.alg && signed(&public.key, public.algorithm) {
            Ok(Signer::IdentityProvider)
        } else {
            Err(NotValid)
        }
    }

    /// The identity provider's keys; notes it when the token's is not among them.
    fn keys_for(&self, header: &Header) -> Result<Arc<JwkSet>, NotValid> {
        if self.identity_provider.is_none() {
            return Err(NotValid);
        }
        let keys = Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner));
        if header.kid.as_deref().is_some_and(|kid| keys.get(kid).is_none()) {
            self.unknown_key.store(true, Ordering::Relaxed);
        }
        Ok(keys)
    }
}

/// The members of a JSON object.
#[derive(Deserialize)]
struct Members(Map<String, Value>);

impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tokens")
            .field("secrets", &self.verifying.len())
            .field("limits", &self.limits)
            .field("identity_provider", &self.identity_provider)
            .finish_non_exhaustive()
    }
}
