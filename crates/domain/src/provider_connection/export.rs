//! Give connections away, with their credentials (Junction contract, section 8.5).

use uuid::Uuid;

use super::{
    CannotOpen, CatalogEntry, Credentials, ExternalUserId, GrantedScopes, ProviderConnections,
    SealedPlace, SealedRequest, Sealer,
};
use crate::access::TeamPermit;
use crate::{StoreError, UserId};

/// Which connections are wanted: those with credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// Of these users; of all if nobody is named.
    pub users: Option<Vec<Uuid>>,
    /// Behind this user's.
    pub after: Option<UserId>,
}

impl ExportRequest {
    /// How many connections are given away at a time.
    pub const LIMIT: u32 = 100;
}

/// A connection that is given away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedConnection {
    /// Whose.
    pub user: Uuid,
    /// Who the user is there.
    pub external_user_id: Option<ExternalUserId>,
    /// What the user granted.
    pub granted_scopes: Option<GrantedScopes>,
    /// The tokens.
    pub credentials: Credentials,
}

/// Some of the connections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// They.
    pub connections: Vec<ExportedConnection>,
    /// Behind whom to go on, if there are more.
    pub next: Option<UserId>,
}

/// Why nothing was given away.
#[derive(Debug, thiserror::Error)]
pub enum ExportRefusal {
    /// Somebody's credentials stay sealed.
    #[error("user {user}: {cause}")]
    CannotOpen {
        /// Whose; the first of perhaps several.
        user: Uuid,
        /// Why.
        cause: CannotOpen,
    },
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Gives connections with the provider away, by user.
pub async fn export(
    connections: &dyn ProviderConnections,
    sealer: &dyn Sealer,
    _permit: TeamPermit,
    provider: &CatalogEntry,
    request: ExportRequest,
) -> Result<Export, ExportRefusal> {
    let slug = provider.slug();
    let place = |user_id| SealedPlace { user_id, provider: slug.clone() };
    let mut found = connections
        .sealed(&SealedRequest {
            provider: Some(slug.clone()),
            users: request.users,
            after: request.after.map(place),
            limit: ExportRequest::LIMIT + 1,
        })
        .await?;
    let more = found.len() > ExportRequest::LIMIT as usize;
    found.truncate(ExportRequest::LIMIT as usize);
    let next = found.last().filter(|_| more).map(|last| last.place.user_id);
    let exported = found.into_iter().map(|one| {
        let user = one.user;
        let credentials = Credentials::open(sealer, &one.sealed, user, slug)
            .map_err(|cause| ExportRefusal::CannotOpen { user, cause })?;
        Ok(ExportedConnection {
            user,
            external_user_id: one.external_user_id,
            granted_scopes: one.granted_scopes,
            credentials,
        })
    });
    let exported = exported.collect::<Result<_, ExportRefusal>>()?;
    Ok(Export { connections: exported, next })
}
