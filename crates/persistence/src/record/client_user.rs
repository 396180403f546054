//! The other face of a user.

use diesel::prelude::{Insertable, Queryable, Selectable};
use kith_domain::client_user::{ClientUserId, TimeZone};
use kith_domain::user::Status;
use serde::{Deserialize, Serialize};

use super::valid::{Wrong, date, id, optional, text};
use crate::columns::InstantValue;
use crate::schema::client_users;

/// What the team keeps of a user.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = client_users, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClientUserRecord {
    pub(crate) user_id: i64,
    client_user_id: String,
    fallback_time_zone: Option<String>,
    fallback_time_zone_updated_at: Option<InstantValue>,
    fallback_birth_date: Option<String>,
    fallback_birth_date_updated_at: Option<InstantValue>,
    ingestion_start: Option<String>,
    ingestion_end: Option<String>,
    erase_at: Option<InstantValue>,
    status_before: Option<String>,
}

/// What follows from the user, in a column of its own.
#[derive(Insertable)]
#[diesel(table_name = client_users, treat_none_as_default_value = false)]
pub(crate) struct Standing {
    live: bool,
}

impl ClientUserRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("user_id", self.user_id)?;
        text::<ClientUserId>("client_user_id", &self.client_user_id)?;
        optional::<TimeZone>("fallback_time_zone", self.fallback_time_zone.as_deref())?;
        date("fallback_birth_date", self.fallback_birth_date.as_deref())?;
        date("ingestion_start", self.ingestion_start.as_deref())?;
        date("ingestion_end", self.ingestion_end.as_deref())?;
        optional::<Status>("status_before", self.status_before.as_deref())
    }
    /// The row beside a user of that status.
    pub(crate) fn row(&self, status: &str) -> (&Self, Standing) {
        (self, Standing { live: status != Status::Deleted.as_str() })
    }
}
