//! Who is meant: the integer of one API, and where the UUID of the other comes from.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use uuid::Uuid;

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

/// A user by either id: the integer of one API or the UUID of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UserReference {
    /// The integer.
    Id(UserId),
    /// The UUID.
    Uuid(Uuid),
}

impl From<UserId> for UserReference {
    fn from(id: UserId) -> Self {
        Self::Id(id)
    }
}

impl From<Uuid> for UserReference {
    fn from(uuid: Uuid) -> Self {
        Self::Uuid(uuid)
    }
}

impl fmt::Display for UserReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(formatter),
            Self::Uuid(uuid) => uuid.fmt(formatter),
        }
    }
}

impl FromStr for UserReference {
    type Err = Invalid;

    /// Reads decimal digits, or a UUID with hyphens in either case.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed("A user is named by an integer id or a UUID.");
        if text.len() == uuid::fmt::Hyphenated::LENGTH {
            return Uuid::try_parse(text).map(Self::Uuid).map_err(|_| WRONG);
        }
        text.parse().map(Self::Id).map_err(|_| WRONG)
    }
}

/// Where new UUIDs come from; a port, so that tests know them beforehand.
pub trait UuidSource: Send + Sync {
    /// A UUID that nobody has got before.
    fn next(&self) -> Uuid;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_named_by_either_id() {
        let uuid: UserReference = "67E55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap();
        assert_eq!(uuid.to_string(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
        assert_eq!("7".parse(), Ok(UserReference::Id(UserId::new(7).unwrap())));
        for wrong in ["", "0", "-7", "67e5504410b1426f9247bb680e5fe0c8", "anna", &"7".repeat(36)] {
            assert!(wrong.parse::<UserReference>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_id_is_a_positive_number_in_plain_digits() {
        assert_eq!("7".parse::<UserId>().unwrap().get(), 7);
        assert_eq!("9223372036854775807".parse::<UserId>().unwrap().get(), i64::MAX);
        for wrong in ["", "0", "-1", "+1", " 1", "1.0", "9223372036854775808", "٧", "seven"] {
            assert!(wrong.parse::<UserId>().is_err(), "{wrong:?}");
        }
    }
}
