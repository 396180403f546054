//! Where associations are kept.

use async_trait::async_trait;

use super::{Association, ExternalAccount};
use crate::visibility::Audience;
use crate::{StoreError, Timestamp, UserId};

/// An association that does not exist yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAssociation {
    /// What will be.
    pub association: Association,
    /// Since when.
    pub created_at: Timestamp,
}

/// What came of linking.
#[derive(Clone, Debug, PartialEq)]
pub enum Linked {
    /// It is stored, as given back.
    Linked(Association),
    /// Somebody, perhaps the same user, holds that account.
    Taken,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// What came of unlinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlinked {
    /// It is gone.
    Unlinked,
    /// That user has no such association.
    NotLinked,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// Associations in storage. "User" means a live one: neither deleted softly nor erased.
#[async_trait]
pub trait Associations: Send + Sync {
    /// Stores an association.
    ///
    /// MUST leave one owner for an account, however many try at once; the losers get
    /// [`Linked::Taken`]. MUST tell a missing user from a taken account: the user is looked at first.
    async fn link(&self, new: &NewAssociation) -> Result<Linked, StoreError>;

    /// Removes an association of that user, and of nobody else.
    async fn unlink(
        &self,
        owner: UserId,
        account: &ExternalAccount,
    ) -> Result<Unlinked, StoreError>;

    /// A user's associations that the audience may see, oldest first; `None` without such a user.
    ///
    /// MUST filter exactly as [`Audience::sees`].
    async fn of(
        &self,
        owner: UserId,
        audience: Audience,
    ) -> Result<Option<Vec<Association>>, StoreError>;
}
