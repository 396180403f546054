//! The first and the last line.

use serde::{Deserialize, Serialize};

use super::valid::{HIGHEST_ID, Wrong, wrong};
use crate::columns::UuidValue;

/// The format of the lines. A change that an older binary would misread makes it another one.
pub(crate) const VERSION: u32 = 1;

/// What the first line says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Header {
    pub(crate) version: u32,
    pub(crate) team_id: UuidValue,
    pub(crate) last_ids: LastIds,
}

/// The highest ids that were ever given, perhaps to what is gone: they are never given again.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LastIds {
    pub(crate) users: i64,
    pub(crate) associations: i64,
    pub(crate) connection_requests: i64,
    pub(crate) bulk_operations: i64,
    pub(crate) api_keys: i64,
}

/// What the last line says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct End {
    /// How many lines come before this one.
    pub(crate) lines: i64,
    /// The SHA-256 of their bytes, in base64; a file that was edited may do without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<String>,
}

impl Header {
    pub(crate) fn check(&self) -> Result<(), Wrong> {
        if self.version != VERSION {
            return Err(wrong("version", "This kith reads version 1."));
        }
        let ids = self.last_ids.of_tables().map(|(_, id)| id);
        if ids.iter().any(|id| !(0..=HIGHEST_ID).contains(id)) {
            return Err(wrong("last_ids", "Each is a whole number from 0 to 9007199254740991."));
        }
        Ok(())
    }
}

impl LastIds {
    /// By the names of the tables.
    pub(crate) fn of_tables(&self) -> [(&'static str, i64); 5] {
        [
            ("users", self.users),
            ("associations", self.associations),
            ("connection_requests", self.connection_requests),
            ("bulk_operations", self.bulk_operations),
            ("api_keys", self.api_keys),
        ]
    }
}
