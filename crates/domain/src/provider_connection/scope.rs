//! What a user lets a provider give out.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// A scope in the provider's own words, compared exactly: 1 to 255 visible ASCII characters but `"`
/// and `\`, which is what OAuth allows (RFC 6749, section 3.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope(String);

impl Scope {
    /// The most characters that a scope has.
    pub const MAX: usize = 255;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(scope: String) -> Self {
        Self(scope)
    }

    /// The scope.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Scope {
    type Err = Invalid;

    fn from_str(scope: &str) -> Result<Self, Invalid> {
        if scope.is_empty() {
            return Err(Invalid::Empty);
        }
        if !scope.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\') {
            return Err(Invalid::Malformed(
                "A scope is written in visible ASCII characters without '\"' and '\\'.",
            ));
        }
        if scope.len() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        Ok(Self(scope.to_owned()))
    }
}

/// The scopes that a user granted on a connection, known or not to the catalog; at most 100.
///
/// Where nobody knows what was granted there is none of these, which is not the same as an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct GrantedScopes(BTreeSet<Scope>);

impl GrantedScopes {
    /// The most scopes that a connection has.
    pub const MAX: usize = 100;

    /// These scopes, each once.
    pub fn new(scopes: impl IntoIterator<Item = Scope>) -> Result<Self, Invalid> {
        let scopes: BTreeSet<Scope> = scopes.into_iter().collect();
        if scopes.len() > Self::MAX {
            return Err(Invalid::Malformed("A connection has at most 100 scopes."));
        }
        Ok(Self(scopes))
    }

    /// Scopes that were valid when they were stored; for adapters, which do not check them again.
    #[must_use]
    pub fn stored(scopes: impl IntoIterator<Item = Scope>) -> Self {
        Self(scopes.into_iter().collect())
    }

    /// Whether that scope was granted.
    #[must_use]
    pub fn contains(&self, scope: &Scope) -> bool {
        self.0.contains(scope)
    }

    /// The scopes, ordered by their bytes.
    pub fn iter(&self) -> impl Iterator<Item = &Scope> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_follow_the_grammar_of_oauth() {
        let url = "https://www.googleapis.com/auth/fitness.sleep.read";
        for right in ["daily", "spo2Daily", "activity:read_all", "user.metrics", url, "!", "~"] {
            assert_eq!(right.parse::<Scope>().unwrap().as_str(), right);
        }
        assert_eq!("".parse::<Scope>(), Err(Invalid::Empty));
        assert_eq!("a".repeat(256).parse::<Scope>(), Err(Invalid::TooLong { max: 255 }));
        for wrong in ["a b", "a\"", "a\\", "a\n", "é", "\u{7f}", "а"] {
            assert!(matches!(wrong.parse::<Scope>(), Err(Invalid::Malformed(_))), "{wrong:?}");
        }
    }

    #[test]
    fn granted_scopes_are_a_bounded_set() {
        let scope = |name: &str| name.parse::<Scope>().unwrap();
        let twice = GrantedScopes::new([scope("b"), scope("a"), scope("b")]).unwrap();
        assert_eq!(twice.iter().map(Scope::as_str).collect::<Vec<_>>(), ["a", "b"]);
        assert!(twice.contains(&scope("a")) && !twice.contains(&scope("A")));
        let many = |count: usize| GrantedScopes::new((0..count).map(|n| scope(&format!("s{n}"))));
        assert!(many(100).is_ok());
        assert!(many(101).is_err());
    }
}
