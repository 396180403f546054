//! What ties two users.

use diesel::prelude::{Insertable, Queryable, Selectable};
use serde::{Deserialize, Serialize};

use super::valid::{Wrong, id, pair, wrong};
use crate::columns::InstantValue;
use crate::schema::{connection_requests, connections, follows, hides};

/// A connection, both ends of it; the lower id stands first.
#[derive(Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = connections)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionRecord {
    pub(crate) user_id: i64,
    pub(crate) other_id: i64,
    since: InstantValue,
}

/// One end of a connection.
#[derive(Insertable)]
#[diesel(table_name = connections, treat_none_as_default_value = false)]
pub(crate) struct ConnectionRow {
    user_id: i64,
    other_id: i64,
    since: InstantValue,
}

/// A request to be connected, pending or rejected.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = connection_requests, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestRecord {
    pub(crate) id: i64,
    from_id: i64,
    to_id: i64,
    created: InstantValue,
    rejected: Option<InstantValue>,
    viewed: Option<InstantValue>,
}

/// Who follows whom.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = follows, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct FollowRecord {
    pub(crate) follower_id: i64,
    pub(crate) followed_id: i64,
    since: InstantValue,
}

/// Who hides whom.
#[derive(Queryable, Selectable, Insertable, Serialize, Deserialize)]
#[diesel(table_name = hides, treat_none_as_default_value = false)]
#[serde(deny_unknown_fields)]
pub(crate) struct HideRecord {
    pub(crate) user_id: i64,
    pub(crate) hidden_id: i64,
    since: InstantValue,
}

impl ConnectionRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        pair(("user_id", self.user_id), ("other_id", self.other_id))?;
        if self.user_id > self.other_id {
            return Err(wrong("other_id", "The lower id stands first."));
        }
        Ok(())
    }

    /// The rows of both ends.
    pub(crate) fn ends(&self) -> [ConnectionRow; 2] {
        let Self { user_id, other_id, since } = *self;
        [
            ConnectionRow { user_id, other_id, since },
            ConnectionRow { user_id: other_id, other_id: user_id, since },
        ]
    }
}

impl RequestRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        id("id", self.id)?;
        pair(("from_id", self.from_id), ("to_id", self.to_id))
    }
}

impl FollowRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        pair(("follower_id", self.follower_id), ("followed_id", self.followed_id))
    }
}

impl HideRecord {
    pub(super) fn check(&self) -> Result<(), Wrong> {
        pair(("user_id", self.user_id), ("hidden_id", self.hidden_id))
    }
}
