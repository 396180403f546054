//! An association.

use diesel::prelude::{Insertable, Queryable, Selectable};
use kith_domain::association::{ExtId, Metadata, ProfileUrl, Provider};
use serde::{Deserialize, Serialize};

use super::valid::{Wrong, id, optional, text};
use crate::columns::{InstantValue, JsonText};
use crate::schema::associations;

/// Who a user is elsewhere.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = associations, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssociationRecord {
    pub(crate) id: i64,
    user_id: i64,
    provider: String,
    ext_id: String,
    profile_url: Option<String>,
    show_in_profile: bool,
    metadata: Option<JsonText>,
    created_at: InstantValue,
}

impl AssociationRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("id", self.id)?;
        id("user_id", self.user_id)?;
        text::<Provider>("provider", &self.provider)?;
        text::<ExtId>("ext_id", &self.ext_id)?;
        optional::<ProfileUrl>("profile_url", self.profile_url.as_deref())?;
        let metadata = self.metadata.as_ref().map(|JsonText(text)| Metadata::parse(text));
        metadata.transpose().map_err(|why| Wrong { field: "metadata", why })?;
        Ok(())
    }
}
