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
            if let Err(error) = self.round().await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "upkeep failed; it is tried again"
                );
            }
        }
    }

    /// Does what is due, a batch at a time, so that nobody waits long for the database.
    async fn round(&self) -> Result<(), StoreError> {
        loop {
            let erased =
                client_user::erase_due(&*self.client_users, &SystemClock, self.batch).await?;
            let paused = provider_connection::pause_ended(
                &*self.provider_connections,
                &SystemClock,
                self.batch,
            )
            .await?;
            if erased > 0 || paused > 0 {
                tracing::info!(erased, paused, "erased deleted users, paused ended connections");
            }
            if erased < self.batch && paused < self.batch {
                return Ok(());
            }
        }
    }
}
