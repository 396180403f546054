//! Sealing: what is stored of credentials can be read by nobody without a key that is kept elsewhere.

use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// Which key sealed something: 1 to 64 of `[A-Za-z0-9._-]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SealingKeyId(String);

impl SealingKeyId {
    /// The most characters that an id has.
    pub const MAX: usize = 64;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(id: String) -> Self {
        Self(id)
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SealingKeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for SealingKeyId {
    type Err = Invalid;

    fn from_str(id: &str) -> Result<Self, Invalid> {
        if id.is_empty() {
            return Err(Invalid::Empty);
        }
        if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
            return Err(Invalid::Malformed(
                "A sealing key's id has letters a-z, digits, '.', '_' and '-'.",
            ));
        }
        if id.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        Ok(Self(id.to_owned()))
    }
}

/// Something sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The key that opens it.
    pub key: SealingKeyId,
    /// What only that key makes sense of.
    pub bytes: Vec<u8>,
}

/// There is no key to seal with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no sealing key is configured")]
pub struct NoSealingKey;

/// Something sealed stays so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// It was sealed with a key that is not configured (any more).
    #[error("the sealing key {0} is not configured")]
    UnknownKey(SealingKeyId),
    /// It was changed, or belongs somewhere else.
    #[error("what was sealed with {0} is damaged, or belongs somewhere else")]
    Damaged(SealingKeyId),
}

/// Seals and opens; a port, since keys are the operator's.
pub trait Sealer: Send + Sync {
    /// The key that seals, if there is any.
    fn sealing_key(&self) -> Option<&SealingKeyId>;

    /// Seals for one place, which `identity` names: it MUST open for no other.
    fn seal(&self, identity: &[u8], content: &[u8]) -> Result<Sealed, NoSealingKey>;

    /// Opens what was sealed for that place with any configured key.
    fn open(&self, identity: &[u8], sealed: &Sealed) -> Result<Vec<u8>, CannotOpen>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain() {
        assert_eq!("2026-11.a_B".parse::<SealingKeyId>().unwrap().as_str(), "2026-11.a_B");
        assert_eq!("a".repeat(65).parse::<SealingKeyId>(), Err(Invalid::TooLong { max: 64 }));
        for wrong in ["", "a:b", "a,b", "ä", " "] {
            assert!(wrong.parse::<SealingKeyId>().is_err(), "{wrong:?}");
        }
    }
}
