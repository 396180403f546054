//! The public keys of an identity provider (RFC 7517).

use std::collections::HashMap;
use std::fmt;

use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

/// Public keys by their `kid`, each with the one algorithm that goes with its type: RS256, ES256
/// (P-256) or `EdDSA` (Ed25519).
#[derive(Clone, Default)]
pub struct JwkSet {
    keys: HashMap<String, PublicKey>,
}

#[derive(Clone)]
pub(super) struct PublicKey {
    pub(super) algorithm: Algorithm,
    pub(super) key: DecodingKey,
}

/// Why text is no key set.
#[derive(Debug, thiserror::Error)]
pub enum JwkSetError {
    /// Not a JSON object with an array `keys`.
    #[error("not a JWK set")]
    Malformed(#[source] serde_json::Error),
    /// A symmetric key: whoever reads the set could sign.
    #[error("the set holds a symmetric key (oct); only public keys belong there")]
    Symmetric,
    /// A private key: whoever reads the set could sign.
    #[error("the set holds a private key; only public keys belong there")]
    Private,
    /// Two keys that nothing tells apart.
    #[error("the set holds two keys with the kid {0:?}")]
    Repeated(String),
    /// No key that could check a signature of Kith's callers.
    #[error("the set holds no usable key: RSA, P-256 or Ed25519, with a kid, for signatures")]
    Useless,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

impl JwkSet {
    /// Reads the text of a JWK set. Keys for other purposes, of other types or without `kid` are
    /// skipped; symmetric and private keys are errors.
    pub fn parse(text: &str) -> Result<Self, JwkSetError> {
        let document: Document = serde_json::from_str(text).map_err(JwkSetError::Malformed)?;
        let mut keys = HashMap::new();
        for value in document.keys {
            if value.get("kty").and_then(Value::as_str) == Some("oct") {
                return Err(JwkSetError::Symmetric);
            }
            if value.get("d").is_some() {
                return Err(JwkSetError::Private);
            }
            // RFC 7517, section 5: keys that are not understood are to be ignored.
            let Some((kid, key)) = serde_json::from_value(value).ok().as_ref().and_then(usable)
            else {
                continue;
            };
            if keys.contains_key(&kid) {
                return Err(JwkSetError::Repeated(kid));
            }
            keys.insert(kid, key);
        }
        if keys.is_empty() { Err(JwkSetError::Useless) } else { Ok(Self { keys }) }
    }

    pub(super) fn get(&self, kid: &str) -> Option<&PublicKey> {
        self.keys.get(kid)
    }
}

/// The key and its name, if it can check signatures.
fn usable(jwk: &Jwk) -> Option<(String, PublicKey)> {
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => {
            Algorithm::ES256
        }
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
            Algorithm::EdDSA
        }
        _ => return None,
    };
    let common = &jwk.common;
    let for_signatures = common
        .public_key_use
        .as_ref()
        .is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|all| all.contains(&KeyOperations::Verify));
    let of_that_algorithm =
        common.key_algorithm.is_none_or(|said| said == KeyAlgorithm::from(algorithm));
    if !for_signatures || !of_that_algorithm {
        return None;
    }
    let key = DecodingKey::from_jwk(jwk).ok()?;
    Some((common.key_id.clone()?, PublicKey { algorithm, key }))
}

impl fmt::Debug for JwkSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<_> = self.keys.keys().collect();
        names.sort();
        formatter.debug_tuple("JwkSet").field(&names).finish()
    }
}
