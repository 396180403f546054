//! Connections that are read on the spot: one for each thread that has a runtime of its own, as each worker
//! of the HTTP server has.
//!
//! To hand a look-up of a few rows to another thread and to be woken by it costs more than the look-up.
//! Readers of a write-ahead log wait for nobody; should SQLite ask them to, they do not, and the threads
//! that may wait take over.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use kith_domain::StoreError;
use thread_local::ThreadLocal;
use tokio::runtime::{Handle, RuntimeFlavor};

use super::ReadConn;
use super::blocking::{Conn, finish};
use super::readers::open_to_read;
use crate::error::Failure;

/// A connection for each thread that asks for one.
pub(crate) struct Own {
    path: PathBuf,
    conns: ThreadLocal<Mutex<Option<Conn>>>,
    closed: AtomicBool,
}

impl Own {
    pub(crate) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), conns: ThreadLocal::new(), closed: AtomicBool::new(false) }
    }

    /// Looks something up at once; `None` if that cannot be done here and now.
    pub(crate) fn look_up<I, T, J>(&self, input: &I, job: J) -> Option<Result<T, StoreError>>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let runtime = Handle::try_current().ok()?;
        if runtime.runtime_flavor() != RuntimeFlavor::CurrentThread {
            return None;
        }
        let slot = self.conns.get_or_default();
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if self.closed.load(Ordering::Acquire) {
            return None;
        }
        if slot.is_none() {
            *slot = open_to_read(&self.path, Duration::ZERO).ok();
        }
        let conn = slot.as_mut()?;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let mut lent: ReadConn<'_> = conn;
            finish(job(&mut lent, input))
        }));
        match outcome {
            Ok(Err(failure)) if failure.is_busy() => None,
            Ok(outcome) => Some(outcome.map_err(StoreError::from)),
            Err(_) => {
                // What a panic leaves half read is not read on.
                *slot = None;
                Some(Err(StoreError::inconsistent("a database job panicked")))
            }
        }
    }

    /// Closes what is open, and opens nothing any more.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        for slot in &self.conns {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}
