//! Where it is kept who follows whom.

use async_trait::async_trait;

use super::{Change, Refusal};
use crate::community::Mode;
use crate::connection::Mutual;
use crate::page::{Page, PageRequest};
use crate::user::Person;
use crate::{StoreError, Timestamp, UserId};

/// One user toggles whether they follow another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowAct {
    /// Who acts; never the same as `other`.
    pub actor: UserId,
    /// On whom.
    pub other: UserId,
    /// How the community ties people to each other.
    pub mode: Mode,
    /// When.
    pub at: Timestamp,
}

/// Who of two follows the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Following {
    /// The one who asks follows the other.
    pub follows: bool,
    /// The other follows the one who asks.
    pub followed_by: bool,
}

/// Which end of the follows is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those who follow the owner.
    Followers,
    /// Those whom the owner follows.
    Followings,
}

/// Who follows whom, in storage. "User" means a live one; what a softly deleted user is tied to is
/// kept, and neither listed nor counted until the user is back.
#[async_trait]
pub trait Follows: Send + Sync {
    /// Follows or stops following: decides and stores in one step.
    ///
    /// MUST lock both users, the lower id first, and read the situation, before it asks
    /// [`super::decide`]; MUST store the change together with the counters of both users, or nothing.
    async fn toggle(&self, act: &FollowAct) -> Result<Result<Change, Refusal>, StoreError>;

    /// Who of the two follows the other; `None` without such a user `other`.
    async fn between(&self, who: UserId, other: UserId) -> Result<Option<Following>, StoreError>;

    /// One end of the owner's follows: first those whom `viewer` follows, then the others, each newest
    /// first, then the higher id. `None` without such a user. The count without a filter MUST be the
    /// owner's counter.
    async fn of(
        &self,
        owner: UserId,
        side: Side,
        viewer: Option<UserId>,
        filter: Option<Mutual>,
        page: &PageRequest,
    ) -> Result<Option<Page<Person>>, StoreError>;
}
