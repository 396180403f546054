//! Reads: many requests at once over each of a few connections.
//!
//! Whoever has a runtime of one thread, as each worker of the HTTP server has, reads over a connection of
//! its own that the same thread drives: what is asked, sent, received and answered stays on one core,
//! and nobody has to be woken. All others share one.
//!
//! A connection that has ended is replaced by the next request that wants it; a read that was under
//! way is tried once more on the new one, since it changed nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use diesel::result::{DatabaseErrorKind, Error};
use futures_util::future::BoxFuture;
use kith_domain::StoreError;
use thread_local::ThreadLocal;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::ReadConn;
use super::connect::{Connector, Live};
use crate::error::Failure;
use crate::gauges::{PipelineGauges, UnderWay};
use crate::options::DatabaseOptions;

/// A connection for each thread that drives one, and one for all others.
pub(crate) struct Pipeline {
    own: ThreadLocal<Slot>,
    shared: Slot,
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

    /// Does without that connection; another that has come in its place stays.
    fn discard(&self, failed: &Arc<Live>) {
        let mut live = self.live.write().unwrap_or_else(PoisonError::into_inner);
        if live.as_ref().is_some_and(|live| Arc::ptr_eq(live, failed)) {
            *live = None;
        }
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
        Self {
            own: ThreadLocal::new(),
            shared: Slot::default(),
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
        self.run_over(self.slot(), input, job).await
    }

    /// Runs it where no request's read is in its way, as far as that can be.
    pub(crate) async fn run_apart<I, T, J>(&self, input: &I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        self.run_over(&self.shared, input, job).await
    }

    async fn run_over<I, T, J>(&self, slot: &Slot, input: &I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let _under_way = UnderWay::count(&self.under_way);
        let mut again = true;
        loop {
            let live = slot.connected(&self.connector).await?;
            let mut conn: ReadConn<'_> = &live.conn;
            match timeout(self.patience, job(&mut conn, input)).await {
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(failure)) if again && (live.is_closed() || is_lost(&failure)) => {
                    slot.discard(&live);
                    again = false;
                }
                Ok(Err(failure)) => return Err(failure.into()),
                Err(elapsed) => {
                    slot.discard(&live);
                    return Err(StoreError::unavailable(elapsed));
                }
            }
        }
    }

    /// Whether this thread drives a connection of its own.
    pub(crate) fn is_of_this_thread() -> bool {
        let runtime = Handle::try_current().map(|runtime| runtime.runtime_flavor());
        matches!(runtime, Ok(RuntimeFlavor::CurrentThread))
    }

    /// A connection lives on the runtime that opened it, so that of a thread is used there alone.
    fn slot(&self) -> &Slot {
        if Self::is_of_this_thread() { self.own.get_or_default() } else { &self.shared }
    }

    fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.own.iter().chain([&self.shared])
    }

    pub(crate) fn gauges(&self) -> PipelineGauges {
        PipelineGauges {
            open: self.slots().filter(|slot| slot.current().is_some()).count(),
            under_way: self.under_way.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn close(&self) {
        for slot in self.slots() {
            slot.replace(None);
        }
    }
}

/// The server may say that it ends a connection before the connection is seen to have ended.
pub(super) fn is_lost(failure: &Failure) -> bool {
    let Failure::Database(Error::DatabaseError(kind, information)) = failure else {
        return false;
    };
    matches!(kind, DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection)
        || information.message().starts_with("terminating connection")
}
