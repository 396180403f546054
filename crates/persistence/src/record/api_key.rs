//! An API key, as the hash by which it is recognised.

use diesel::prelude::{Insertable, Queryable, Selectable};
use kith_domain::api_key::{KeyHash, KeyName};
use serde::{Deserialize, Serialize};

use super::valid::{Wrong, id, text, wrong};
use super::value::base64_text;
use crate::columns::InstantValue;
use crate::schema::api_keys;

/// A key, in force or revoked. The key itself is kept nowhere.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = api_keys, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApiKeyRecord {
    pub(crate) id: i64,
    name: String,
    #[serde(with = "base64_text")]
    hash: Vec<u8>,
    created_at: InstantValue,
    revoked_at: Option<InstantValue>,
}

impl ApiKeyRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("id", self.id)?;
        text::<KeyName>("name", &self.name)?;
        KeyHash::stored(&self.hash).map(|_| ()).ok_or_else(|| wrong("hash", "It has 32 bytes."))
    }
}
