//! How many there are of everything (Junction contract, section 5.8).

use super::ClientUsers;
use crate::StoreError;
use crate::access::TeamPermit;

/// Counts of live users and their connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TeamMetrics {
    /// Live users.
    pub users: u64,
    /// Connections, however they stand.
    pub connected_sources: u64,
    /// Those that failed for good.
    pub errored_connected_sources: u64,
}

/// Counts.
pub async fn metrics(
    users: &dyn ClientUsers,
    _permit: TeamPermit,
) -> Result<TeamMetrics, StoreError> {
    users.metrics().await
}
