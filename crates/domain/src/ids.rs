//! Who is meant: the integer of one API, and where the UUID of the other comes from.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use crate::Invalid;

/// A user's integer id: positive, never used twice (`SelfCommunity` contract, section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UserId(NonZeroU64);

impl UserId {
    /// The id, if it is positive.
    #[must_use]
    pub fn new(id: i64) -> Option<Self> {
        u64::try_from(id).ok().and_then(NonZeroU64::new).map(Self)
    }

    /// The id as a number; always positive.
    #[must_use]
    pub fn get(self) -> i64 {
        self.0.get().cast_signed()
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for UserId {
    type Err = Invalid;

    /// Reads decimal digits; no sign, no spaces.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed("A valid user id is required.");
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(WRONG);
        }
        text.parse().ok().and_then(Self::new).ok_or(WRONG)
    }
}

/// Where new UUIDs come from; a port, so that tests know them beforehand.
pub trait UuidSource: Send + Sync {
    /// A UUID that nobody has got before.
    fn next(&self) -> uuid::Uuid;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_positive_number_in_plain_digits() {
        assert_eq!("7".parse::<UserId>().unwrap().get(), 7);
        assert_eq!("9223372036854775807".parse::<UserId>().unwrap().get(), i64::MAX);
        for wrong in ["", "0", "-1", "+1", " 1", "1.0", "9223372036854775808", "٧", "seven"] {
            assert!(wrong.parse::<UserId>().is_err(), "{wrong:?}");
        }
    }
}
