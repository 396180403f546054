//! The team's own reference of a user.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::Invalid;
use crate::text::without_control_characters;

/// 1 to 255 characters, kept byte for byte and compared exactly; control characters are refused
/// (Junction contract, section 5.2). Unique among live users.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientUserId(String);

impl ClientUserId {
    /// The most characters that a reference has.
    pub const MAX: usize = 255;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The reference, as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands for the reference of a user for whom the team gave none.
impl From<Uuid> for ClientUserId {
    fn from(uuid: Uuid) -> Self {
        Self(uuid.to_string())
    }
}

impl fmt::Display for ClientUserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for ClientUserId {
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
    fn every_byte_is_kept_and_control_characters_are_refused() {
        for right in ["w 9+ü@%", "a/b", " ", "A\u{308}", &"é".repeat(255)] {
            assert_eq!(right.parse::<ClientUserId>().unwrap().as_str(), right);
        }
        assert_eq!("".parse::<ClientUserId>(), Err(Invalid::Empty));
        assert_eq!("é".repeat(256).parse::<ClientUserId>(), Err(Invalid::TooLong { max: 255 }));
        for wrong in ["a\0", "\n", "\u{7f}", "\u{9f}"] {
            assert!(matches!(wrong.parse::<ClientUserId>(), Err(Invalid::Malformed(_))));
        }
    }
}
