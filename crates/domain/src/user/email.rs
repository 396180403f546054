//! An e-mail address.

use std::str::FromStr;

use validator::ValidateEmail;

use crate::Invalid;
use crate::text::without_control_characters;

/// An address as HTML forms accept it, at most 254 characters, unique whatever the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The most characters that an address has.
    pub const MAX: usize = 254;

    /// A value that was valid when it was stored; for adapters, which do not check it again.
    #[must_use]
    pub fn stored(address: String) -> Self {
        Self(address)
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What must be unique: the address without regard to case.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl FromStr for Email {
    type Err = Invalid;

    fn from_str(address: &str) -> Result<Self, Invalid> {
        if address.is_empty() {
            return Err(Invalid::Empty);
        }
        without_control_characters(address, Self::MAX)?;
        if !address.validate_email() {
            return Err(Invalid::Malformed("Enter a valid email address."));
        }
        Ok(Self(address.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked_and_their_key_has_no_case() {
        assert_eq!("Anna@Example.COM".parse::<Email>().unwrap().key(), "anna@example.com");
        let long = format!("{}@example.com", "a".repeat(243));
        for wrong in ["", "anna", "anna@", "@example.com", "a b@example.com", "a\0@b.c", &long] {
            assert!(wrong.parse::<Email>().is_err(), "{wrong:?}");
        }
    }
}
