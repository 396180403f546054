//! Users as a team's backend keeps them (Junction contract, section 5): the other face of the same
//! user. Every user has it, whichever API made them.
//!
//! One deployment is one team. A user made without a reference of the team's own has the UUID as
//! [`ClientUserId`] until somebody sets another.

mod client_user_id;
mod create;
mod delete;
mod edit;
mod erase;
mod ingestion;
mod list;
mod metrics;
mod port;
mod read;
mod time_zone;
mod undo_delete;

pub use client_user_id::ClientUserId;
pub use create::{CreateRefusal, CreateRequest, create};
pub use delete::{DeleteRefusal, GRACE, delete};
pub use edit::{ClientUserEdit, EditRefusal, edit};
pub use erase::erase_due;
pub use ingestion::{BoundsReversed, IngestionBounds, LATE_DELIVERY};
pub use list::{ClientUserPage, ListRequest, list};
pub use metrics::{TeamMetrics, metrics};
pub use port::{ClientUsers, Created, Deleted, Edited, Holder, NewClientUser, Restored};
pub use read::{ReadRefusal, read, resolve};
pub use time_zone::TimeZone;
pub use undo_delete::{Forgotten, UndoRefusal, undo_delete};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::provider_connection::ProviderSlug;
use crate::user::Username;
use crate::{Timestamp, UserId};

/// A live user as a team's backend sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientUser {
    /// The id in the other API.
    pub id: UserId,
    /// The id in this one.
    pub uuid: Uuid,
    /// The team's own reference.
    pub client_user_id: ClientUserId,
    /// The name in the other API.
    pub username: Username,
    /// Since when there is this user.
    pub created_on: Timestamp,
    /// Where to place data that say nothing of a time zone.
    pub fallback_time_zone: Option<Fallback<TimeZone>>,
    /// When the user was born, for data that need it.
    pub fallback_birth_date: Option<Fallback<NaiveDate>>,
    /// Which days data are wanted for.
    pub ingestion: IngestionBounds,
    /// The providers the user is connected with, however the connections stand; by time, then slug.
    pub connected_sources: Vec<ConnectedSource>,
}

/// A value that the team gave, used where a provider gives none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallback<T> {
    /// The value.
    pub value: T,
    /// When it was set.
    pub updated_at: Timestamp,
}

/// A provider that a user is connected with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectedSource {
    /// Which.
    pub provider: ProviderSlug,
    /// Since when.
    pub created_on: Timestamp,
}
