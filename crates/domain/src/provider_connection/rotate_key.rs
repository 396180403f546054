//! Seal everything with the first key, so that others can be retired; and see whether everything opens.

use super::credentials::identity;
use super::{CannotOpen, NoSealingKey, ProviderConnections, SealedPlace, SealedRequest, Sealer};
use crate::StoreError;
use crate::access::AdminPermit;

/// How many credentials are read at a time.
const AT_ONCE: u32 = 100;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// How many credentials were sealed again.
    pub resealed: u64,
    /// Those that stay as they are, and why.
    pub left: Vec<(SealedPlace, CannotOpen)>,
}

/// Why nothing, or not all, was sealed again. What was done stays, and it can be run again.
#[derive(Debug, thiserror::Error)]
pub enum RotateRefusal {
    /// There is no key to seal with.
    #[error(transparent)]
    NoSealingKey(#[from] NoSealingKey),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens everything, and seals again whatever another key than the first sealed, while everything else
/// goes on: credentials that change meanwhile are sealed with the first key by whoever changes them.
pub async fn rotate_key(
    connections: &dyn ProviderConnections,
    sealer: &dyn Sealer,
    _permit: AdminPermit,
) -> Result<Rotated, RotateRefusal> {
    let key = sealer.sealing_key().ok_or(NoSealingKey)?.clone();
    let mut rotated = Rotated::default();
    let mut after = None;
    loop {
        let request = SealedRequest { after, limit: AT_ONCE, ..SealedRequest::default() };
        let some = connections.sealed(&request).await?;
        let Some(last) = some.last() else { return Ok(rotated) };
        after = Some(last.place.clone());
        for one in some {
            let identity = identity(one.user, &one.place.provider);
            match sealer.open(&identity, &one.sealed) {
                Ok(_) if one.sealed.key == key => {}
                Ok(content) => {
                    let new = sealer.seal(&identity, &content)?;
                    if connections.reseal(&one.place, &one.sealed, &new).await? {
                        rotated.resealed += 1;
                    }
                }
                Err(cause) => rotated.left.push((one.place, cause)),
            }
        }
    }
}
