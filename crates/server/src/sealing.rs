//! Sealing with XChaCha20-Poly1305: its nonce is long enough to be random, so that any number of
//! instances can seal with one key.

use anyhow::{Context as _, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use kith_domain::provider_connection::{CannotOpen, NoSealingKey, Sealed, Sealer, SealingKeyId};

use crate::settings;

const NONCE: usize = 24;

/// The operator's keys: the first seals, all open.
pub(crate) struct SealingKeys(Vec<(SealingKeyId, XChaCha20Poly1305)>);

impl SealingKeys {
    /// Reads `id:base64` of 32 bytes, separated by commas. An error says which key is wrong, and nothing
    /// of the key itself.
    pub(crate) fn of(settings: &settings::Sealing) -> anyhow::Result<Self> {
        let keys = settings.keys.or_file(settings.keys_file.as_deref(), "sealing.keys")?;
        let mut read: Vec<(SealingKeyId, XChaCha20Poly1305)> = Vec::new();
        for (place, written) in (1..).zip(keys.list()) {
            let (id, key) = key(written).with_context(|| format!("sealing.keys: key {place}"))?;
            if read.iter().any(|(earlier, _)| *earlier == id) {
                bail!("sealing.keys: key {place}: an earlier key has the id {id}");
            }
            read.push((id, key));
        }
        Ok(Self(read))
    }
}

fn key(written: &str) -> anyhow::Result<(SealingKeyId, XChaCha20Poly1305)> {
    let (id, key) = written.split_once(':').context("it is written as id:base64")?;
    let id = id.parse().context("its id")?;
    // What could not be decoded is not repeated.
    let key = STANDARD.decode(key).map_err(|_| anyhow!("what follows the id is not base64"))?;
    let key = XChaCha20Poly1305::new_from_slice(&key)
        .map_err(|_| anyhow!("it must have 32 bytes; `openssl rand -base64 32` makes one"))?;
    Ok((id, key))
}

impl Sealer for SealingKeys {
    fn sealing_key(&self) -> Option<&SealingKeyId> {
        self.0.first().map(|(id, _)| id)
    }

    fn seal(&self, identity: &[u8], content: &[u8]) -> Result<Sealed, NoSealingKey> {
        let (id, key) = self.0.first().ok_or(NoSealingKey)?;
        let mut nonce = [0_u8; NONCE];
        // Both fail only where nothing can be sealed at all: no random bytes, or more than fits in memory.
        getrandom::fill(&mut nonce).map_err(|_| NoSealingKey)?;
        let payload = Payload { msg: content, aad: identity };
        let sealed = key.encrypt(&XNonce::from(nonce), payload).map_err(|_| NoSealingKey)?;
        Ok(Sealed { key: id.clone(), bytes: [nonce.as_slice(), &sealed].concat() })
    }

    fn open(&self, identity: &[u8], sealed: &Sealed) -> Result<Vec<u8>, CannotOpen> {
        let (_, key) = self
            .0
            .iter()
            .find(|(id, _)| *id == sealed.key)
            .ok_or_else(|| CannotOpen::UnknownKey(sealed.key.clone()))?;
        let damaged = || CannotOpen::Damaged(sealed.key.clone());
        let (nonce, content) = sealed.bytes.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let payload = Payload { msg: content, aad: identity };
        key.decrypt(&XNonce::from(*nonce), payload).map_err(|_| damaged())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "old:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const NEW: &str = "new:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

    fn keys(keys: &str) -> anyhow::Result<SealingKeys> {
        SealingKeys::of(&settings::Sealing { keys: keys.to_owned().into(), keys_file: None })
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_with_its_key_and_nowhere_else() {
        let (old, both) = (keys(OLD).unwrap(), keys(&format!("{NEW},{OLD}")).unwrap());
        let sealed = old.seal(b"place", b"token").unwrap();
        assert_eq!(both.open(b"place", &sealed).unwrap(), b"token");
        assert_eq!(both.seal(b"place", b"token").unwrap().key.as_str(), "new");
        assert!(matches!(both.open(b"elsewhere", &sealed), Err(CannotOpen::Damaged(_))));
        assert!(matches!(
            keys(NEW).unwrap().open(b"place", &sealed),
            Err(CannotOpen::UnknownKey(_))
        ));
        for byte in 0..sealed.bytes.len() {
            let mut bytes = sealed.bytes.clone();
            bytes[byte] ^= 1;
            let changed = Sealed { bytes, ..sealed.clone() };
            assert!(matches!(old.open(b"place", &changed), Err(CannotOpen::Damaged(_))));
        }
        let cut = Sealed { bytes: sealed.bytes[..10].to_vec(), ..sealed };
        assert!(matches!(old.open(b"place", &cut), Err(CannotOpen::Damaged(_))));
    }

    #[test]
    fn nothing_that_is_sealed_looks_alike_and_nothing_can_be_read() {
        let keys = keys(OLD).unwrap();
        let (one, two) = (keys.seal(b"", b"canary").unwrap(), keys.seal(b"", b"canary").unwrap());
        assert_ne!(one.bytes, two.bytes);
        assert!(!one.bytes.windows(6).any(|window| window == b"canary"));
    }

    #[test]
    fn without_keys_nothing_is_sealed() {
        let none = keys("").unwrap();
        assert_eq!(none.sealing_key(), None);
        assert_eq!(none.seal(b"", b""), Err(NoSealingKey));
    }

    #[test]
    fn wrong_keys_are_refused_and_never_repeated() {
        for (wrong, why) in [
            ("Y2FuYXJ5", "key 1: it is written as id:base64"),
            ("a:canary!", "key 1: what follows the id is not base64"),
            ("a:Y2FuYXJ5", "key 1: it must have 32 bytes"),
            (&format!("{OLD},{OLD}"), "key 2: an earlier key has the id old"),
            (&format!("{OLD},a b:Y2FuYXJ5"), "key 2: its id: Enter a name"),
        ] {
            let Err(error) = keys(wrong) else { panic!("{wrong} was read") };
            let error = format!("{error:#}");
            assert!(error.starts_with("sealing.keys: ") && error.contains(why), "{error}");
            assert!(!error.contains("canary") && !error.contains("Y2FuYXJ5"), "{error}");
        }
    }
}
