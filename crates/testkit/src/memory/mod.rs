//! Every port, in memory.

mod api_keys;
mod associations;
mod bulk_operations;
mod client_users;
mod connections;
mod faces;
mod follows;
mod hides;
mod lives;
mod pages;
mod provider_connections;
mod search;
mod state;
mod ties;
mod users;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kith_domain::StoreError;
use kith_domain::health::StorageHealth;

use self::state::State;
use crate::contract::{Fixture, Ports};

/// Storage that lives as long as the test. Clones share what is stored.
///
/// Every call holds one lock from beginning to end, so each is a transaction.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Arc<Mutex<State>>);

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty store, opened to refuse two users with one account at a provider.
    #[must_use]
    pub fn rejecting_duplicates() -> Self {
        let store = Self::new();
        store.state().rejecting_duplicates = true;
        store
    }

    /// Everything that is stored, as text: equal before and after exactly if nothing has changed.
    #[must_use]
    pub fn dump(&self) -> String {
        format!("{:#?}", self.state().kept)
    }

    /// A store of its own that holds the same.
    #[must_use]
    pub fn copy(&self) -> Self {
        let copy = Self::new();
        copy.restore(self);
        copy
    }

    /// Holds what that copy holds, and nothing else.
    pub fn restore(&self, copy: &Self) {
        let kept = copy.state().kept.clone();
        self.state().kept = kept;
    }

    /// Lets every call fail with [`StoreError::Unavailable`] until [`MemoryStore::recover`].
    pub fn fail(&self) {
        self.state().failing = true;
    }

    /// Answers again, with what was stored before it failed.
    pub fn recover(&self) {
        self.state().failing = false;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, for the length of one port's call.
    fn transaction(&self) -> Result<MutexGuard<'_, State>, StoreError> {
        let state = self.state();
        if state.failing {
            return Err(StoreError::unavailable("the test told the store to fail"));
        }
        Ok(state)
    }
}

#[async_trait]
impl StorageHealth for MemoryStore {
    async fn check(&self) -> Result<(), StoreError> {
        self.transaction().map(drop)
    }
}

#[async_trait]
impl Fixture for MemoryStore {
    async fn ports(&self) -> Ports {
        Ports {
            users: Arc::new(self.clone()),
            associations: Arc::new(self.clone()),
            connections: Arc::new(self.clone()),
            follows: Arc::new(self.clone()),
            hides: Arc::new(self.clone()),
            client_users: Arc::new(self.clone()),
            provider_connections: Arc::new(self.clone()),
            bulk_operations: Arc::new(self.clone()),
            api_keys: Arc::new(self.clone()),
            storage: Arc::new(self.clone()),
        }
    }
}
