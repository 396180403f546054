//! A user's accounts elsewhere, as far as the viewer may see them.

use super::{Association, Associations};
use crate::visibility::{Audience, Viewer};
use crate::{StoreError, UserId};

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum ListRefusal {
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists the associations of `owner` that `viewer` may see, oldest first.
pub async fn list(
    associations: &dyn Associations,
    viewer: &Viewer,
    owner: UserId,
) -> Result<Vec<Association>, ListRefusal> {
    let audience = Audience::of(viewer, owner);
    associations.of(owner, audience).await?.ok_or(ListRefusal::NoSuchUser)
}
