//! Text that people wrote: bounded, and free of characters that deceive or break a display.

use std::fmt;
use std::str::FromStr;

/// Why a value was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// Nothing where something is needed.
    #[error("This field may not be blank.")]
    Empty,
    /// More characters (bytes where the type says so) than `max`.
    #[error("Ensure this field has no more than {max} characters.")]
    TooLong {
        /// The most that is allowed.
        max: usize,
    },
    /// Not of the required form; the text says which.
    #[error("{0}")]
    Malformed(&'static str),
}

impl Invalid {
    /// The code of the error envelope (`SelfCommunity` contract, section 2.3).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "required",
            Self::TooLong { .. } => "max_length",
            Self::Malformed(_) => "invalid",
        }
    }
}

/// Whether a character may turn the direction of the text around it, and so disguise it.
#[must_use]
pub fn is_bidirectional_control(character: char) -> bool {
    matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Refuses control characters and more than `max` characters.
pub(crate) fn without_control_characters(text: &str, max: usize) -> Result<(), Invalid> {
    // Bytes are never fewer than characters, so short text needs no counting.
    if text.len() > max && text.chars().count() > max {
        return Err(Invalid::TooLong { max });
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::Malformed("Control characters are not allowed."));
    }
    Ok(())
}

fn refuse_bidirectional(text: &str) -> Result<(), Invalid> {
    if text.chars().any(is_bidirectional_control) {
        return Err(Invalid::Malformed("Bidirectional control characters are not allowed."));
    }
    Ok(())
}

/// One line of at most `MAX` characters, possibly empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line<const MAX: usize>(String);

impl<const MAX: usize> Line<MAX> {
    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> FromStr for Line<MAX> {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        without_control_characters(text, MAX)?;
        refuse_bidirectional(text)?;
        Ok(Self(text.to_owned()))
    }
}

/// Several lines of together at most `MAX` characters, possibly empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose<const MAX: usize>(String);

impl<const MAX: usize> Prose<MAX> {
    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> FromStr for Prose<MAX> {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        without_control_characters(&text.replace(['\n', '\r', '\t'], " "), MAX)?;
        refuse_bidirectional(text)?;
        Ok(Self(text.to_owned()))
    }
}

/// A name that operators give to things: 1 to `MAX` of `[A-Za-z0-9._-]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlainName<const MAX: usize>(String);

impl<const MAX: usize> PlainName<MAX> {
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

impl<const MAX: usize> fmt::Display for PlainName<MAX> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<const MAX: usize> FromStr for PlainName<MAX> {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        if name.is_empty() {
            return Err(Invalid::Empty);
        }
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)) {
            return Err(Invalid::Malformed(
                "Enter a name of letters a-z, digits, '.', '_' and '-'.",
            ));
        }
        if name.len() > MAX {
            return Err(Invalid::TooLong { max: MAX });
        }
        Ok(Self(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_plain() {
        assert_eq!("backend-2.eu_1".parse::<PlainName<14>>().unwrap().as_str(), "backend-2.eu_1");
        assert_eq!("backend-2.eu_1".parse::<PlainName<13>>(), Err(Invalid::TooLong { max: 13 }));
        assert_eq!("".parse::<PlainName<9>>(), Err(Invalid::Empty));
        for wrong in ["a b", "ä", "a\n", "a/b", "a:b", "a,b"] {
            assert!(
                matches!(wrong.parse::<PlainName<9>>(), Err(Invalid::Malformed(_))),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!("éééé".parse::<Line<4>>().is_ok());
        assert_eq!("ééééé".parse::<Line<4>>(), Err(Invalid::TooLong { max: 4 }));
    }

    #[test]
    fn a_line_has_no_breaks_but_prose_may() {
        assert!("a\nb".parse::<Line<9>>().is_err());
        assert!("a\nb\tc".parse::<Prose<9>>().is_ok());
    }

    #[test]
    fn characters_that_deceive_are_refused() {
        for wrong in ["a\0b", "a\u{7f}", "a\u{85}b", "\u{202e}gpj.exe", "\u{2066}x"] {
            assert!(wrong.parse::<Line<99>>().is_err(), "{wrong:?}");
            assert!(wrong.parse::<Prose<99>>().is_err(), "{wrong:?}");
        }
    }
}
