//! Where connections and requests are kept.

use async_trait::async_trait;

use super::{Action, Mutual, Refusal, RequestBox, Ties};
use crate::community::Mode;
use crate::page::{Page, PageRequest};
use crate::user::Person;
use crate::{StoreError, Timestamp, UserId};

/// One user acts on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// Who acts; never the same as `other`.
    pub actor: UserId,
    /// On whom.
    pub other: UserId,
    /// What.
    pub action: Action,
    /// How the community ties people to each other.
    pub mode: Mode,
    /// When.
    pub at: Timestamp,
}

/// A request as one of the two sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionRequest {
    /// Its id.
    pub id: i64,
    /// The one at the other end.
    pub other: Person,
    /// When it was made.
    pub created: Timestamp,
    /// When it was rejected.
    pub rejected: Option<Timestamp>,
    /// When it was first seen.
    pub viewed: Option<Timestamp>,
}

/// Connections and requests in storage. "User" means a live one; what a softly deleted user is tied
/// to is kept, and neither listed nor counted until the user is back.
#[async_trait]
pub trait Connections: Send + Sync {
    /// Acts: decides and stores in one step, and returns what ties the actor to the other then.
    ///
    /// MUST lock both users, the lower id first, and read the situation, before it asks
    /// [`super::decide`]; MUST store the change together with the counters of both users, or nothing.
    /// MUST do what looks like one of the possible orders, however many act at once.
    async fn act(&self, act: &Act) -> Result<Result<Ties, Refusal>, StoreError>;

    /// What ties `viewer` to `other`, who may be the same; `None` without such a user. MUST be cheap.
    async fn ties(&self, viewer: UserId, other: UserId) -> Result<Option<Ties>, StoreError>;

    /// What ties `viewer` to each of `others`, in one round trip; those who are not there are left out.
    async fn ties_to_all(
        &self,
        viewer: UserId,
        others: &[UserId],
    ) -> Result<Vec<(UserId, Ties)>, StoreError>;

    /// The users connected with `owner`: first those connected with `viewer` too, then the others,
    /// each newest connection first, then the higher id. `None` without such a user.
    ///
    /// `viewer` herself is never mutual, unless she is `owner`: then all are. The count without a
    /// filter MUST be the owner's counter.
    async fn of(
        &self,
        owner: UserId,
        viewer: Option<UserId>,
        filter: Option<Mutual>,
        page: &PageRequest,
    ) -> Result<Option<Page<Person>>, StoreError>;

    /// The requests of `owner`, newest first, then the higher id: received ones that are pending, or
    /// sent ones, rejected or not. The count MUST be the owner's counter.
    async fn requests(
        &self,
        owner: UserId,
        which: RequestBox,
        page: &PageRequest,
    ) -> Result<Page<ConnectionRequest>, StoreError>;
}
