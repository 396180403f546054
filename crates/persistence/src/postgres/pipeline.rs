//! Reads: many requests at once over each of a few connections.
//!
//! A connection that has ended is replaced by the next request that wants it; a read that was under
//! way is tried once more on the new one, since it changed nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use diesel::result::{DatabaseErrorKind, Error};
use futures_util::future::BoxFuture;
use kith_domain::StoreError;
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::ReadConn;
use super::connect::{Connector, Live};
use crate::error::Failure;
use crate::gauges::{PipelineGauges, UnderWay};
use crate::options::DatabaseOptions;

/// A few shared connections.
pub(crate) struct Pipeline {
    slots: Vec<Slot>,
    next: AtomicUsize,
    under_way: AtomicUsize,
    connector: Connector,
    patience: Duration,
}

#[derive(Default)]
struct Slot {
    live: RwLock<Option<Arc<Live>>>,
    /// Held while connecting, so that one request connects and the others wait for it.
    connecting: Mutex<()>,
}

impl Slot {
    fn current(&self) -> Option<Arc<Live>> {
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        live.as_ref().filter(|live| !live.is_closed()).cloned()
    }

    fn replace(&self, live: Option<Arc<Live>>) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live;
    }

    async fn connected(&self, connector: &Connector) -> Result<Arc<Live>, StoreError> {
        if let Some(live) = self.current() {
            return Ok(live);
        }
        let _one_at_a_time = self.connecting.lock().await;
        if let Some(live) = self.current() {
            return Ok(live);
        }
        let live = Arc::new(connector.connect().await.map_err(StoreError::unavailable)?);
        self.replace(Some(Arc::clone(&live)));
        Ok(live)
    }
}

impl Pipeline {
    pub(crate) fn new(connector: Connector, options: &DatabaseOptions) -> Self {
        let slots = (0..options.pipelines.max(1)).map(|_| Slot::default()).collect();
        Self {
            slots,
            next: AtomicUsize::new(0),
            under_way: AtomicUsize::new(0),
            connector,
            // The server ends a slow statement itself; this is for a server that says nothing.
            patience: options.statement_timeout + Duration::from_secs(1),
        }
    }

    pub(crate) async fn run<I, T, J>(&self, input: &I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let _under_way = UnderWay::count(&self.under_way);
        let slot = &self.slots[self.next.fetch_add(1, Ordering::Relaxed) % self.slots.len()];
        let mut again = true;
        loop {
            let live = slot.connected(&self.connector).await?;
            let mut conn: ReadConn<'_> = &live.conn;
            match timeout(self.patience, job(&mut conn, input)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(failure)) if again && (live.is_closed() || is_lost(&failure)) => {
                    slot.replace(None);
                    again = false;
                }
                Ok(Err(failure)) => return Err(failure.into()),
                Err(elapsed) => {
                    slot.replace(None);
                    return Err(StoreError::unavailable(elapsed));
                }
            }
        }
    }

    pub(crate) fn gauges(&self) -> PipelineGauges {
        PipelineGauges {
            open: self.slots.iter().filter(|slot| slot.current().is_some()).count(),
            capacity: self.slots.len(),
            under_way: self.under_way.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn close(&self) {
        for slot in &self.slots {
            slot.replace(None);
        }
    }
}

fn is_lost(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Database(Error::DatabaseError(
            DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection,
            _
        ))
    )
}
