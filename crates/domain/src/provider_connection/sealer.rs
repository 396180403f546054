//! Sealing: what is stored of credentials can be read by nobody without a key that is kept elsewhere.

use crate::text::PlainName;

/// Which key sealed something.
pub type SealingKeyId = PlainName<64>;

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
