//! Change a user (Junction contract, section 5.5).

use chrono::NaiveDate;
use uuid::Uuid;

use super::{BoundsReversed, ClientUserId, ClientUsers, Edited, TimeZone};
use crate::access::TeamPermit;
use crate::{Clock, StoreError};

/// What is to change: `None` leaves a value alone, `Some(None)` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientUserEdit {
    /// The team's own reference.
    pub client_user_id: Option<ClientUserId>,
    /// Used where a provider gives none.
    pub fallback_time_zone: Option<Option<TimeZone>>,
    /// Used where a provider gives none.
    pub fallback_birth_date: Option<Option<NaiveDate>>,
    /// The first day that data are wanted for.
    pub ingestion_start: Option<Option<NaiveDate>>,
    /// The last one.
    pub ingestion_end: Option<Option<NaiveDate>>,
}

/// Why nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum EditRefusal {
    /// The edit names nothing.
    #[error("nothing is to change")]
    Nothing,
    /// Another live user has that reference.
    #[error("the client_user_id is taken")]
    Taken,
    /// The first day would come after the last one.
    #[error(transparent)]
    BoundsReversed(#[from] BoundsReversed),
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes a user.
pub async fn edit(
    users: &dyn ClientUsers,
    clock: &dyn Clock,
    _permit: TeamPermit,
    user: Uuid,
    edit: &ClientUserEdit,
) -> Result<(), EditRefusal> {
    if *edit == ClientUserEdit::default() {
        // Whether there is such a user comes first.
        return match users.by_reference(user.into()).await? {
            Some(_) => Err(EditRefusal::Nothing),
            None => Err(EditRefusal::NoSuchUser),
        };
    }
    match users.edit(user, edit, clock.now()).await? {
        Edited::Edited => Ok(()),
        Edited::Taken => Err(EditRefusal::Taken),
        Edited::BoundsReversed => Err(BoundsReversed.into()),
        Edited::NoSuchUser => Err(EditRefusal::NoSuchUser),
    }
}
