//! Where it is kept who hides whom.

use async_trait::async_trait;

use crate::{StoreError, Timestamp, UserId};

/// What came of toggling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toggled {
    /// The other is hidden now.
    Hidden,
    /// The other is not hidden any more.
    Shown,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// Who of two hides the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hiding {
    /// The one who asks hides the other.
    pub hides: bool,
    /// The other hides the one who asks.
    pub hidden_by: bool,
}

/// Who hides whom, in storage. "User" means a live one.
#[async_trait]
pub trait Hides: Send + Sync {
    /// Hides `other` from `actor`, or shows them again. MUST lock both users, the lower id first, as
    /// [`crate::connection::Connections::act`] does, so that no tie is built meanwhile.
    async fn toggle(
        &self,
        actor: UserId,
        other: UserId,
        at: Timestamp,
    ) -> Result<Toggled, StoreError>;

    /// Who of the two hides the other; `None` without such a user `other`. MUST be cheap: an open
    /// profile page asks every few seconds.
    async fn between(&self, who: UserId, other: UserId) -> Result<Option<Hiding>, StoreError>;

    /// The ids of all users that `who` hides, in their order.
    async fn hidden_by(&self, who: UserId) -> Result<Vec<UserId>, StoreError>;
}
