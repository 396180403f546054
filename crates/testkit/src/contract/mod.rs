//! What every implementation of the ports promises.

use std::sync::Arc;

use async_trait::async_trait;
use kith_domain::association::Associations;
use kith_domain::health::StorageHealth;
use kith_domain::user::Users;

/// The ports of one store.
#[derive(Clone)]
pub struct Ports {
    /// Users.
    pub users: Arc<dyn Users>,
    /// Associations.
    pub associations: Arc<dyn Associations>,
    /// The store itself.
    pub storage: Arc<dyn StorageHealth>,
}

/// A store made for one clause: empty, used by nobody else, and cleaned up when dropped.
#[async_trait]
pub trait Fixture: Send + Sync {
    /// The ports of this store.
    async fn ports(&self) -> Ports;
}
