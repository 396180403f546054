//! The stable name of a provider of data.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// A provider's slug: `[a-z0-9][a-z0-9_]{0,63}`, compared exactly (Junction contract, section 7.1).
///
/// Whether there is such a provider is for the [`Catalog`](super::Catalog) to say.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProviderSlug(String);

impl ProviderSlug {
    /// The most characters that a slug has.
    pub const MAX: usize = 64;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(slug: String) -> Self {
        Self(slug)
    }

    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Lets a map with slugs be asked with plain text.
impl Borrow<str> for ProviderSlug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderSlug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for ProviderSlug {
    type Err = Invalid;

    fn from_str(slug: &str) -> Result<Self, Invalid> {
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let first = slug.as_bytes().first().ok_or(Invalid::Empty)?;
        if !plain(first) || !slug.bytes().all(|byte| plain(&byte) || byte == b'_') {
            return Err(Invalid::Malformed(
                "A slug starts with a-z or 0-9 and goes on with these or '_'.",
            ));
        }
        if slug.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        Ok(Self(slug.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_follow_the_grammar() {
        for right in ["oura", "my_fitness_pal_v2", "8sleep", &"a".repeat(64)] {
            assert_eq!(right.parse::<ProviderSlug>().unwrap().as_str(), right);
        }
        assert_eq!("".parse::<ProviderSlug>(), Err(Invalid::Empty));
        assert_eq!("a".repeat(65).parse::<ProviderSlug>(), Err(Invalid::TooLong { max: 64 }));
        for wrong in ["Oura", "_a", "a-b", "a.b", "a b", "оura", "a\n", "a/b"] {
            assert!(
                matches!(wrong.parse::<ProviderSlug>(), Err(Invalid::Malformed(_))),
                "{wrong:?}"
            );
        }
    }
}
