//! A preference on the wire (contract, section 9).

use kith_domain::preference::{Preference, PreferenceValue};
use serde::Serialize;
use utoipa::ToSchema;

/// A preference.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": 1, "section": "configurations", "name": "follow_enabled", "value": false}))]
pub(crate) struct PreferenceView {
    id: u32,
    /// To what it belongs.
    section: &'static str,
    /// Its name within the section.
    name: String,
    value: ValueView,
}

/// The value of a preference.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ValueView {
    /// On or off.
    Switch(bool),
    /// Text.
    Text(String),
}

impl PreferenceView {
    pub(crate) fn of(preference: &Preference) -> Self {
        Self {
            id: preference.id,
            section: preference.section,
            name: preference.name.clone(),
            value: match &preference.value {
                PreferenceValue::Switch(on) => ValueView::Switch(*on),
                PreferenceValue::Text(text) => ValueView::Text(text.clone()),
            },
        }
    }
}
