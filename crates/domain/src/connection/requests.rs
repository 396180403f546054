//! What others asked of one, and what one asked of others (contract, section 5.5).

use super::{ConnectionRequest, Connections, RequestBox};
use crate::StoreError;
use crate::community::Mode;
use crate::page::{Page, PageRequest};
use crate::visibility::Member;

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum RequestsRefusal {
    /// The community follows; there are no requests.
    #[error("this community follows instead of connecting")]
    WrongMode,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lists the member's own requests; nobody sees those of others.
pub async fn requests(
    connections: &dyn Connections,
    mode: Mode,
    member: &Member,
    which: RequestBox,
    page: &PageRequest,
) -> Result<Page<ConnectionRequest>, RequestsRefusal> {
    if mode != Mode::Friendship {
        return Err(RequestsRefusal::WrongMode);
    }
    Ok(connections.requests(member.id, which, page).await?)
}
