//! The port of connections with providers.

pub(super) mod read;
mod sealed;
mod write;

use async_trait::async_trait;
use chrono::NaiveDate;
use futures_util::FutureExt as _;
use kith_domain::provider_connection::{
    Acted, Action, ConnectedProvider, ProviderConnections, ProviderSlug, Sealed, SealedConnection,
    SealedPlace, SealedRequest,
};
use kith_domain::{StoreError, Timestamp, UserReference};

use super::{ReadConn, Store, WriteConn};
use crate::length::Length;

#[async_trait]
impl ProviderConnections for Store {
    async fn of(&self, user: UserReference) -> Result<Option<Vec<ConnectedProvider>>, StoreError> {
        match user {
            UserReference::Id(id) => {
                self.look_up(id, |conn, id| read::by_id(conn, *id).boxed()).await
            }
            UserReference::Uuid(uuid) => {
                self.look_up_together(&self.look_ups.provider_connections, uuid, ()).await
            }
        }
    }

    async fn act(
        &self,
        user: UserReference,
        provider: &ProviderSlug,
        action: &Action,
        credentials: Option<&Sealed>,
        at: Timestamp,
    ) -> Result<Acted, StoreError> {
        let input = (user, provider.clone(), action.clone(), credentials.cloned(), at);
        self.write(input, |conn, (user, provider, action, credentials, at)| {
            write::act(conn, *user, provider, action, credentials.as_ref(), *at).boxed()
        })
        .await
    }

    async fn sealed(&self, request: &SealedRequest) -> Result<Vec<SealedConnection>, StoreError> {
        self.read(Length::Long, request.clone(), |conn, request| {
            sealed::sealed(conn, request).boxed()
        })
        .await
    }

    async fn reseal(
        &self,
        place: &SealedPlace,
        old: &Sealed,
        new: &Sealed,
    ) -> Result<bool, StoreError> {
        self.write((place.clone(), old.clone(), new.clone()), |conn, (place, old, new)| {
            sealed::reseal(conn, place, old, new).boxed()
        })
        .await
    }

    async fn pause_ended(&self, before: NaiveDate, limit: u32) -> Result<u32, StoreError> {
        self.write((before, limit), |conn, (before, limit)| {
            write::pause_ended(conn, *before, *limit).boxed()
        })
        .await
    }
}
