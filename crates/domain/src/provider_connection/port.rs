//! Where connections are kept.

use async_trait::async_trait;
use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Action, ExternalUserId, GrantedScopes, ProviderConnection, ProviderSlug, Refusal, Sealed,
};
use crate::{StoreError, Timestamp, UserId, UserReference};

/// A connection and with whom it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectedProvider {
    /// The provider; perhaps one that the catalog no longer knows.
    pub provider: ProviderSlug,
    /// The connection.
    pub connection: ProviderConnection,
}

/// What came of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acted {
    /// The connection as it is now, if there still is one.
    Done(Option<ProviderConnection>),
    /// The rules say no; nothing has changed.
    Refused(Refusal),
    /// Another user is connected with the same account, and storage was opened to refuse that.
    Duplicate,
    /// There is no such user, or no longer.
    NoSuchUser,
}

/// Sealed credentials and the connection that they belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedConnection {
    /// Where it stands.
    pub place: SealedPlace,
    /// Whose connection.
    pub user: Uuid,
    /// Who the user is there.
    pub external_user_id: Option<ExternalUserId>,
    /// What the user granted.
    pub granted_scopes: Option<GrantedScopes>,
    /// The credentials.
    pub sealed: Sealed,
}

/// Where sealed credentials stand in the order of all: by user, then provider.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SealedPlace {
    /// Whose connection.
    pub user_id: UserId,
    /// With whom.
    pub provider: ProviderSlug,
}

/// Which sealed credentials are wanted; every part narrows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SealedRequest {
    /// Those of connections with this provider.
    pub provider: Option<ProviderSlug>,
    /// Those of these users.
    pub users: Option<Vec<Uuid>>,
    /// Those that come behind this place.
    pub after: Option<SealedPlace>,
    /// How many at most.
    pub limit: u32,
}

/// Connections of live users with providers, in storage.
#[async_trait]
pub trait ProviderConnections: Send + Sync {
    /// A live user's connections, by `created_on`, then slug; `None` without such a user.
    async fn of(&self, user: UserReference) -> Result<Option<Vec<ConnectedProvider>>, StoreError>;

    /// Does what [`decide`](super::decide) says, in one transaction. An action that tells of consent
    /// puts `credentials`, or none, in the place of those that were there; others leave them.
    ///
    /// MUST keep one connection for each user and provider, however many try at once. Opened so, MUST
    /// also keep two users from one account at a provider.
    async fn act(
        &self,
        user: UserReference,
        provider: &ProviderSlug,
        action: &Action,
        credentials: Option<&Sealed>,
        at: Timestamp,
    ) -> Result<Acted, StoreError>;

    /// Sealed credentials, ordered by place.
    async fn sealed(&self, request: &SealedRequest) -> Result<Vec<SealedConnection>, StoreError>;

    /// Puts `new` in the place of `old`; false, and nothing has changed, if something else is there.
    async fn reseal(
        &self,
        place: &SealedPlace,
        old: &Sealed,
        new: &Sealed,
    ) -> Result<bool, StoreError>;

    /// Pauses at most `limit` connections, not paused yet, of users whose `ingestion_end` is before
    /// that day; how many it was.
    async fn pause_ended(&self, before: NaiveDate, limit: u32) -> Result<u32, StoreError>;
}
