//! Who presents a key.

use super::{ApiKeys, KeyHash};
use crate::StoreError;
use crate::access::TeamPermit;

/// The leave that a key gives; `None` if there is no such key, or it was revoked.
pub async fn authenticate(
    keys: &dyn ApiKeys,
    presented: &str,
) -> Result<Option<TeamPermit>, StoreError> {
    let hash = KeyHash::of(presented);
    let found = keys.by_hash(&hash).await?;
    Ok(found.filter(|key| key.hash == hash).as_ref().and_then(TeamPermit::of_key))
}
