//! The name by which a user is known.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::Invalid;

/// 1 to 255 of `[A-Za-z0-9_-]`, unique whatever the case (contract, section 3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// The most characters that a name has.
    pub const MAX: usize = 255;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(name: String) -> Self {
        Self(name)
    }

    /// The name as its owner writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What must be unique: the name without regard to case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// The name of a user who has not chosen one.
impl From<Uuid> for Username {
    fn from(uuid: Uuid) -> Self {
        Self(uuid.to_string())
    }
}

impl fmt::Display for Username {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Username {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        if name.is_empty() {
            return Err(Invalid::Empty);
        }
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
            return Err(Invalid::Malformed(
                "Enter a username of letters a-z, digits, underscores and hyphens.",
            ));
        }
        if name.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        Ok(Self(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_their_key_has_no_case() {
        let anna: Username = "Anna_R-7".parse().unwrap();
        assert_eq!((anna.as_str(), anna.key().as_str()), ("Anna_R-7", "anna_r-7"));
        for wrong in ["", "a b", "anna@example.com", "ännä", "a\0", "a.b"] {
            assert!(wrong.parse::<Username>().is_err(), "{wrong:?}");
        }
        assert_eq!("a".repeat(256).parse::<Username>(), Err(Invalid::TooLong { max: 255 }));
    }
}
