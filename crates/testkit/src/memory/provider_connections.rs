//! Connections with providers, in memory.

use async_trait::async_trait;
use chrono::NaiveDate;
use kith_domain::provider_connection::{
    Acted, Action, ConnectedProvider, HealthStatus, ProviderConnection, ProviderConnections,
    ProviderSlug, Sealed, SealedConnection, SealedPlace, SealedRequest, decide,
};
use kith_domain::{StoreError, Timestamp, UserId, UserReference};

use super::MemoryStore;
use super::state::Kept;

/// A connection as it is kept.
#[derive(Clone, Debug)]
pub(super) struct KeptConnection {
    pub(super) connection: ProviderConnection,
    pub(super) credentials: Option<Sealed>,
}

#[async_trait]
impl ProviderConnections for MemoryStore {
    async fn of(&self, user: UserReference) -> Result<Option<Vec<ConnectedProvider>>, StoreError> {
        let state = self.transaction()?;
        Ok(state.live(user).map(|id| state.connected_providers(id)))
    }

    async fn act(
        &self,
        user: UserReference,
        provider: &ProviderSlug,
        action: &Action,
        credentials: Option<&Sealed>,
        at: Timestamp,
    ) -> Result<Acted, StoreError> {
        let mut state = self.transaction()?;
        let Some(id) = state.live(user) else {
            return Ok(Acted::NoSuchUser);
        };
        let place = (id, provider.clone());
        let current = state.provider_connections.get(&place).cloned();
        let before = current.as_ref().map(|kept| &kept.connection);
        let connection = match decide(before, action.clone(), at) {
            Err(refusal) => return Ok(Acted::Refused(refusal)),
            Ok(connection) => connection,
        };
        let Some(connection) = connection else {
            state.provider_connections.remove(&place);
            return Ok(Acted::Done(None));
        };
        if state.rejecting_duplicates && state.has_another(id, provider, &connection) {
            return Ok(Acted::Duplicate);
        }
        let credentials = match action.grant() {
            Some(_) => credentials.cloned(),
            None => current.and_then(|kept| kept.credentials),
        };
        let kept = KeptConnection { connection: connection.clone(), credentials };
        state.provider_connections.insert(place, kept);
        Ok(Acted::Done(Some(connection)))
    }

    async fn sealed(&self, request: &SealedRequest) -> Result<Vec<SealedConnection>, StoreError> {
        let state = self.transaction()?;
        let SealedRequest { provider, users, after, limit } = request;
        let is_wanted = |one: &SealedConnection| {
            provider.as_ref().is_none_or(|provider| *provider == one.place.provider)
                && users.as_ref().is_none_or(|users| users.contains(&one.user))
                && after.as_ref().is_none_or(|after| one.place > *after)
        };
        let all = state.provider_connections.iter();
        let sealed = all.filter_map(|((user_id, provider), kept)| {
            Some(SealedConnection {
                place: SealedPlace { user_id: *user_id, provider: provider.clone() },
                user: state.users.get(user_id)?.uuid,
                external_user_id: kept.connection.grant.external_user_id.clone(),
                granted_scopes: kept.connection.grant.granted_scopes.clone(),
                sealed: kept.credentials.clone()?,
            })
        });
        let limit = usize::try_from(*limit).unwrap_or(usize::MAX);
        Ok(sealed.filter(is_wanted).take(limit).collect())
    }

    async fn reseal(
        &self,
        place: &SealedPlace,
        old: &Sealed,
        new: &Sealed,
    ) -> Result<bool, StoreError> {
        let mut state = self.transaction()?;
        let place = (place.user_id, place.provider.clone());
        let kept = state.provider_connections.get_mut(&place);
        let Some(kept) = kept.filter(|kept| kept.credentials.as_ref() == Some(old)) else {
            return Ok(false);
        };
        kept.credentials = Some(new.clone());
        Ok(true)
    }

    async fn pause_ended(&self, before: NaiveDate, limit: u32) -> Result<u32, StoreError> {
        let mut state = self.transaction()?;
        let Kept { faces, provider_connections, .. } = &mut state.kept;
        let has_ended = |id: &UserId| {
            let end = faces.get(id).and_then(|face| face.ingestion.end());
            end.is_some_and(|end| end < before)
        };
        let mut paused = 0;
        for ((user, _), kept) in provider_connections {
            let connection = &mut kept.connection;
            let is_paused = connection.health.status() == HealthStatus::Paused;
            if paused == limit || is_paused || !has_ended(user) {
                continue;
            }
            // Pausing sets no time.
            let now = connection.created_on;
            if let Ok(Some(then)) = decide(Some(connection), Action::Pause, now) {
                *connection = then;
                paused += 1;
            }
        }
        Ok(paused)
    }
}

impl Kept {
    /// A user's connections, by time, then slug.
    pub(super) fn connected_providers(&self, id: UserId) -> Vec<ConnectedProvider> {
        let theirs = self.provider_connections.iter().filter(|((owner, _), _)| *owner == id);
        let mut theirs: Vec<ConnectedProvider> = theirs
            .map(|((_, provider), kept)| ConnectedProvider {
                provider: provider.clone(),
                connection: kept.connection.clone(),
            })
            .collect();
        // They come in the order of the slugs, which stays where times are equal.
        theirs.sort_by_key(|one| one.connection.created_on);
        theirs
    }

    /// Whether another user is connected with the same account at the provider.
    fn has_another(
        &self,
        id: UserId,
        provider: &ProviderSlug,
        connection: &ProviderConnection,
    ) -> bool {
        let Some(account) = &connection.grant.external_user_id else {
            return false;
        };
        self.provider_connections.iter().any(|((other, with), kept)| {
            *other != id
                && with == provider
                && kept.connection.grant.external_user_id.as_ref() == Some(account)
        })
    }
}
