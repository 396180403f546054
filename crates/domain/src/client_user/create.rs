//! Make a user (Junction contract, section 5.2).

use chrono::NaiveDate;

use super::{
    ClientUser, ClientUserId, ClientUsers, Created, Holder, IngestionBounds, NewClientUser,
    TimeZone,
};
use crate::access::TeamPermit;
use crate::ids::UuidSource;
use crate::user::Username;
use crate::{Clock, StoreError};

/// Who is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateRequest {
    /// The team's own reference.
    pub client_user_id: ClientUserId,
    /// Used where a provider gives none.
    pub fallback_time_zone: Option<TimeZone>,
    /// Used where a provider gives none.
    pub fallback_birth_date: Option<NaiveDate>,
    /// Which days data are wanted for.
    pub ingestion: IngestionBounds,
}

/// Why a user was not made; nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum CreateRefusal {
    /// A live user has that reference. Saying who makes it safe to try again.
    #[error("the client_user_id is taken")]
    Taken(Holder),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a user. In the other API the user is known by the UUID until they choose a name.
pub async fn create(
    users: &dyn ClientUsers,
    clock: &dyn Clock,
    uuids: &dyn UuidSource,
    _permit: TeamPermit,
    request: CreateRequest,
) -> Result<ClientUser, CreateRefusal> {
    let uuid = uuids.next();
    let new = NewClientUser {
        uuid,
        client_user_id: request.client_user_id,
        username: Username::from(uuid),
        created_on: clock.now(),
        fallback_time_zone: request.fallback_time_zone,
        fallback_birth_date: request.fallback_birth_date,
        ingestion: request.ingestion,
    };
    match users.create(&new).await? {
        Created::Created(user) => Ok(*user),
        Created::Taken(holder) => Err(CreateRefusal::Taken(holder)),
    }
}
