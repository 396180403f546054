//! A key and what it is recognised by.

use std::fmt;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// A new key. It is shown once and kept nowhere.
#[derive(Clone)]
pub struct SecretKey(String);

impl SecretKey {
    /// What every key begins with, so that people and scanners know what they have found.
    pub const PREFIX: &str = "kith_";

    /// The key made of these bytes, which nobody must be able to guess.
    #[must_use]
    pub fn of(entropy: [u8; 32]) -> Self {
        Self(hexadecimal(Self::PREFIX, &entropy))
    }

    /// The key. It goes to whoever asked for it, and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the key will be recognised by.
    #[must_use]
    pub fn hash(&self) -> KeyHash {
        KeyHash::of(&self.0)
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey(…)")
    }
}

/// SHA-256 of a key.
#[derive(Clone, Copy)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    /// The hash of whatever somebody presents as a key.
    #[must_use]
    pub fn of(presented: &str) -> Self {
        Self(Sha256::digest(presented.as_bytes()).into())
    }

    /// A hash as it was stored; `None` unless it has 32 bytes.
    #[must_use]
    pub fn stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes, for adapters.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Takes as long whatever differs.
impl PartialEq for KeyHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for KeyHash {}

impl fmt::Debug for KeyHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeyHash(…)")
    }
}

fn hexadecimal(prefix: &str, bytes: &[u8]) -> String {
    bytes.iter().fold(prefix.to_owned(), |mut text, byte| {
        // Writing into a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_recognised_by_its_hash_and_never_printed() {
        let key = SecretKey::of([0xab; 32]);
        assert_eq!(key.expose(), format!("kith_{}", "ab".repeat(32)));
        assert_eq!(key.hash(), KeyHash::of(key.expose()));
        assert_ne!(key.hash(), KeyHash::of(&key.expose().to_uppercase()));
        assert_eq!(KeyHash::stored(key.hash().as_bytes()), Some(key.hash()));
        assert_eq!(KeyHash::stored(&[1; 31]), None);
        assert_eq!(format!("{key:?} {:?}", key.hash()), "SecretKey(…) KeyHash(…)");
    }
}
