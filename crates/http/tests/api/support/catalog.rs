//! The providers that there are in these tests: one of each kind.

use kith_domain::provider_connection::{Catalog, ProviderDefinition, ResourceDefinition, Written};

/// Slug, name, auth type, and resources with the scopes that they need and those that add detail.
type Row = (&'static str, &'static str, Option<&'static str>, &'static [Resource]);
type Resource = (&'static str, &'static [&'static str], &'static [&'static str]);

#[rustfmt::skip]
const ROWS: [Row; 10] = [
    ("oura", "Oura", Some("oauth"), &[("sleep", &["daily"], &["heartrate"]), ("workouts", &["workout"], &[])]),
    ("fitbit", "Fitbit", Some("oauth"), &[("body", &["weight"], &[]), ("sleep", &["sleep"], &["heartrate", "oxygen_saturation"]), ("steps", &[], &["activity"])]),
    ("garmin", "Garmin", Some("oauth"), &[("sleep", &["daily"], &["spo2Daily"])]),
    ("strava", "Strava", Some("team_oauth"), &[("workouts", &[], &[])]),
    ("peloton", "Peloton", Some("password"), &[("workouts", &[], &[])]),
    ("freestyle_libre", "Freestyle Libre", Some("email"), &[("glucose", &[], &[])]),
    ("apple_health_kit", "Apple HealthKit", Some("sdk"), &[("steps", &[], &[]), ("sleep", &[], &[])]),
    ("omron_ble", "Omron <BLE>", Some("sdk"), &[("blood_pressure", &[], &[])]),
    ("manual", "Manual", Some(""), &[]),
    ("polar", "Polar", None, &[("activity", &[], &[])]),
];

/// The catalog.
pub(crate) fn catalog() -> Catalog {
    Catalog::new(ROWS.iter().map(definition)).unwrap()
}

fn definition((slug, name, auth_type, resources): &Row) -> ProviderDefinition {
    let mut scopes: Vec<&str> = Vec::new();
    for (_, required, optional) in *resources {
        scopes.extend(required.iter().chain(*optional));
    }
    scopes.sort_unstable();
    scopes.dedup();
    let needs = resources.iter().map(|(resource, required, optional)| ResourceDefinition {
        resource: (*resource).into(),
        required: written(required),
        optional: written(optional),
    });
    ProviderDefinition {
        slug: (*slug).into(),
        name: (*name).into(),
        description: Written::from(format!("{name} has data.").as_str()),
        logo: Written::from(format!("{slug}.png").as_str()),
        auth_type: auth_type.map(Written::from),
        supported_resources: resources.iter().map(|(resource, ..)| (*resource).into()).collect(),
        scopes: written(&scopes),
        resource_scopes: needs.collect(),
    }
}

fn written(texts: &[&str]) -> Vec<Written> {
    texts.iter().map(|text| (*text).into()).collect()
}
