//! Tokens of every kind, good and bad.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use kith_testkit::FixedClock;
use serde_json::{Value, json};

use super::app::SECRET;

/// Made for these tests, and used for nothing else.
pub(crate) const PUBLIC_KEYS: &str = include_str!("../keys/public.json");
const RSA: &[u8] = include_bytes!("../keys/rsa_private.der");
const P256: &[u8] = include_bytes!("../keys/p256_private.der");
const ED25519: &[u8] = include_bytes!("../keys/ed25519_private.der");

/// Seconds at which the tests begin.
pub(crate) fn now() -> i64 {
    FixedClock::start().timestamp()
}

/// The claims of a good token with a shared secret.
pub(crate) fn claims(user: i64) -> Value {
    json!({"user_id": user, "token_type": "access", "exp": now() + 600, "iat": now(), "jti": "j"})
}

/// The claims of a good token of the identity provider.
pub(crate) fn provider_claims(user: i64) -> Value {
    json!({
        "kith_user": user, "iss": "https://id.example", "aud": ["other", "kith"],
        "exp": now() + 600, "iat": now(),
    })
}

pub(crate) fn hs256(claims: &Value) -> String {
    hs256_with(SECRET.as_bytes(), claims)
}

pub(crate) fn hs256_with(secret: &[u8], claims: &Value) -> String {
    encode(&Header::new(Algorithm::HS256), claims, &EncodingKey::from_secret(secret)).unwrap()
}

/// Signed with the right secret, under an algorithm that is not the secret's.
pub(crate) fn hs512(claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    encode(&Header::new(Algorithm::HS512), claims, &key).unwrap()
}

/// Signed by the identity provider's key of that name, under a header of that `kid`.
pub(crate) fn by_provider(key: &str, kid: Option<&str>, claims: &Value) -> String {
    let (algorithm, key) = match key {
        "rsa" => (Algorithm::RS256, EncodingKey::from_rsa_der(RSA)),
        "p256" => (Algorithm::ES256, EncodingKey::from_ec_der(P256)),
        "ed25519" => (Algorithm::EdDSA, EncodingKey::from_ed_der(ED25519)),
        other => panic!("no key {other}"),
    };
    let header = Header { kid: kid.map(str::to_owned), ..Header::new(algorithm) };
    encode(&header, claims, &key).unwrap()
}

/// A token with any header, signed with the shared secret.
pub(crate) fn with_header(header: &Value, claims: &Value) -> String {
    with_text(&header.to_string(), &claims.to_string())
}

/// A token with any text for header and claims, signed with the shared secret.
pub(crate) fn with_text(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", base64(header), base64(claims));
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{message}.{signature}")
}

/// A token with any header, signed as RS256 with the identity provider's RSA key.
pub(crate) fn by_rsa_with_header(header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", base64(&header.to_string()), base64(&claims.to_string()));
    let key = EncodingKey::from_rsa_der(RSA);
    let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &key, Algorithm::RS256).unwrap();
    format!("{message}.{signature}")
}

/// URL-safe base64 without padding.
pub(crate) fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            encoded.push(char::from(DIGITS[bits >> (18 - 6 * digit) & 63]));
        }
    }
    encoded
}
