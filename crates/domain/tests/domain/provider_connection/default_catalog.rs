//! The catalog that Kith comes with, compared with the Junction contract, sections 4.5 and 7.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kith_domain::provider_connection::{AuthType, Catalog, CatalogEntry, Scope};

use super::reader::read;

/// The catalog of `config/providers.toml`.
pub(super) fn default_catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> =
        LazyLock::new(|| read(include_bytes!("../../../../../config/providers.toml")).unwrap());
    &CATALOG
}

const OAUTH: &str = "oura fitbit garmin strava wahoo ihealth withings google_fit dexcom_v3 polar \
    cronometer omron whoop_v2 my_fitness_pal_v2 ultrahuman runkeeper google_health map_my_fitness";
const OWN_APPLICATION: &str = "strava dexcom_v3 whoop_v2 my_fitness_pal_v2 map_my_fitness";
const PASSWORD: &str = "whoop renpho peloton zwift eight_sleep beurer_api dexcom hammerhead \
    my_fitness_pal kardia abbott_libreview tandem_source";
const EMAIL: &str = "freestyle_libre";
const ON_DEVICE: &str = "apple_health_kit health_connect samsung_health manual beurer_ble omron_ble \
    onetouch_ble accuchek_ble contour_ble freestyle_libre_ble";

fn words(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().collect()
}

/// The slugs of those with one of these auth types.
fn slugs_of<'a>(catalog: &'a Catalog, auth_types: &[AuthType]) -> BTreeSet<&'a str> {
    let has = |entry: &&CatalogEntry| auth_types.contains(&entry.auth_type().unwrap());
    catalog.entries().iter().filter(has).map(|entry| entry.slug().as_str()).collect()
}

#[test]
fn it_has_every_slug_of_the_contract_with_its_kind_of_linking() {
    let catalog = default_catalog();
    assert_eq!(catalog.entries().len(), 41);
    assert_eq!(slugs_of(catalog, &[AuthType::Oauth, AuthType::TeamOauth]), words(OAUTH));
    assert_eq!(slugs_of(catalog, &[AuthType::TeamOauth]), words(OWN_APPLICATION));
    assert_eq!(slugs_of(catalog, &[AuthType::Password]), words(PASSWORD));
    assert_eq!(slugs_of(catalog, &[AuthType::Email]), words(EMAIL));
    let on_device = [AuthType::Sdk, AuthType::Unauthenticated];
    assert_eq!(slugs_of(catalog, &on_device), words(ON_DEVICE));
    assert_eq!(slugs_of(catalog, AuthType::ALL).len(), 41);
}

#[test]
fn each_provider_can_be_shown() {
    let catalog = default_catalog();
    let mut logos = BTreeSet::new();
    for entry in catalog.entries() {
        assert_eq!(entry.logo().as_str(), format!("{}.svg", entry.slug()));
        assert!(logos.insert(entry.logo().as_str()));
        let sentence = entry.description();
        assert!(sentence.ends_with('.') && sentence.matches(". ").count() == 0, "{sentence}");
    }
}

#[test]
fn documented_names_are_the_documented_ones() {
    let catalog = default_catalog();
    for (slug, name) in [
        ("oura", "Oura"),
        ("fitbit", "Fitbit"),
        ("garmin", "Garmin"),
        ("strava", "Strava"),
        ("wahoo", "Wahoo"),
        ("withings", "Withings"),
        ("google_fit", "Google Fit"),
        ("google_health", "Google Health API"),
        ("polar", "Polar"),
        ("cronometer", "Cronometer"),
        ("ultrahuman", "Ultrahuman"),
        ("dexcom_v3", "Dexcom"),
        ("dexcom", "Dexcom (G6 and Older)"),
        ("whoop_v2", "WHOOP"),
        ("whoop", "WHOOP"),
        ("my_fitness_pal", "MyFitnessPal"),
        ("my_fitness_pal_v2", "MyFitnessPal API"),
        ("map_my_fitness", "MapMyFitness"),
        ("omron", "Omron"),
        ("beurer_api", "Beurer"),
        ("eight_sleep", "8Sleep"),
        ("abbott_libreview", "Abbott LibreView"),
        ("freestyle_libre", "Freestyle Libre"),
        ("hammerhead", "Hammerhead"),
        ("peloton", "Peloton"),
        ("zwift", "Zwift"),
        ("apple_health_kit", "Apple HealthKit"),
        ("health_connect", "Android Health Connect"),
        ("samsung_health", "Samsung Health"),
        ("accuchek_ble", "Accu-Chek"),
        ("contour_ble", "Contour"),
        ("freestyle_libre_ble", "Freestyle Libre BLE"),
        ("kardia", "Kardia"),
    ] {
        assert_eq!(catalog.get(slug).unwrap().name(), name);
    }
}

#[test]
fn scopes_are_those_of_the_contract() {
    let catalog = default_catalog();
    let under = |prefix: &str, names: &str, suffix: &str| {
        let full = |name| format!("https://www.googleapis.com/auth/{prefix}.{name}.{suffix}");
        let urls = names.split(' ').map(full).collect::<Vec<_>>().join(" ");
        format!("openid email {urls}")
    };
    let fit = "activity body sleep blood_glucose blood_pressure heart_rate nutrition location";
    let health = "activity_and_fitness sleep health_metrics_and_measurements nutrition ecg irn \
        location profile settings";
    let fit = under("fitness", fit, "read");
    let health = under("googlehealth", health, "readonly");
    let expected = [
        (
            "fitbit",
            "heartrate oxygen_saturation cardio_fitness respiratory_rate activity location nutrition \
             profile settings sleep social weight temperature",
        ),
        ("oura", "email personal daily heartrate workout tag session"),
        ("strava", "activity:read_all activity:write profile:write profile:read_all"),
        (
            "whoop_v2",
            "read:recovery read:cycles read:workout read:sleep read:profile read:body_measurement \
             offline",
        ),
        ("withings", "user.activity user.metrics user.sleepevents"),
        ("wahoo", "email user_read workouts_read offline_data"),
        ("my_fitness_pal_v2", "diary measurements private-exercises subscriptions"),
        ("google_fit", &fit),
        ("google_health", &health),
        // No list is published; these are in its one definition.
        ("garmin", "daily spo2Daily"),
    ];
    for (slug, scopes) in expected {
        assert_eq!(texts(catalog.get(slug).unwrap().scopes()).join(" "), scopes, "{slug}");
    }
    let scoped = catalog.entries().iter().filter(|entry| !entry.scopes().is_empty()).count();
    assert_eq!(scoped, expected.len());
}

fn texts(scopes: &[Scope]) -> Vec<&str> {
    scopes.iter().map(Scope::as_str).collect()
}

/// `resource: required (+ optional)`, for each resource that names scopes.
fn definitions(entry: &CatalogEntry) -> BTreeSet<String> {
    let row = |of: &kith_domain::provider_connection::SupportedResource| {
        let (required, optional) = (texts(of.required()), texts(of.optional()));
        let extra = if optional.is_empty() {
            String::new()
        } else {
            format!(" (+ {})", optional.join(", "))
        };
        format!("{}: {}{extra}", of.resource(), required.join(", "))
    };
    let named = entry.resources().iter();
    named.filter(|of| !(of.required().is_empty() && of.optional().is_empty())).map(row).collect()
}

/// The same from a row of the contract: several resources may share their scopes.
fn rows(table: &str) -> BTreeSet<String> {
    let each = |row: &str| {
        let (resources, scopes) = row.trim().split_once(": ").unwrap();
        let one = |resource: &str| format!("{resource}: {scopes}");
        resources.split(", ").map(one).collect::<Vec<_>>()
    };
    table.split("; ").flat_map(each).collect()
}

#[test]
fn resources_need_the_scopes_of_the_contract() {
    let catalog = default_catalog();
    let expected = [
        (
            "fitbit",
            // The first three are official.
            "body: weight; sleep: sleep (+ heartrate, oxygen_saturation, respiratory_rate); \
             activity: activity (+ heartrate); \
             workouts: activity (+ heartrate, location); \
             workout_stream: activity (+ heartrate, location); heartrate: heartrate; \
             hrv: heartrate; steps, distance, calories_active: activity; \
             blood_oxygen: oxygen_saturation; respiratory_rate: respiratory_rate; \
             vo2_max: cardio_fitness; weight, fat: weight; water, meal: nutrition; \
             profile: profile; sleep_cycle: sleep; body_temperature: temperature; device: settings",
        ),
        ("garmin", "sleep: daily (+ spo2Daily)"), // official
        (
            "oura",
            "activity, steps, calories_active, distance: daily; \
             sleep, sleep_cycle, hrv, respiratory_rate: daily (+ heartrate); heartrate: heartrate; \
             workouts: workout (+ heartrate); body, weight, profile: personal",
        ),
        (
            "whoop_v2",
            "activity: read:cycles (+ read:recovery); sleep: read:sleep (+ read:recovery); \
             workouts: read:workout; body: read:body_measurement; profile: read:profile",
        ),
        (
            "withings",
            "activity, workouts, steps: user.activity; sleep: user.sleepevents; \
             body, weight, fat, blood_pressure: user.metrics",
        ),
        ("strava", "workouts, workout_stream: activity:read_all; profile: profile:read_all"),
        ("wahoo", "workouts, workout_stream: workouts_read"),
    ];
    for (slug, table) in expected {
        assert_eq!(definitions(catalog.get(slug).unwrap()), rows(table), "{slug}");
    }
    let defined = catalog.entries().iter().filter(|entry| !definitions(entry).is_empty()).count();
    assert_eq!(defined, expected.len());
}

#[test]
fn resources_that_were_captured_are_there() {
    let catalog = default_catalog();
    let fitbit = "activity blood_oxygen body calories_active distance fat heartrate hrv hypnogram \
        profile respiratory_rate sleep sleep_stream steps vo2_max water weight workout_stream workouts \
        meal device body_temperature heart_rate_alert";
    let google = format!(
        "{fitbit} floors_climbed carbohydrates caffeine glucose electrocardiogram \
         electrocardiogram_voltage"
    );
    let apple = "activity blood_oxygen blood_pressure body caffeine calories_active calories_basal \
        distance fat floors_climbed glucose heartrate hrv hypnogram mindfulness_minutes profile \
        respiratory_rate sleep sleep_stream steps vo2_max water weight workouts";
    let connect: Vec<&str> = apple
        .split_whitespace()
        .filter(|name| !["caffeine", "mindfulness_minutes", "water"].contains(name))
        .collect();
    for (slug, captured) in [
        ("fitbit", fitbit),
        (
            "garmin",
            "activity blood_oxygen blood_pressure body calories_active distance fat heartrate hrv \
             hypnogram respiratory_rate sleep sleep_stream steps stress_level vo2_max weight \
             workout_stream workouts",
        ),
        (
            "oura",
            "activity body calories_active distance heartrate hrv hypnogram profile \
             respiratory_rate sleep sleep_stream steps weight workouts",
        ),
        ("apple_health_kit", apple),
        ("health_connect", &connect.join(" ")),
        ("google_fit", "activity blood_pressure body heartrate sleep water workouts"),
        ("google_health", &google),
        ("whoop_v2", "activity sleep workouts body profile"),
        ("peloton", "workouts"),
        ("my_fitness_pal", "meal"),
        ("freestyle_libre", "glucose"),
        ("abbott_libreview", "glucose"),
    ] {
        let today = |name| if name == "hypnogram" { "sleep_cycle" } else { name };
        let expected: Vec<&str> =
            captured.split_whitespace().filter(|name| *name != "sleep_stream").map(today).collect();
        let entry = catalog.get(slug).unwrap();
        let resources: Vec<&str> =
            entry.resources().iter().map(|of| of.resource().as_str()).collect();
        assert_eq!(resources, expected, "{slug}");
    }
}
