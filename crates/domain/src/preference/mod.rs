//! What clients may know of the operator's settings (contract, section 9).

use crate::community::{Community, Mode};

/// A setting as clients know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// The same in every answer of one installation.
    pub id: u32,
    /// To what it belongs.
    pub section: &'static str,
    /// Its name within the section.
    pub name: String,
    /// Its value.
    pub value: PreferenceValue,
}

/// The value of a preference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreferenceValue {
    /// On or off: a JSON boolean, since the SDK tests it for truth.
    Switch(bool),
    /// Text.
    Text(String),
}

/// The providers whose sign-in switch the SDK's widgets look at.
pub const SIGNIN_PROVIDERS: [&str; 6] =
    ["google", "facebook", "twitter", "linkedin", "entraid", "keycloak"];

/// Every preference, in the order of the ids.
#[must_use]
pub fn all(community: &Community) -> Vec<Preference> {
    let follows = community.mode == Mode::Follow;
    let switches = [
        ("configurations", "follow_enabled", follows),
        ("configurations", "connection_enabled", !follows),
        ("configurations", "content_availability", community.content_availability),
        ("configurations", "users_approval_enabled", false),
        ("configurations", "category_follow_enabled", false),
        ("configurations", "post_type_enabled", false),
        ("configurations", "discussion_type_enabled", false),
        ("configurations", "status_type_enabled", false),
        ("addons", "polls_enabled", false),
    ];
    let switches = switches
        .into_iter()
        .map(|(section, name, on)| (section, name.to_owned(), PreferenceValue::Switch(on)));
    let text = PreferenceValue::Text(String::new());
    let texts = std::iter::once(("configurations", "user_metadata_definition".to_owned(), text));
    let signin = SIGNIN_PROVIDERS.into_iter().map(|provider| {
        let on = community.signin_providers.iter().any(|enabled| enabled == provider);
        ("providers", format!("{provider}_signin_enabled"), PreferenceValue::Switch(on))
    });
    let numbered = (1..).zip(switches.chain(texts).chain(signin));
    numbered.map(|(id, (section, name, value))| Preference { id, section, name, value }).collect()
}
