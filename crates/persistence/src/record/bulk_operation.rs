//! What was done to many connections at once.

use diesel::prelude::{Insertable, Queryable, Selectable};
use kith_domain::provider_connection::{BulkOperationType, ProviderSlug};
use serde::{Deserialize, Serialize};

use super::valid::{HIGHEST_ID, Wrong, id, text, wrong};
use crate::columns::InstantValue;
use crate::schema::bulk_operations;

/// An operation that is over.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = bulk_operations, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct BulkOperationRecord {
    pub(crate) id: i64,
    operation: String,
    provider: String,
    processed: i64,
    started_at: InstantValue,
    ended_at: InstantValue,
}

impl BulkOperationRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("id", self.id)?;
        text::<BulkOperationType>("operation", &self.operation)?;
        text::<ProviderSlug>("provider", &self.provider)?;
        if !(0..=HIGHEST_ID).contains(&self.processed) {
            return Err(wrong("processed", "A whole number from 0 to 9007199254740991."));
        }
        Ok(())
    }
}
