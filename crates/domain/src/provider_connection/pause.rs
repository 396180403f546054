//! Let go of connections (Junction contract, sections 4.2 and 8.5).

use std::collections::BTreeSet;

use futures_util::future::join_all;
use uuid::Uuid;

use super::{Action, CatalogEntry, ProviderConnections};
use crate::access::TeamPermit;
use crate::client_user::IngestionBounds;
use crate::{Clock, StoreError};

/// How many connections are paused at the same time.
const AT_ONCE: usize = 8;

/// Pauses those of the users' connections with the provider that there are, and are not paused yet.
pub async fn pause_all(
    connections: &dyn ProviderConnections,
    clock: &dyn Clock,
    _permit: TeamPermit,
    provider: &CatalogEntry,
    users: &[Uuid],
) -> Result<(), StoreError> {
    let users: Vec<Uuid> = users.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    for some in users.chunks(AT_ONCE) {
        let acts = some.iter().map(|user| {
            connections.act((*user).into(), provider.slug(), &Action::Pause, None, clock.now())
        });
        // Whoever has nothing to pause is as paused as they can be.
        join_all(acts).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    }
    Ok(())
}

/// Pauses at most `limit` connections of users whose `ingestion_end` and the time for late data are
/// over; how many it was.
pub async fn pause_ended(
    connections: &dyn ProviderConnections,
    clock: &dyn Clock,
    limit: u32,
) -> Result<u32, StoreError> {
    let today = clock.now().date_naive();
    connections.pause_ended(IngestionBounds::over_before(today), limit).await
}
