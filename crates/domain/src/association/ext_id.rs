//! A user's id elsewhere.

use std::fmt;
use std::str::FromStr;

use crate::Invalid;
use crate::text::without_control_characters;

/// 1 to 255 characters, kept byte for byte: no trimming, no folding of case or of Unicode forms;
/// control characters are refused (contract, section 4.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExtId(String);

impl ExtId {
    /// The most characters that an id has.
    pub const MAX: usize = 255;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The id, as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExtId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for ExtId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::Empty);
        }
        without_control_characters(text, Self::MAX)?;
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_kept() {
        for right in ["1155", " spaces stay ", "Ä", "A\u{308}", "0001", &"é".repeat(255)] {
            assert_eq!(right.parse::<ExtId>().unwrap().as_str(), right);
        }
    }

    #[test]
    fn nothing_too_long_and_no_control_characters() {
        assert_eq!("".parse::<ExtId>(), Err(Invalid::Empty));
        assert_eq!("é".repeat(256).parse::<ExtId>(), Err(Invalid::TooLong { max: 255 }));
        for wrong in ["a\0", "\n", "a\u{9f}", "\u{7f}"] {
            assert!(matches!(wrong.parse::<ExtId>(), Err(Invalid::Malformed(_))), "{wrong:?}");
        }
    }
}
