//! The threads that read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use flume::TrySendError;
use futures_util::future::BoxFuture;
use kith_domain::StoreError;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::oneshot;

use super::ReadConn;
use super::blocking::{Conn, finish, open};
use crate::error::{Failure, OpenError};
use crate::gauges::QueueGauges;
use crate::options::DatabaseOptions;

type Job = Box<dyn FnOnce(&mut Conn) + Send>;

/// Threads with a connection each, fed by one bounded queue.
pub(crate) struct Readers {
    queue: RwLock<Option<flume::Sender<Job>>>,
}

impl Readers {
    /// So many threads with that name.
    pub(crate) fn start(
        name: &str,
        threads: usize,
        path: &Path,
        options: &DatabaseOptions,
    ) -> Result<Self, OpenError> {
        let (queue, jobs) = flume::bounded::<Job>(options.queue.max(1));
        for number in 0..threads.max(1) {
            let mut conn = open_to_read(path, options.statement_timeout)?;
            let jobs = jobs.clone();
            thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || {
                    for job in jobs {
                        // The caller of a job that panics sees that its answer never comes.
                        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut conn)));
                    }
                })
                .map_err(|error| OpenError::Connect(error.into()))?;
        }
        Ok(Self { queue: RwLock::new(Some(queue)) })
    }

    pub(crate) async fn run<I, T, J>(&self, input: I, job: J) -> Result<T, StoreError>
    where
        I: Send + 'static,
        T: Send + 'static,
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>
            + Send
            + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let mut lent: ReadConn<'_> = conn;
            // Who asked may have left; then nobody needs the answer.
            let _ = answer.send(finish(job(&mut lent, &input)));
        });
        submit(&self.queue, job)?;
        Ok(from_another_thread(answered).await??)
    }

    pub(crate) fn gauges(&self) -> QueueGauges {
        gauges(&self.queue)
    }

    pub(crate) fn close(&self) {
        close(&self.queue);
    }
}

/// Opens the file to read only, and to wait for others so long.
pub(crate) fn open_to_read(path: &Path, busy_timeout: Duration) -> Result<Conn, OpenError> {
    let mut conn = open(path, busy_timeout)?;
    conn.0
        .batch_execute("pragma query_only = on;")
        .map_err(|error| OpenError::Connect(error.into()))?;
    Ok(conn)
}

/// Queues a job, unless the queue is full or closed.
pub(crate) fn submit<J>(
    queue: &RwLock<Option<flume::Sender<J>>>,
    job: J,
) -> Result<(), StoreError> {
    let queue = queue.read().unwrap_or_else(PoisonError::into_inner);
    let queue = queue.as_ref().ok_or_else(|| StoreError::unavailable("the database is closed"))?;
    queue.try_send(job).map_err(|error| {
        StoreError::unavailable(match error {
            TrySendError::Full(_) => "the queue of the database is full",
            TrySendError::Disconnected(_) => "the threads of the database have ended",
        })
    })
}

/// Waits for what another thread answers; an error if it never will.
///
/// Of the tasks of an HTTP worker that other threads wake, tokio's `LocalSet` takes one for every 31 that woke
/// each other: with enough to do they would hardly ever come. A task of the runtime itself comes soon, and
/// wakes who waits from the worker's own thread.
pub(crate) async fn from_another_thread<T: Send + 'static>(
    answered: oneshot::Receiver<T>,
) -> Result<T, StoreError> {
    let flavor = Handle::try_current().map(|runtime| runtime.runtime_flavor());
    let answer = match flavor {
        Ok(RuntimeFlavor::CurrentThread) => tokio::spawn(answered).await.ok().and_then(Result::ok),
        _ => answered.await.ok(),
    };
    answer.ok_or_else(|| StoreError::inconsistent("a database job panicked"))
}

/// How long a queue is; a closed one has no room.
pub(crate) fn gauges<J>(queue: &RwLock<Option<flume::Sender<J>>>) -> QueueGauges {
    let queue = queue.read().unwrap_or_else(PoisonError::into_inner);
    queue.as_ref().map_or_else(QueueGauges::default, |queue| QueueGauges {
        length: queue.len(),
        capacity: queue.capacity().unwrap_or(usize::MAX),
    })
}

/// Takes no more jobs; the threads end after the last one.
pub(crate) fn close<J>(queue: &RwLock<Option<flume::Sender<J>>>) {
    *queue.write().unwrap_or_else(PoisonError::into_inner) = None;
}
