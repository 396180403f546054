//! The name of a place where a user has an account.

use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// A provider's name: `[a-z0-9][a-z0-9._-]{0,63}`, compared exactly (contract, section 4.1).
///
/// The narrow alphabet is what keeps two names from looking alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Provider(String);

impl Provider {
    /// The most characters that a name has.
    pub const MAX: usize = 64;
    /// The name of the provider that stands for an identity system of one's own.
    pub const EXTERNAL: &'static str = "external";

    /// The provider that stands for an identity system of one's own.
    #[must_use]
    pub fn external() -> Self {
        Self(Self::EXTERNAL.to_owned())
    }

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(name: String) -> Self {
        Self(name)
    }

    /// Whether this is the provider `external`, which has rules of its own.
    #[must_use]
    pub fn is_external(&self) -> bool {
        self.0 == Self::EXTERNAL
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Provider {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed(
            "A provider starts with a-z or 0-9 and goes on with these or one of '.', '_', '-'.",
        );
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let first = *name.as_bytes().first().ok_or(Invalid::Empty)?;
        if !plain(first) || !name.bytes().all(|byte| plain(byte) || b"._-".contains(&byte)) {
            return Err(WRONG);
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
    fn names_follow_the_grammar() {
        for right in ["google", "azure-ad", "x", "7", "a.b_c-d", &"a".repeat(64)] {
            assert_eq!(right.parse::<Provider>().unwrap().as_str(), right);
        }
        assert_eq!("".parse::<Provider>(), Err(Invalid::Empty));
        assert_eq!("a".repeat(65).parse::<Provider>(), Err(Invalid::TooLong { max: 64 }));
        for wrong in ["Google", ".a", "-a", "a b", "a\n", "fаcebook", "googlé", "a/b", "\0"] {
            assert!(matches!(wrong.parse::<Provider>(), Err(Invalid::Malformed(_))), "{wrong:?}");
        }
    }
}
