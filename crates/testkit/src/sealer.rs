//! Sealing without keys to keep.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kith_domain::provider_connection::{CannotOpen, NoSealingKey, Sealed, Sealer, SealingKeyId};

/// Seals and opens as the port demands, but keeps nothing from anybody: **no cryptography**, and good
/// for tests alone. Clones count together.
///
/// What it seals opens for the same identity and by a sealer that has the same key, and for nothing
/// else; damage is noticed; sealing the same twice gives two different results.
#[derive(Clone, Debug)]
pub struct TestSealer {
    keys: Vec<SealingKeyId>,
    sealed: Arc<AtomicU64>,
}

impl TestSealer {
    /// Has these keys, of which the first seals; without any, nothing can be sealed. Panics if one is
    /// not a valid id.
    #[must_use]
    pub fn new<const N: usize>(keys: [&str; N]) -> Self {
        let keys = keys.map(|id| id.parse().expect("a valid id of a key"));
        Self { keys: keys.into(), sealed: Arc::default() }
    }

    /// The same sealer with other keys, of which the first seals.
    #[must_use]
    pub fn with_keys<const N: usize>(&self, keys: [&str; N]) -> Self {
        Self { sealed: Arc::clone(&self.sealed), ..Self::new(keys) }
    }
}

impl Sealer for TestSealer {
    fn sealing_key(&self) -> Option<&SealingKeyId> {
        self.keys.first()
    }

    fn seal(&self, identity: &[u8], content: &[u8]) -> Result<Sealed, NoSealingKey> {
        let key = self.sealing_key().ok_or(NoSealingKey)?.clone();
        let number = self.sealed.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let check = check(&[key.as_str().as_bytes(), identity, &number, content]);
        let mut bytes = [number, check].concat();
        bytes.extend(masked(content));
        Ok(Sealed { key, bytes })
    }

    fn open(&self, identity: &[u8], sealed: &Sealed) -> Result<Vec<u8>, CannotOpen> {
        let Sealed { key, bytes } = sealed;
        if !self.keys.contains(key) {
            return Err(CannotOpen::UnknownKey(key.clone()));
        }
        let damaged = || CannotOpen::Damaged(key.clone());
        let (number, rest) = bytes.split_first_chunk::<8>().ok_or_else(damaged)?;
        let (found, content) = rest.split_first_chunk::<8>().ok_or_else(damaged)?;
        let content: Vec<u8> = masked(content).collect();
        if *found == check(&[key.as_str().as_bytes(), identity, number, &content]) {
            Ok(content)
        } else {
            Err(damaged())
        }
    }
}

/// Turned over, so that nobody finds the content by looking for it; and back.
fn masked(content: &[u8]) -> impl Iterator<Item = u8> {
    content.iter().map(|byte| !byte)
}

/// A number that differs if anything does (FNV-1a of 64 bits), the parts' lengths included.
fn check(parts: &[&[u8]]) -> [u8; 8] {
    let lengths = parts.iter().flat_map(|part| part.len().to_be_bytes());
    let bytes = lengths.chain(parts.concat());
    let number = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    number.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_with_its_key_and_nowhere_else() {
        let keeper = TestSealer::new(["new", "old"]);
        let sealed = keeper.seal(b"place", b"canary").unwrap();
        assert_eq!(sealed.key.as_str(), "new");
        assert!(!sealed.bytes.windows(6).any(|bytes| bytes == b"canary"));
        assert_ne!(keeper.seal(b"place", b"canary").unwrap(), sealed);
        assert_eq!(keeper.open(b"place", &sealed).unwrap(), b"canary");
        assert_eq!(keeper.with_keys(["other", "new"]).open(b"place", &sealed).unwrap(), b"canary");

        let damaged = Err(CannotOpen::Damaged(sealed.key.clone()));
        assert_eq!(keeper.open(b"elsewhere", &sealed), damaged);
        let unknown = Err(CannotOpen::UnknownKey(sealed.key.clone()));
        assert_eq!(keeper.with_keys(["old"]).open(b"place", &sealed), unknown);
        let renamed = Sealed { key: "old".parse().unwrap(), ..sealed.clone() };
        assert!(matches!(keeper.open(b"place", &renamed), Err(CannotOpen::Damaged(_))));
        for length in 0..sealed.bytes.len() {
            let cut = Sealed { bytes: sealed.bytes[..length].to_vec(), ..sealed.clone() };
            assert_eq!(keeper.open(b"place", &cut), damaged);
            let mut turned = sealed.clone();
            turned.bytes[length] ^= 1;
            assert_eq!(keeper.open(b"place", &turned), damaged);
        }
    }

    #[test]
    fn without_keys_nothing_is_sealed() {
        let keeper = TestSealer::new([]);
        assert_eq!(keeper.sealing_key(), None);
        assert_eq!(keeper.seal(b"place", b"content"), Err(NoSealingKey));
    }
}
