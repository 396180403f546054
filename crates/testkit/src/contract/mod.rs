//! What every store promises: one clause for each MUST and each outcome of the ports.
//!
//! A clause is a sentence with an async function as its proof. [`contract_tests!`](crate::contract_tests)
//! makes a test of each clause for one store; those about two users with one account at a provider,
//! which a store refuses only if it was opened so, are for
//! [`duplicate_contract_tests!`](crate::duplicate_contract_tests). To add a clause, write its function
//! and name it in a list below `contract/list`.

#![expect(missing_docs, reason = "a clause's name is its documentation")]

#[macro_use]
mod list;
pub mod api_keys;
pub mod associations;
pub mod bulk_operations;
pub mod client_users;
pub mod connections;
mod everything;
pub mod follows;
pub mod hides;
mod legality;
pub mod provider_connections;
pub mod race;
mod sources;
pub mod storage;
pub mod users;
mod walk;

pub use everything::Everything;

use std::sync::Arc;

use async_trait::async_trait;
use kith_domain::UserId;
use kith_domain::api_key::ApiKeys;
use kith_domain::association::{Association, Associations, ExternalAccount};
use kith_domain::client_user::ClientUsers;
use kith_domain::connection::{ConnectionRequest, Connections, RequestBox, Ties};
use kith_domain::follow::Follows;
use kith_domain::health::StorageHealth;
use kith_domain::hide::Hides;
use kith_domain::page::PageRequest;
use kith_domain::provider_connection::{BulkOperations, ProviderConnections};
use kith_domain::user::{Counters, Deleted, Deletion, Lookup, Moderated, Moderation, User, Users};
use kith_domain::visibility::Audience;

use crate::FixedClock;
use crate::people::named;

/// The ports of one store.
#[derive(Clone)]
pub struct Ports {
    /// Users.
    pub users: Arc<dyn Users>,
    /// Associations.
    pub associations: Arc<dyn Associations>,
    /// Connections and requests.
    pub connections: Arc<dyn Connections>,
    /// Who follows whom.
    pub follows: Arc<dyn Follows>,
    /// Who hides whom.
    pub hides: Arc<dyn Hides>,
    /// The same users, as a team's backend keeps them.
    pub client_users: Arc<dyn ClientUsers>,
    /// Connections with providers.
    pub provider_connections: Arc<dyn ProviderConnections>,
    /// What was done to many connections at once.
    pub bulk_operations: Arc<dyn BulkOperations>,
    /// API keys.
    pub api_keys: Arc<dyn ApiKeys>,
    /// The store itself.
    pub storage: Arc<dyn StorageHealth>,
}

/// A store made for one clause: empty, used by nobody else, and cleaned up when dropped.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// The ports of this store. They are dropped before the fixture is.
    async fn ports(&self) -> Ports;
}

impl Ports {
    async fn user(&self, id: UserId) -> Option<User> {
        self.users.by_id(id).await.expect("storage works")
    }

    async fn find(&self, lookup: Lookup) -> Option<User> {
        self.users.find(&lookup).await.expect("storage works")
    }

    async fn holder(&self, account: &ExternalAccount) -> Option<UserId> {
        self.find(Lookup::Account(account.clone())).await.map(|user| user.id)
    }

    async fn trusted(&self, owner: UserId) -> Option<Vec<Association>> {
        self.associations.of(owner, Audience::Trusted).await.expect("storage works")
    }

    async fn counters(&self, id: UserId) -> Counters {
        self.user(id).await.expect("is kept").counters
    }

    async fn ties(&self, viewer: UserId, other: UserId) -> Option<Ties> {
        self.connections.ties(viewer, other).await.expect("storage works")
    }

    async fn received(&self, owner: UserId) -> Vec<ConnectionRequest> {
        self.requests(owner, RequestBox::Received).await
    }

    async fn sent(&self, owner: UserId) -> Vec<ConnectionRequest> {
        self.requests(owner, RequestBox::Sent).await
    }

    async fn requests(&self, owner: UserId, which: RequestBox) -> Vec<ConnectionRequest> {
        let all = self.connections.requests(owner, which, &PageRequest::everything()).await;
        all.expect("storage works").items
    }

    /// Makes a user of each name.
    async fn people<const N: usize>(&self, names: [&str; N]) -> [UserId; N] {
        let mut ids = [stranger(); N];
        for (id, name) in ids.iter_mut().zip(names) {
            *id = named(name).register(&*self.users).await.id;
        }
        ids
    }

    /// Makes as many users.
    async fn crowd(&self, name: &str, number: usize) -> Vec<UserId> {
        let mut ids = Vec::new();
        for number in 0..number {
            ids.push(named(&format!("{name}-{number}")).register(&*self.users).await.id);
        }
        ids
    }

    async fn delete(&self, id: UserId, deletion: Deletion) {
        let deleted = self.users.delete(id, deletion, FixedClock::start()).await;
        assert_eq!(deleted.expect("storage works"), Deleted::Deleted);
    }

    async fn moderate(&self, id: UserId, moderation: Moderation) {
        let at = FixedClock::start();
        let moderated = self.users.moderate(id, moderation, true, at).await;
        assert_eq!(moderated.expect("storage works"), Moderated::Done);
    }
}

/// An id that a fresh store has given to nobody.
fn stranger() -> UserId {
    UserId::new(i64::MAX).expect("positive")
}
