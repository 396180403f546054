//! A link that a profile may show: safe to put into an `href`.

use std::str::FromStr;

use url::Url;

use crate::Invalid;
use crate::text::{is_bidirectional_control, without_control_characters};

/// An absolute `http` or `https` URL of at most `MAX` characters with a host and without user
/// information, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl<const MAX: usize>(String);

impl<const MAX: usize> WebUrl<MAX> {
    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(url: String) -> Self {
        Self(url)
    }

    /// The URL as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> FromStr for WebUrl<MAX> {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed("Enter a valid http or https URL.");
        without_control_characters(text, MAX)?;
        // A parser forgives spaces and backslashes; who reads the text later may not.
        if text.chars().any(|c| c.is_whitespace() || c == '\\' || is_bidirectional_control(c)) {
            return Err(WRONG);
        }
        // The parser also reads `https:host`, which other readers take for something relative.
        let (scheme, _) = text.split_once("://").ok_or(WRONG)?;
        if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
            return Err(WRONG);
        }
        Url::parse(text).map_err(|_| WRONG)?;
        // Read from the text: the parser skips surplus slashes, and an empty user leaves no trace.
        let authority = text[scheme.len() + 3..].split(['/', '?', '#']).next().unwrap_or_default();
        if authority.is_empty() {
            return Err(WRONG);
        }
        if authority.contains('@') {
            return Err(Invalid::Malformed("The URL may not carry a user name or a password."));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_kept_as_written() {
        for right in [
            "https://example.com",
            "HTTP://EXAMPLE.com/A?b=c#d",
            "http://[::1]:8080/",
            "https://münchen.example/straße",
            "https://example.com/@anna",
        ] {
            assert_eq!(right.parse::<WebUrl<200>>().unwrap().as_str(), right);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            "",
            "example.com",
            "//example.com",
            "javascript:alert(1)",
            "javascript://example.com/%0aalert(1)",
            "data:text/html,x",
            "ftp://example.com",
            "https:example.com",
            "https://",
            "https:///path",
            "https://anna@example.com",
            "https://anna:secret@example.com",
            "https://@example.com",
            "https://example.com/a b",
            " https://example.com",
            "https://example.com\n",
            "https:\\\\example.com",
            "https://exa\u{202e}mple.com",
            "https://example.com:99999/",
        ] {
            assert!(wrong.parse::<WebUrl<200>>().is_err(), "{wrong:?}");
        }
        assert_eq!("https://example.com".parse::<WebUrl<18>>(), Err(Invalid::TooLong { max: 18 }));
    }
}
