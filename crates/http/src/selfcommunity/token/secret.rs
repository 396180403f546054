//! A shared secret that signs tokens.

use std::fmt;

/// A shared secret; its key is the UTF-8 bytes of its text (contract, section 11.1). It cannot be
/// printed, compared or written out.
#[derive(Clone)]
pub struct Secret(String);

/// A secret without a single byte, which everybody would guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a secret must not be empty")]
pub struct EmptySecret;

impl Secret {
    /// Bytes below which HS256 is weaker than its hash (RFC 7518, section 3.2).
    pub const RECOMMENDED_BYTES: usize = 32;

    /// Any text but the empty one.
    pub fn new(text: String) -> Result<Self, EmptySecret> {
        if text.is_empty() { Err(EmptySecret) } else { Ok(Self(text)) }
    }

    /// Whether it has fewer bytes than [`Secret::RECOMMENDED_BYTES`].
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.0.len() < Self::RECOMMENDED_BYTES
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_something_and_shows_nothing() {
        assert_eq!(Secret::new(String::new()).unwrap_err(), EmptySecret);
        let secret = Secret::new("open sesame".to_owned()).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(redacted)");
        assert!(secret.is_short());
        assert!(!Secret::new("x".repeat(32)).unwrap().is_short());
    }
}
