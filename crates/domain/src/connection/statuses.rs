//! What ties the caller to others, in a word (contract, sections 5.3 and 5.4).

use super::{ConnectionStatus, Connections};
use crate::community::Mode;
use crate::visibility::Member;
use crate::{StoreError, UserId};

/// Why there is no status.
#[derive(Debug, thiserror::Error)]
pub enum StatusRefusal {
    /// There is no such user, or no longer.
    #[error("no such user")]
    NoSuchUser,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The member's status to one user; none to oneself.
pub async fn status(
    connections: &dyn Connections,
    mode: Mode,
    member: &Member,
    other: UserId,
) -> Result<Option<ConnectionStatus>, StatusRefusal> {
    let ties = connections.ties(member.id, other).await?.ok_or(StatusRefusal::NoSuchUser)?;
    Ok(ties.status(mode))
}

/// Whether the member is connected with one user; in a community that follows nobody is.
pub async fn is_connection(
    connections: &dyn Connections,
    mode: Mode,
    member: &Member,
    other: UserId,
) -> Result<bool, StatusRefusal> {
    let ties = connections.ties(member.id, other).await?.ok_or(StatusRefusal::NoSuchUser)?;
    Ok(mode == Mode::Friendship && ties.connected)
}

/// The member's status to each of `others`, in their order; none to those who are not there.
pub async fn statuses(
    connections: &dyn Connections,
    mode: Mode,
    member: &Member,
    others: &[UserId],
) -> Result<Vec<(UserId, Option<ConnectionStatus>)>, StoreError> {
    let ties = connections.ties_to_all(member.id, others).await?;
    let ties: std::collections::HashMap<_, _> = ties.into_iter().collect();
    let status = |other: &UserId| (*other, ties.get(other).and_then(|ties| ties.status(mode)));
    Ok(others.iter().map(status).collect())
}
