//! Take over connections that were made elsewhere (Junction contract, section 8.5).

use std::collections::HashMap;

use futures_util::future::join_all;
use uuid::Uuid;

use super::{
    Acted, Action, BulkOperationType, BulkOperations, CatalogEntry, Credentials,
    FinishedBulkOperation, Grant, NoSealingKey, ProviderConnections, Sealer,
};
use crate::access::TeamPermit;
use crate::{Clock, StoreError};

/// How many connections are made at the same time.
const AT_ONCE: usize = 8;

/// A connection that was made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedConnection {
    /// Whose.
    pub user: Uuid,
    /// Who the user is there, and what they let it give out.
    pub grant: Grant,
    /// The tokens that came with it.
    pub credentials: Option<Credentials>,
}

/// What came of an import; each user once, in the order in which they were named first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Those who are connected now.
    pub imported: Vec<Uuid>,
    /// Those who are not: there is no such user, or another one has the account.
    pub failed: Vec<Uuid>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefusal {
    /// There are tokens, and nothing to seal them with.
    #[error(transparent)]
    NoSealingKey(#[from] NoSealingKey),
    /// Storage failed; some connections may be made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Connects every user, or reconnects. Of two connections of one user, the later one counts.
pub async fn import(
    connections: &dyn ProviderConnections,
    operations: &dyn BulkOperations,
    sealer: &dyn Sealer,
    clock: &dyn Clock,
    _permit: TeamPermit,
    provider: &CatalogEntry,
    imported: Vec<ImportedConnection>,
) -> Result<ImportOutcome, ImportRefusal> {
    let started_at = clock.now();
    // Everything is sealed before anything is stored.
    let wanted = last_of_each(imported)
        .into_iter()
        .map(|ImportedConnection { user, grant, credentials }| {
            let credentials = credentials.map(|all| all.seal(sealer, user, provider.slug()));
            Ok((user, Action::Connect(grant), credentials.transpose()?))
        })
        .collect::<Result<Vec<_>, NoSealingKey>>()?;
    let mut outcome = ImportOutcome::default();
    for some in wanted.chunks(AT_ONCE) {
        let acts = some.iter().map(|(user, action, credentials)| {
            let credentials = credentials.as_ref();
            connections.act((*user).into(), provider.slug(), action, credentials, clock.now())
        });
        for ((user, ..), acted) in some.iter().zip(join_all(acts).await) {
            match acted? {
                Acted::Done(_) => outcome.imported.push(*user),
                Acted::Refused(_) | Acted::Duplicate | Acted::NoSuchUser => {
                    outcome.failed.push(*user);
                }
            }
        }
    }
    let done = FinishedBulkOperation {
        operation: BulkOperationType::Import,
        provider: provider.slug().clone(),
        processed: wanted.len() as u64,
        started_at,
        ended_at: clock.now(),
    };
    operations.record(&done).await?;
    Ok(outcome)
}

/// The last connection of each user, at the place of the first.
fn last_of_each(imported: Vec<ImportedConnection>) -> Vec<ImportedConnection> {
    let mut places = HashMap::new();
    let mut wanted: Vec<ImportedConnection> = Vec::with_capacity(imported.len());
    for connection in imported {
        let place = *places.entry(connection.user).or_insert(wanted.len());
        match wanted.get_mut(place) {
            Some(earlier) => *earlier = connection,
            None => wanted.push(connection),
        }
    }
    wanted
}
