//! The name of a time zone.

use std::str::FromStr;

use crate::Invalid;

/// A name of the IANA time zone database, such as `Europe/London`, written as it is written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZone(String);

impl TimeZone {
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

impl FromStr for TimeZone {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        let known: chrono_tz::Tz = name
            .parse()
            .map_err(|_| Invalid::Malformed("A time zone has a name of the IANA database."))?;
        Ok(Self(known.name().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_database() {
        for right in ["Europe/London", "America/Argentina/Ushuaia", "UTC", "Etc/GMT+5"] {
            assert_eq!(right.parse::<TimeZone>().unwrap().as_str(), right);
        }
        for wrong in ["", "Europe/Nowhere", "europe/london", "+01:00", "Europe/London ", "\0"] {
            assert!(wrong.parse::<TimeZone>().is_err(), "{wrong:?}");
        }
    }
}
