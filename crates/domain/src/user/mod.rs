//! Users: who they are here (`SelfCommunity` contract, sections 3 and 10).
//!
//! Kith is no identity provider: a user has no password, and is made by an admin's backend or by
//! the operator.

mod coordinates;
mod delete;
mod edit;
mod email;
mod find;
mod moderate;
mod person;
mod port;
mod profile;
mod register;
mod search;
mod username;
mod words;

pub use coordinates::Coordinates;
pub use delete::{DeleteRefusal, Deletion, delete};
pub use edit::{EditRefusal, ProfileEdit, edit};
pub use email::Email;
pub use find::{FindRefusal, find, read};
pub use moderate::{ModerateRefusal, Moderated, Moderation, moderate};
pub use person::{Counters, Person};
pub use port::{Deleted, Edited, Lookup, NewUser, Registered, Users};
pub use profile::{
    Bio, CompanyText, Description, Location, PictureUrl, Profile, RealName, Website,
};
pub use register::{RegisterRefusal, RegisterRequest, register};
pub use search::{Among, DirectoryQuery, OrderKey, Ordering, SearchRefusal, hidden, search};
pub use username::Username;
pub use words::{Gender, Role, Status};

use uuid::Uuid;

use crate::association::ExtId;
use crate::{Timestamp, UserId};

/// A user, live or softly deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The id in the one API.
    pub id: UserId,
    /// The id in the other.
    pub uuid: Uuid,
    /// Unique, whatever the case.
    pub username: Username,
    /// Unique, whatever the case.
    pub email: Option<Email>,
    /// What the user may do beyond their own affairs.
    pub role: Option<Role>,
    /// Approved, blocked or softly deleted.
    pub status: Status,
    /// The `ext_id` of the oldest association with `external`: it follows from the associations and
    /// is stored nowhere else (contract, section 4.1).
    pub ext_id: Option<ExtId>,
    /// What the user says of themselves.
    pub profile: Profile,
    /// How many ties there are.
    pub counters: Counters,
    /// Since when.
    pub date_joined: Timestamp,
    /// When the user was softly deleted.
    pub deleted_at: Option<Timestamp>,
}

impl User {
    /// Whether the user was softly deleted.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.status == Status::Deleted
    }
}
