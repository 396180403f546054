//! All users, in pages (Junction contract, section 5.4).

use super::{ClientUser, ClientUsers};
use crate::StoreError;
use crate::access::TeamPermit;

/// Which users of the list are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListRequest {
    /// How many come before.
    pub offset: u64,
    /// How many at most; up to [`ListRequest::MAX_LIMIT`].
    pub limit: u32,
}

impl ListRequest {
    /// How many users a page has if nothing is said.
    pub const DEFAULT_LIMIT: u32 = 100;
    /// The most users of a page; more is refused.
    pub const MAX_LIMIT: u32 = 500;
}

/// Some of the users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientUserPage {
    /// They.
    pub users: Vec<ClientUser>,
    /// How many there are in all.
    pub total: u64,
}

/// Lists live users, newest first.
pub async fn list(
    users: &dyn ClientUsers,
    _permit: TeamPermit,
    request: ListRequest,
) -> Result<ClientUserPage, StoreError> {
    users.list(request).await
}
