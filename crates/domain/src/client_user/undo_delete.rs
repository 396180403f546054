//! Take back a deletion (Junction contract, section 5.7).

use uuid::Uuid;

use super::{ClientUserId, ClientUsers, Restored};
use crate::access::TeamPermit;
use crate::{Clock, StoreError};

/// Which deleted user is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// The one with this id.
    Uuid(Uuid),
    /// Of those who had this reference, the one deleted last.
    ClientUserId(ClientUserId),
}

/// Why nobody came back.
#[derive(Debug, thiserror::Error)]
pub enum UndoRefusal {
    /// A live user has that reference by now.
    #[error("the client_user_id is taken")]
    Taken,
    /// Nobody like that is deleted, or the grace is over.
    #[error("no such user is deleted")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes back a deletion within the grace. Connections with providers do not come back.
pub async fn undo_delete(
    users: &dyn ClientUsers,
    clock: &dyn Clock,
    _permit: TeamPermit,
    forgotten: &Forgotten,
) -> Result<(), UndoRefusal> {
    match users.undo_delete(forgotten, clock.now()).await? {
        Restored::Restored => Ok(()),
        Restored::Taken => Err(UndoRefusal::Taken),
        Restored::NoSuchUser => Err(UndoRefusal::NoSuchUser),
    }
}
