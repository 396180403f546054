//! What kinds of data there are.

use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// A kind of data that providers have, by its name on the wire (Junction contract, section 7.2).
///
/// Not an enum: no rule asks for a particular one, only the catalog names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Resource(&'static str);

/// In the order of the contract.
#[rustfmt::skip]
const NAMES: [&str; 70] = [
    // Summaries
    "profile", "activity", "sleep", "sleep_cycle", "body", "workouts", "workout_stream", "meal",
    "menstrual_cycle", "electrocardiogram",
    // Time series
    "glucose", "heartrate", "hrv", "ige", "igg", "blood_oxygen", "blood_pressure", "cholesterol",
    "weight", "fat", "body_temperature", "body_temperature_delta", "water", "caffeine",
    "mindfulness_minutes", "steps", "calories_active", "calories_basal", "distance",
    "floors_climbed", "respiratory_rate", "vo2_max", "stress_level", "electrocardiogram_voltage",
    "afib_burden", "heart_rate_alert", "stand_hour", "stand_duration", "sleep_apnea_alert",
    "sleep_breathing_disturbance", "wheelchair_push", "forced_expiratory_volume_1",
    "forced_vital_capacity", "peak_expiratory_flow_rate", "inhaler_usage", "fall", "uv_exposure",
    "daylight_exposure", "handwashing", "basal_body_temperature",
    "heart_rate_recovery_one_minute", "body_mass_index", "lean_body_mass", "waist_circumference",
    "workout_distance", "workout_swimming_stroke", "workout_duration", "insulin_injection",
    "carbohydrates", "note",
    // Deprecated
    "sleep_stream", "hypnogram",
    // Not wearable data
    "connection", "order", "result", "match_review", "appointment", "result_table", "device",
    "device_legacy",
];

impl Resource {
    /// Every resource, in the order of the contract.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.into_iter().map(Self)
    }

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl FromStr for Resource {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        Self::all()
            .find(|resource| resource.0 == name)
            .ok_or(Invalid::Malformed("There is no such resource."))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_distinct_and_read_back() {
        assert_eq!(Resource::all().collect::<HashSet<_>>().len(), NAMES.len());
        for resource in Resource::all() {
            assert_eq!(resource.as_str().parse(), Ok(resource));
        }
        for wrong in ["", "Sleep", "sleep ", "slep"] {
            assert!(wrong.parse::<Resource>().is_err(), "{wrong:?}");
        }
    }
}
