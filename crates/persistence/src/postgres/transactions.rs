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
use tokio::time::timeout;

use super::connect::{Connector, Live};
use super::{ReadConn, WriteConn};
use crate::ending::Ending;
use crate::error::{Failure, OpenError};
use crate::gauges::PoolGauges;
use crate::options::DatabaseOptions;

/// How often a transaction is tried that the database aborts for concurrency's sake.
const ATTEMPTS: u32 = 10;

/// Connections for transactions.
pub(crate) struct Transactions {
    pool: Pool<Connector>,
    patience: Duration,
}

/// A pooled connection; `busy` while a transaction is open or its end is not known.
pub(crate) struct Pooled {
    live: Live,
    busy: bool,
}

impl Manager for Connector {
    type Type = Pooled;
    type Error = ConnectionError;

    async fn create(&self) -> Result<Pooled, ConnectionError> {
        Ok(Pooled { live: self.connect().await?, busy: false })
    }

    async fn recycle(&self, pooled: &mut Pooled, _: &Metrics) -> RecycleResult<ConnectionError> {
        if pooled.busy || pooled.live.is_closed() {
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
        Ok(Self { pool, patience: options.statement_timeout + Duration::from_secs(1) })
    }

    pub(crate) async fn run<I, T, J>(&self, input: &I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut WriteConn, &'a I) -> BoxFuture<'a, Result<Ending<T>, Failure>>,
    {
        let Status { max_size, .. } = self.pool.status();
        let mut stale = 0;
        let mut aborted = 0;
        loop {
            let mut pooled = self.pool.get().await.map_err(StoreError::unavailable)?;
            pooled.busy = true;
            let attempt = timeout(self.patience, attempt(&mut pooled.live.conn, input, &job));
            let outcome = attempt.await.map_err(StoreError::unavailable)?;
            match outcome {
                Ok(answer) => {
                    pooled.busy = false;
                    return Ok(answer);
                }
                // After a restart of the database the whole pool may be stale.
                Err(Lost::BeforeBegin(_)) if stale <= max_size => {
                    stale += 1;
                    drop(Object::take(pooled));
                }
                Err(Lost::Later(failure))
                    if failure.is_aborted_by_concurrency() && aborted < ATTEMPTS =>
                {
                    aborted += 1;
                    pooled.busy = false;
                }
                Err(Lost::BeforeBegin(failure)) => return Err(failure.into()),
                Err(Lost::Later(failure)) => {
                    // Rolled back, unless the connection is gone, which recycling sees.
                    pooled.busy = false;
                    return Err(failure.into());
                }
            }
        }
    }

    /// Runs a read that may take long, so that nobody has to wait behind it. It changes nothing, so it is
    /// tried once more if its connection is lost.
    pub(crate) async fn read<I, T, J>(&self, input: &I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        let mut stale = 0;
        loop {
            let mut pooled = self.pool.get().await.map_err(StoreError::unavailable)?;
            pooled.busy = true;
            let outcome = {
                let mut conn: ReadConn<'_> = &pooled.live.conn;
                timeout(self.patience, job(&mut conn, input)).await
            };
            match outcome.map_err(StoreError::unavailable)? {
                Ok(answer) => {
                    pooled.busy = false;
                    return Ok(answer);
                }
                // After a restart of the database the whole pool may be stale.
                Err(_) if pooled.live.is_closed() && stale <= self.pool.status().max_size => {
                    stale += 1;
                    drop(Object::take(pooled));
                }
                Err(failure) => {
                    pooled.busy = false;
                    return Err(failure.into());
                }
            }
        }
    }

    pub(crate) fn gauges(&self) -> PoolGauges {
        let Status { max_size: capacity, size, available: idle, waiting } = self.pool.status();
        PoolGauges { in_use: size.saturating_sub(idle), idle, waiting, capacity }
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }
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
