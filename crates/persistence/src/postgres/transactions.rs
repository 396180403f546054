//! Writes, a transaction each, and long reads: on a connection of their own from a pool.
//!
//! The pool makes no test query at a checkout: a connection knows when it has ended.

use std::time::Duration;

use deadpool::managed::{Manager, Metrics, Object, Pool, RecycleError, RecycleResult};
use deadpool::{Runtime, Status};
use diesel::ConnectionError;
use diesel_async::{AnsiTransactionManager, TransactionManager as _};
use futures_util::future::BoxFuture;
use kith_domain::StoreError;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::connect::{Connector, Live};
use super::pipeline::is_lost;
use super::{ReadConn, WriteConn};
use crate::ending::Ending;
use crate::error::{Failure, OpenError};
use crate::gauges::PoolGauges;
use crate::options::DatabaseOptions;

/// How often a transaction is tried that the database aborts for concurrency's sake.
const ATTEMPTS: u32 = 10;

/// How many connections a read may lose before it is given up.
const READS_LOST: u32 = 2;

/// Connections for transactions.
pub(crate) struct Transactions {
    pool: Pool<Connector>,
    /// How many may wait for one.
    queue: usize,
    /// Half of them are for long reads at most: however many of these there are, transactions find a
    /// connection.
    long_reads: Semaphore,
    /// Places for those who read for long or wait to.
    long_queue: Semaphore,
    patience: Duration,
}

/// A connection of the pool.
pub(crate) struct Pooled(Live);

/// A connection that is lent: it goes back once nothing is open on it any more. One that is dropped before,
/// as when whoever waited is gone, is closed, and the database lets go of what it held.
struct Lent(Option<Object<Connector>>);

impl Lent {
    fn live(&mut self) -> Result<&mut Live, StoreError> {
        let live = self.0.as_mut().map(|pooled| &mut pooled.0);
        live.ok_or_else(|| StoreError::inconsistent("a connection was given back already"))
    }

    fn give_back(mut self) {
        self.0 = None;
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(pooled) = self.0.take() {
            drop(Object::take(pooled));
        }
    }
}

impl Manager for Connector {
    type Type = Pooled;
    type Error = ConnectionError;

    async fn create(&self) -> Result<Pooled, ConnectionError> {
        Ok(Pooled(self.connect().await?))
    }

    async fn recycle(&self, pooled: &mut Pooled, _: &Metrics) -> RecycleResult<ConnectionError> {
        if pooled.0.is_closed() {
            return Err(RecycleError::message("the connection is not usable any more"));
        }
        Ok(())
    }
}

/// Where an attempt failed.
enum Lost {
    /// Before anything was done: another connection may do it.
    BeforeBegin(Failure),
    /// Later; what was done is undone, or will be when the connection ends.
    Later(Failure),
}

impl Transactions {
    pub(crate) fn new(connector: Connector, options: &DatabaseOptions) -> Result<Self, OpenError> {
        let pool = Pool::builder(connector)
            .max_size(options.pool_size.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(options.connect_timeout))
            .create_timeout(Some(options.connect_timeout))
            .build()
            .map_err(|error| OpenError::Connect(error.into()))?;
        // The server ends a slow statement itself; this is for a server that says nothing.
        let patience = options.statement_timeout + Duration::from_secs(1);
        let queue = options.queue.clamp(1, Semaphore::MAX_PERMITS / 2);
        let half = half(options.pool_size);
        let (long_reads, long_queue) = (Semaphore::new(half), Semaphore::new(queue + half));
        Ok(Self { pool, queue, long_reads, long_queue, patience })
    }

    pub(crate) async fn run<I, T, J>(&self, input: &I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut WriteConn, &'a I) -> BoxFuture<'a, Result<Ending<T>, Failure>>,
    {
        let Status { max_size, .. } = self.pool.status();
        let mut stale = 0;
        let mut aborted = 0;
        loop {
            let mut lent = self.lend().await?;
            let attempt = timeout(self.patience, attempt(&mut lent.live()?.conn, input, &job));
            let outcome = attempt.await.map_err(StoreError::unavailable)?;
            match outcome {
                Ok(answer) => {
                    lent.give_back();
                    return Ok(answer);
                }
                // After a restart of the database the whole pool may be stale.
                Err(Lost::BeforeBegin(_)) if stale <= max_size => stale += 1,
                Err(Lost::Later(failure))
                    if failure.is_aborted_by_concurrency() && aborted < ATTEMPTS =>
                {
                    aborted += 1;
                    lent.give_back();
                }
                Err(Lost::BeforeBegin(failure)) => return Err(failure.into()),
                Err(Lost::Later(failure)) => {
                    // Rolled back, unless the connection is gone, which recycling sees.
                    lent.give_back();
                    return Err(failure.into());
                }
            }
        }
    }

    /// Runs a read that may take long, so that nobody has to wait behind it. It changes nothing, so it is
    /// tried again if its connection is lost: after a restart of the database the next one may be, too.
    pub(crate) async fn read<I, T, J>(&self, input: &I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let many = |_| StoreError::unavailable("too many wait to read for long");
        let _place = self.long_queue.try_acquire().map_err(many)?;
        let turn = timeout(self.patience, self.long_reads.acquire()).await;
        let _turn = turn.map_err(StoreError::unavailable)?.map_err(StoreError::unavailable)?;
        let mut lost = 0;
        loop {
            let mut lent = self.lend().await?;
            let outcome = {
                let mut conn: ReadConn<'_> = &lent.live()?.conn;
                timeout(self.patience, job(&mut conn, input)).await
            };
            match outcome.map_err(StoreError::unavailable)? {
                Ok(answer) => {
                    lent.give_back();
                    return Ok(answer);
                }
                Err(failure)
                    if lost < READS_LOST && (lent.live()?.is_closed() || is_lost(&failure)) =>
                {
                    lost += 1;
                }
                Err(failure) => {
                    lent.give_back();
                    return Err(failure.into());
                }
            }
        }
    }

    async fn lend(&self) -> Result<Lent, StoreError> {
        if self.pool.status().waiting >= self.queue {
            return Err(StoreError::unavailable("too many wait for a connection"));
        }
        Ok(Lent(Some(self.pool.get().await.map_err(StoreError::unavailable)?)))
    }

    pub(crate) fn gauges(&self) -> PoolGauges {
        let Status { max_size: capacity, size, available: idle, waiting } = self.pool.status();
        let waiting = waiting + self.long_waiting(capacity);
        PoolGauges { in_use: size.saturating_sub(idle), idle, waiting, capacity }
    }

    /// How many wait to read for long.
    fn long_waiting(&self, pool_size: usize) -> usize {
        let half = half(pool_size);
        let inside = (self.queue + half).saturating_sub(self.long_queue.available_permits());
        let reading = half.saturating_sub(self.long_reads.available_permits());
        inside.saturating_sub(reading)
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }
}

/// How many of the pool's connections are for long reads at most.
fn half(pool_size: usize) -> usize {
    (pool_size / 2).max(1)
}

async fn attempt<I, T, J>(conn: &mut WriteConn, input: &I, job: &J) -> Result<T, Lost>
where
    J: for<'a> Fn(&'a mut WriteConn, &'a I) -> BoxFuture<'a, Result<Ending<T>, Failure>>,
{
    let begun = AnsiTransactionManager::begin_transaction(conn).await;
    begun.map_err(|error| Lost::BeforeBegin(error.into()))?;
    let ending = job(conn, input).await;
    let (outcome, commit) = match ending {
        Ok(Ending::Commit(outcome)) => (Ok(outcome), true),
        Ok(Ending::Rollback(outcome)) => (Ok(outcome), false),
        Err(failure) => (Err(Lost::Later(failure)), false),
    };
    let ended = if commit {
        AnsiTransactionManager::commit_transaction(conn).await
    } else {
        AnsiTransactionManager::rollback_transaction(conn).await
    };
    match (outcome, ended) {
        (Ok(outcome), Ok(())) => Ok(outcome),
        // The first failure says more than that the rollback then failed too.
        (Err(lost), _) => Err(lost),
        (Ok(_), Err(error)) => Err(Lost::Later(error.into())),
    }
}
