//! Where a team's users are kept.

use async_trait::async_trait;
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    ClientUser, ClientUserEdit, ClientUserId, ClientUserPage, Forgotten, IngestionBounds,
    ListRequest, TeamMetrics, TimeZone,
};
use crate::user::Username;
use crate::{StoreError, Timestamp, UserId, UserReference};

/// A user that does not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClientUser {
    /// The id in this API.
    pub uuid: Uuid,
    /// Must be free among live users.
    pub client_user_id: ClientUserId,
    /// The name in the other API; never taken, since it is made of the UUID.
    pub username: Username,
    /// Since when.
    pub created_on: Timestamp,
    /// Used where a provider gives none.
    pub fallback_time_zone: Option<TimeZone>,
    /// Used where a provider gives none.
    pub fallback_birth_date: Option<NaiveDate>,
    /// Which days data are wanted for.
    pub ingestion: IngestionBounds,
}

/// Who has a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub uuid: Uuid,
    /// Since when there is this user.
    pub created_on: Timestamp,
}

/// What came of making a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// The user is stored, as given back.
    Created(Box<ClientUser>),
    /// A live user has that reference.
    Taken(Holder),
}

/// What came of editing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// It is so now.
    Edited,
    /// Another live user has that reference.
    Taken,
    /// The bounds would be reversed, together with the one that the edit does not name.
    BoundsReversed,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// What came of deleting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// The user is gone from every read; everything but the connections can come back.
    Deleted,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// What came of taking back a deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restored {
    /// The user is live again, in the standing they had, without connections to providers.
    Restored,
    /// A live user has that reference by now.
    Taken,
    /// No deletion of such a user can be taken back, or no longer.
    NoSuchUser,
}

/// A team's users in storage. Every user in [`Users`](crate::user::Users) is one of these.
#[async_trait]
pub trait ClientUsers: Send + Sync {
    /// Stores a user. MUST keep the reference unique among live users, however many try at once.
    async fn create(&self, new: &NewClientUser) -> Result<Created, StoreError>;

    /// A live user.
    async fn by_reference(&self, user: UserReference) -> Result<Option<ClientUser>, StoreError>;

    /// The live user with that reference of the team's.
    async fn by_client_user_id(
        &self,
        client_user_id: &ClientUserId,
    ) -> Result<Option<ClientUser>, StoreError>;

    /// Live users, newest first.
    async fn list(&self, request: ListRequest) -> Result<ClientUserPage, StoreError>;

    /// Changes what the edit names, and nothing else, of a live user.
    async fn edit(
        &self,
        user: Uuid,
        edit: &ClientUserEdit,
        at: Timestamp,
    ) -> Result<Edited, StoreError>;

    /// Deletes a live user softly, and marks them to be erased at `erase_at`. Every connection with a
    /// provider MUST be gone at once; ties to others as when deleted in the other API.
    async fn delete(
        &self,
        user: Uuid,
        at: Timestamp,
        erase_at: Timestamp,
    ) -> Result<Deleted, StoreError>;

    /// Takes back the deletion of a user who is marked to be erased, and not before `now`. Of several
    /// with one reference, the latest.
    async fn undo_delete(
        &self,
        forgotten: &Forgotten,
        now: Timestamp,
    ) -> Result<Restored, StoreError>;

    /// How many there are of everything.
    async fn metrics(&self) -> Result<TeamMetrics, StoreError>;

    /// At most `limit` users who are to be erased by `now`, the longest due first.
    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<UserId>, StoreError>;

    /// Erases a user for good who is still to be erased by `now`; whether it did.
    async fn erase(&self, user: UserId, now: Timestamp) -> Result<bool, StoreError>;
}
