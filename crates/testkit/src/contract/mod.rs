//! What every store promises: one clause for each MUST and each outcome of the ports.
//!
//! A clause is a sentence with an async function as its proof. [`contract_tests!`](crate::contract_tests)
//! makes a test of each clause for one store. To add a clause, write its function and name it in the
//! list in `contract/list.rs`.

#![expect(missing_docs, reason = "a clause's name is its documentation")]

#[macro_use]
mod list;
pub mod associations;
pub mod race;
pub mod storage;
pub mod users;

use std::sync::Arc;

use async_trait::async_trait;
use kith_domain::UserId;
use kith_domain::association::{Association, Associations, ExternalAccount};
use kith_domain::connection::Connections;
use kith_domain::follow::Follows;
use kith_domain::health::StorageHealth;
use kith_domain::hide::Hides;
use kith_domain::user::{Lookup, User, Users};
use kith_domain::visibility::Audience;

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
    /// The store itself.
    pub storage: Arc<dyn StorageHealth>,
}

/// A store made for one clause: empty, used by nobody else, and cleaned up when dropped.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// The ports of this store. They are dropped before the fixture is.
    async fn ports(&self) -> Ports;
}

/// A user with their associations; these are absent once the user is softly deleted.
pub type UserWithAssociations = (User, Option<Vec<Association>>);

impl Ports {
    /// Everybody who is stored, with all associations that the ports show: what must be the same
    /// before and after a refusal.
    pub async fn everything(&self) -> Vec<UserWithAssociations> {
        let mut everything = Vec::new();
        for user in self.users.list(None, u32::MAX).await.expect("storage works") {
            let associations = self.trusted(user.id).await;
            everything.push((user, associations));
        }
        everything
    }

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
}

/// An id that a fresh store has given to nobody.
fn stranger() -> UserId {
    UserId::new(i64::MAX).expect("positive")
}
