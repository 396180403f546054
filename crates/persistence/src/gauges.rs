//! How busy the database's connections, threads and queues are.

use std::sync::atomic::{AtomicUsize, Ordering};

/// How busy a database is, at one moment. Each number is read on its own, so two may differ by what
/// happened between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gauges {
    /// PostgreSQL.
    Postgres {
        /// Connections for transactions and long reads.
        pool: PoolGauges,
        /// Connections for other reads.
        pipeline: PipelineGauges,
    },
    /// SQLite.
    Sqlite {
        /// What waits for the threads that read.
        reads: QueueGauges,
        /// What waits for the thread of long reads.
        long_reads: QueueGauges,
        /// What waits for the thread that writes.
        writes: QueueGauges,
    },
}

/// A pool of connections, each for one request at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolGauges {
    /// Connections that are lent.
    pub in_use: usize,
    /// Connections that are open and free.
    pub idle: usize,
    /// Requests that wait for one.
    pub waiting: usize,
    /// The most connections.
    pub capacity: usize,
}

/// Connections that many requests share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PipelineGauges {
    /// Connections that are open: one for each worker that has read, and one for what runs beside them.
    pub open: usize,
    /// Statements that wait for an answer, or for a connection to be made; several look-ups may share one.
    pub under_way: usize,
}

/// A bounded queue before threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueGauges {
    /// Jobs that no thread has taken yet.
    pub length: usize,
    /// The most jobs; one more is refused.
    pub capacity: usize,
}

/// Something that is under way, counted as long as this lives.
pub(crate) struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    pub(crate) fn count(counter: &'a AtomicUsize) -> Self {
        counter.fetch_add(1, Ordering::Relaxed);
        Self(counter)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
