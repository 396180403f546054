//! What a key is for.

use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// 1 to 100 of `[A-Za-z0-9._-]`; no two keys in force have the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyName(String);

impl KeyName {
    /// The most characters that a name has.
    pub const MAX: usize = 100;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(name: String) -> Self {
        Self(name)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for KeyName {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        if name.is_empty() {
            return Err(Invalid::Empty);
        }
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
            return Err(Invalid::Malformed(
                "A key's name has letters a-z, digits, '.', '_' and '-'.",
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
    fn names_are_plain() {
        assert_eq!("backend-2.eu_1".parse::<KeyName>().unwrap().as_str(), "backend-2.eu_1");
        assert_eq!("a".repeat(101).parse::<KeyName>(), Err(Invalid::TooLong { max: 100 }));
        for wrong in ["", "a b", "ä", "a\n", "a/b"] {
            assert!(wrong.parse::<KeyName>().is_err(), "{wrong:?}");
        }
    }
}
