//! A place on earth.

use std::str::FromStr;

use crate::Invalid;

/// `latitude,longitude` in decimal degrees, kept as it was written; at most 64 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordinates(String);

impl Coordinates {
    const MAX: usize = 64;

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

impl FromStr for Coordinates {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        const WRONG: Invalid = Invalid::Malformed("Enter latitude,longitude in decimal degrees.");
        if text.chars().count() > Self::MAX {
            return Err(Invalid::TooLong { max: Self::MAX });
        }
        let (latitude, longitude) = text.split_once(',').ok_or(WRONG)?;
        let within = |degrees: &str, limit: f64| {
            // `parse` also reads `inf`, `NaN` and exponents.
            let plain = degrees.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
            plain && degrees.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit)
        };
        if !within(latitude, 90.0) || !within(longitude, 180.0) {
            return Err(WRONG);
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_on_earth() {
        for right in ["45.4642,9.19", "-90,180", "0,-0.0"] {
            assert_eq!(right.parse::<Coordinates>().unwrap().as_str(), right);
        }
        for wrong in ["", "45", "91,0", "0,181", "a,b", "NaN,0", "1e1,0", "1, 2", "1,2,3", "inf,1"]
        {
            assert!(wrong.parse::<Coordinates>().is_err(), "{wrong:?}");
        }
    }
}
