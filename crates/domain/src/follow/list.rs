//! Who follows somebody, and whom somebody follows.

use super::{Follows, Side};
use crate::UserId;
use crate::community::{Community, Mode};
use crate::connection::{ListRefusal, Mutual};
use crate::page::{Page, PageRequest};
use crate::user::{Person, Users};
use crate::visibility::Viewer;

/// Lists one end of the follows of `owner` as `viewer` sees them; in a community of friends it is
/// empty, and not an error (contract, section 8).
pub async fn list(
    follows: &dyn Follows,
    users: &dyn Users,
    community: &Community,
    viewer: &Viewer,
    (owner, side): (UserId, Side),
    filter: Option<Mutual>,
    page: &PageRequest,
) -> Result<Page<Person>, ListRefusal> {
    if !community.shows_ties_to(viewer) {
        return Err(ListRefusal::NotAuthenticated);
    }
    if community.mode != Mode::Follow {
        users.member(owner).await?.ok_or(ListRefusal::NoSuchUser)?;
        return Ok(Page::empty());
    }
    let viewer = viewer.member().map(|member| member.id);
    follows.of(owner, side, viewer, filter, page).await?.ok_or(ListRefusal::NoSuchUser)
}
