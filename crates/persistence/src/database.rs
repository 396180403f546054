//! An open database: all ports at once.

use std::sync::Arc;

use kith_domain::StoreError;
use kith_domain::api_key::ApiKeys;
use kith_domain::association::Associations;
use kith_domain::client_user::ClientUsers;
use kith_domain::connection::Connections;
use kith_domain::follow::Follows;
use kith_domain::health::StorageHealth;
use kith_domain::hide::Hides;
use kith_domain::provider_connection::{BulkOperations, ProviderConnections};
use kith_domain::user::Users;
use uuid::Uuid;

use crate::error::OpenError;
use crate::gauges::Gauges;
use crate::options::{Address, DatabaseOptions};
use crate::{postgres, sqlite};

/// An open database; gives its ports away. Clones are the same database.
#[derive(Clone)]
pub struct Database {
    store: Store,
}

#[derive(Clone)]
enum Store {
    Postgres(Arc<postgres::Store>),
    Sqlite(Arc<sqlite::Store>),
}

impl Database {
    /// Opens the database, and answers only when it does.
    ///
    /// # Errors
    /// Says why there is no connection. The schema is not looked at; see [`crate::migrate()`].
    pub async fn open(options: &DatabaseOptions) -> Result<Self, OpenError> {
        let store = match options.url.address() {
            Address::Sqlite(path) => Store::Sqlite(Arc::new(sqlite::Store::new(path, options)?)),
            Address::Postgres(url) => {
                drop(postgres::connect_alone(url, options).await?);
                Store::Postgres(Arc::new(postgres::Store::new(url, options)?))
            }
        };
        Ok(Self { store })
    }

    /// The users.
    #[must_use]
    pub fn users(&self) -> Arc<dyn Users> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// The associations.
    #[must_use]
    pub fn associations(&self) -> Arc<dyn Associations> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// The connections.
    #[must_use]
    pub fn connections(&self) -> Arc<dyn Connections> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// The follows.
    #[must_use]
    pub fn follows(&self) -> Arc<dyn Follows> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// Who hides whom.
    #[must_use]
    pub fn hides(&self) -> Arc<dyn Hides> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// The users of the team.
    #[must_use]
    pub fn client_users(&self) -> Arc<dyn ClientUsers> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// The connections with providers.
    #[must_use]
    pub fn provider_connections(&self) -> Arc<dyn ProviderConnections> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// What was done to many connections at once.
    #[must_use]
    pub fn bulk_operations(&self) -> Arc<dyn BulkOperations> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// The API keys.
    #[must_use]
    pub fn api_keys(&self) -> Arc<dyn ApiKeys> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// The id of the one team, which never changes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn team_id(&self) -> Result<Uuid, StoreError> {
        match &self.store {
            Store::Postgres(store) => store.team_id().await,
            Store::Sqlite(store) => store.team_id().await,
        }
    }

    /// The health of the whole.
    #[must_use]
    pub fn health(&self) -> Arc<dyn StorageHealth> {
        match &self.store {
            Store::Postgres(store) => Arc::<postgres::Store>::clone(store),
            Store::Sqlite(store) => Arc::<sqlite::Store>::clone(store),
        }
    }

    /// How busy it is.
    #[must_use]
    pub fn gauges(&self) -> Gauges {
        match &self.store {
            Store::Postgres(store) => store.gauges(),
            Store::Sqlite(store) => store.gauges(),
        }
    }

    /// Ends what runs in the background; what was queued is done first, later requests fail.
    pub fn close(&self) {
        match &self.store {
            Store::Postgres(store) => store.close(),
            Store::Sqlite(store) => store.close(),
        }
    }
}
