//! What time alone brings about, in the background. Every instance does it; the database sees to it that
//! each thing is done once.

use std::sync::Arc;
use std::time::Duration;

use kith_domain::StoreError;
use kith_domain::client_user::{self, ClientUsers};
use kith_domain::provider_connection::{self, ProviderConnections};
use kith_persistence::Database;
use tokio::time::{MissedTickBehavior, interval};

use crate::clock::SystemClock;
use crate::settings;

/// Erases users whose grace is over, and pauses connections whose time is.
pub(crate) struct Upkeep {
    client_users: Arc<dyn ClientUsers>,
    provider_connections: Arc<dyn ProviderConnections>,
    interval: Duration,
    batch: u32,
}

impl Upkeep {
    pub(crate) fn of(database: &Database, settings: &settings::Upkeep) -> Self {
        Self {
            client_users: database.client_users(),
            provider_connections: database.provider_connections(),
            interval: settings.interval,
            batch: settings.batch,
        }
    }

    /// Goes on until it is dropped. What fails is tried again the next time.
    pub(crate) async fn run(self) {
        let mut ticks = interval(self.interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.erase().await;
            self.pause().await;
        }
    }

    async fn erase(&self) {
        match client_user::erase_due(&*self.client_users, &SystemClock, self.batch).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "deleted users are erased"),
            Err(error) => complain(&error, "some deleted users cannot be erased"),
        }
    }

    /// A batch at a time, so that nobody waits long for the database.
    async fn pause(&self) {
        loop {
            let connections = &*self.provider_connections;
            match provider_connection::pause_ended(connections, &SystemClock, self.batch).await {
                Ok(0) => return,
                Ok(paused) => tracing::info!(paused, "ended connections are paused"),
                Err(error) => return complain(&error, "ended connections cannot be paused"),
            }
        }
    }
}

fn complain(error: &StoreError, what: &str) {
    tracing::warn!(error = error as &dyn std::error::Error, "{what}; it is tried again");
}
