//! Where users are kept.

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    Among, Deletion, DirectoryQuery, Email, Moderated, Moderation, Person, Profile, ProfileEdit,
    Role, User, Username,
};
use crate::association::{ExtId, ExternalAccount};
use crate::page::{Page, PageRequest};
use crate::visibility::Member;
use crate::{StoreError, Timestamp, UserId};

/// A user that does not exist yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NewUser {
    /// The id in the other API.
    pub uuid: Uuid,
    /// Must be free.
    pub username: Username,
    /// Must be free.
    pub email: Option<Email>,
    /// What the user may do.
    pub role: Option<Role>,
    /// With it, an association with `external` is made at the same time; must be free.
    pub ext_id: Option<ExtId>,
    /// What is known of the user.
    pub profile: Profile,
    /// Since when.
    pub date_joined: Timestamp,
}

/// What came of registering.
#[derive(Clone, Debug, PartialEq)]
pub enum Registered {
    /// The user is stored, as given back.
    Registered(Box<User>),
    /// Somebody has that name, in whatever case.
    UsernameTaken,
    /// Somebody has that address, in whatever case.
    EmailTaken,
    /// Somebody holds that external account.
    ExtIdTaken,
}

/// What came of editing.
#[derive(Clone, Debug, PartialEq)]
pub enum Edited {
    /// The user as they are now.
    Edited(Box<User>),
    /// Somebody else has that name, in whatever case.
    UsernameTaken,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// What came of deleting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// The user is deleted in the way that was asked for.
    Deleted,
    /// Was to be deleted softly, and is already.
    Already,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// What identifies one user besides the id.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// The name, in whatever case.
    Username(Username),
    /// The address, in whatever case.
    Email(Email),
    /// An account elsewhere.
    Account(ExternalAccount),
}

/// Users in storage.
#[async_trait]
pub trait Users: Send + Sync {
    /// Stores a user, and with `ext_id` the association, or nothing at all.
    ///
    /// MUST keep name, address and external account unique, however many try at once.
    async fn register(&self, new: &NewUser) -> Result<Registered, StoreError>;

    /// A user, live or softly deleted.
    async fn by_id(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// A user, live or softly deleted, and what ties `viewer` to them.
    async fn person(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Option<Person>, StoreError>;

    /// A live user as the rules of access need them. MUST be cheap: it is read for every credential.
    async fn member(&self, id: UserId) -> Result<Option<Member>, StoreError>;

    /// The one user whom the look-up identifies, live or softly deleted.
    async fn find(&self, lookup: &Lookup) -> Result<Option<User>, StoreError>;

    /// Changes what the edit names, and nothing else, of a live user.
    async fn edit(&self, id: UserId, edit: &ProfileEdit) -> Result<Edited, StoreError>;

    /// Gives a live user a role, or takes it away. `None` without such a user.
    async fn set_role(&self, id: UserId, role: Option<Role>) -> Result<Option<User>, StoreError>;

    /// Deletes a user (contract, section 10).
    ///
    /// Softly, MUST keep name, address and associations taken; hard, MUST leave nothing of the user
    /// and MUST NOT give the id to anybody again. Either way, the ties to others MUST stop counting
    /// with them, in the same transaction.
    async fn delete(
        &self,
        id: UserId,
        deletion: Deletion,
        at: Timestamp,
    ) -> Result<Deleted, StoreError>;

    /// Moderates a user, unless it is an admin and `admins_too` is false.
    ///
    /// Approving a softly deleted user brings back the ties to live users, and their counting.
    async fn moderate(
        &self,
        id: UserId,
        moderation: Moderation,
        admins_too: bool,
        at: Timestamp,
    ) -> Result<Moderated, StoreError>;

    /// The live users whom the query describes, each with what ties `viewer` to them.
    async fn search(
        &self,
        query: &DirectoryQuery,
        among: Among,
        viewer: Option<UserId>,
        page: &PageRequest,
    ) -> Result<Page<Person>, StoreError>;

    /// At most `limit` users, softly deleted ones included, by id, beginning behind `after`.
    async fn list(&self, after: Option<UserId>, limit: u32) -> Result<Vec<User>, StoreError>;
}
