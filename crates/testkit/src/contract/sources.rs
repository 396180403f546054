//! What clauses ask of a team's users and of where their data comes from, and whether the answers are
//! legal.

use chrono::{DateTime, TimeDelta, Utc};
use kith_domain::client_user::{
    ClientUser, ClientUserPage, ConnectedSource, Deleted, Forgotten, GRACE, ListRequest, Restored,
};
use kith_domain::provider_connection::{
    Acted, Action, ConnectedProvider, ProviderSlug, Sealed, SealedConnection, SealedRequest,
};
use kith_domain::{Timestamp, UserId, UserReference};
use uuid::Uuid;

use super::Ports;
use crate::FixedClock;
use crate::providers::slug;

/// So many seconds after the kit's time begins.
pub(super) fn at(seconds: i64) -> Timestamp {
    FixedClock::start() + TimeDelta::seconds(seconds)
}

/// When everything is over that a clause begins.
pub(super) fn the_end() -> Timestamp {
    DateTime::<Utc>::from_timestamp(253_402_300_799, 0).expect("the end of the year 9999")
}

impl Ports {
    pub(super) async fn client(&self, user: impl Into<UserReference>) -> Option<ClientUser> {
        self.client_users.by_reference(user.into()).await.expect("storage works")
    }

    pub(super) async fn referred(&self, client_user_id: &str) -> Option<ClientUser> {
        let client_user_id = client_user_id.parse().expect("a valid reference");
        self.client_users.by_client_user_id(&client_user_id).await.expect("storage works")
    }

    pub(super) async fn clients(&self) -> ClientUserPage {
        let all = ListRequest { offset: 0, limit: ListRequest::MAX_LIMIT };
        self.client_users.list(all).await.expect("storage works")
    }

    pub(super) async fn providers(
        &self,
        user: impl Into<UserReference>,
    ) -> Option<Vec<ConnectedProvider>> {
        self.provider_connections.of(user.into()).await.expect("storage works")
    }

    /// Does something about a connection without credentials, whatever comes of it.
    pub(super) async fn act_on(
        &self,
        user: impl Into<UserReference>,
        provider: &str,
        action: &Action,
    ) -> Acted {
        self.act_with(user, provider, action, None, FixedClock::start()).await
    }

    /// Does something about a connection, whatever comes of it.
    pub(super) async fn act_with(
        &self,
        user: impl Into<UserReference>,
        provider: &str,
        action: &Action,
        credentials: Option<&Sealed>,
        at: Timestamp,
    ) -> Acted {
        let (user, provider) = (user.into(), slug(provider));
        let acted = self.provider_connections.act(user, &provider, action, credentials, at).await;
        acted.expect("storage works")
    }

    pub(super) async fn sealed(&self, request: &SealedRequest) -> Vec<SealedConnection> {
        self.provider_connections.sealed(request).await.expect("storage works")
    }

    pub(super) async fn all_sealed(&self) -> Vec<SealedConnection> {
        self.sealed(&SealedRequest { limit: u32::MAX, ..SealedRequest::default() }).await
    }

    /// Deletes a live user through the team's API, with the usual grace from then on.
    pub(super) async fn forget(&self, user: Uuid, at: Timestamp) {
        let deleted = self.client_users.delete(user, at, at + GRACE).await;
        assert_eq!(deleted.expect("storage works"), Deleted::Deleted);
    }

    pub(super) async fn undo(&self, forgotten: &Forgotten, now: Timestamp) -> Restored {
        self.client_users.undo_delete(forgotten, now).await.expect("storage works")
    }

    pub(super) async fn due(&self, now: Timestamp) -> Vec<UserId> {
        self.client_users.due(now, u32::MAX).await.expect("storage works")
    }

    /// Panics unless what the ports show of this user and of where their data comes from is legal: a
    /// user without the one face has not the other; whoever is deleted has no connections and no
    /// credentials; and a live user has one connection with each provider, in order, under both ids.
    pub(super) async fn expect_legal_sources(&self, id: UserId) {
        let user = self.user(id).await;
        let live = user.as_ref().filter(|user| !user.is_deleted());
        let (client, providers) = (self.client(id).await, self.providers(id).await);
        let mut sealed = self.all_sealed().await;
        sealed.retain(|one| one.place.user_id == id);
        if let Some(user) = &user {
            assert_eq!(self.client(user.uuid).await, client, "{id} by either id");
            assert_eq!(self.providers(user.uuid).await, providers, "{id} by either id");
        }
        let Some(user) = live else {
            assert_eq!((client, providers, sealed), (None, None, vec![]), "{id} is not live");
            return;
        };
        let client = client.expect("a live user has the other face");
        let providers = providers.expect("a live user has a list");
        assert_eq!(
            (client.id, client.uuid, &client.username, client.created_on),
            (id, user.uuid, &user.username, user.date_joined)
        );
        assert_eq!(self.referred(client.client_user_id.as_str()).await.as_ref(), Some(&client));
        let sources = providers.iter().map(|one| ConnectedSource {
            provider: one.provider.clone(),
            created_on: one.connection.created_on,
        });
        assert_eq!(client.connected_sources, sources.collect::<Vec<_>>(), "sources of {id}");
        let place = |one: &ConnectedProvider| (one.connection.created_on, one.provider.clone());
        assert!(providers.is_sorted_by_key(place), "connections of {id}: {providers:?}");
        let mut slugs: Vec<&ProviderSlug> = providers.iter().map(|one| &one.provider).collect();
        slugs.sort_unstable();
        slugs.dedup();
        assert_eq!(slugs.len(), providers.len(), "one connection of {id} a provider");
        for one in sealed {
            let with = providers.iter().find(|found| found.provider == one.place.provider);
            let grant = &with.expect("credentials belong to a connection").connection.grant;
            assert_eq!(
                (one.user, one.external_user_id, one.granted_scopes),
                (user.uuid, grant.external_user_id.clone(), grant.granted_scopes.clone())
            );
        }
    }
}
