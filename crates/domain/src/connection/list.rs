//! Whom somebody is connected with (contract, section 6).

use super::{Connections, Mutual};
use crate::community::{Community, Mode};
use crate::page::{Page, PageRequest};
use crate::user::Person;
use crate::visibility::Viewer;
use crate::{StoreError, UserId};

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum ListRefusal {
    /// Anonymous callers may not read this in this community.
    #[error("a credential is needed")]
    NotAuthenticated,
    /// The community follows; there are no connections.
    #[error("this community follows instead of connecting")]
    WrongMode,
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists the connections of `owner` as `viewer` sees them.
pub async fn list(
    connections: &dyn Connections,
    community: &Community,
    viewer: &Viewer,
    owner: UserId,
    filter: Option<Mutual>,
    page: &PageRequest,
) -> Result<Page<Person>, ListRefusal> {
    if !community.shows_ties_to(viewer) {
        return Err(ListRefusal::NotAuthenticated);
    }
    if community.mode != Mode::Friendship {
        return Err(ListRefusal::WrongMode);
    }
    let viewer = viewer.member().map(|member| member.id);
    connections.of(owner, viewer, filter, page).await?.ok_or(ListRefusal::NoSuchUser)
}
