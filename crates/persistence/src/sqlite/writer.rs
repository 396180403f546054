//! The thread that writes.
//!
//! What has queued up while one commit was on its way to the disk goes into the next one together:
//! throughput grows with concurrency, and still every answer waits for its own commit. Each write
//! has a savepoint, so that one that fails undoes only itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use futures_util::future::BoxFuture;
use kith_domain::StoreError;
use tokio::sync::oneshot;

use super::WriteConn;
use super::blocking::{Conn, finish, open};
use super::readers::{close, from_another_thread, gauges, submit};
use crate::ending::Ending;
use crate::error::{Failure, OpenError};
use crate::gauges::QueueGauges;
use crate::options::DatabaseOptions;

/// The most writes in one commit.
const GROUP: usize = 128;

/// Gives an answer, now that the commit has succeeded, or has not.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Does the work, unless it gets no connection; says whether its traces stay, and how to answer.
type Job = Box<dyn FnOnce(Option<&mut Conn>) -> (bool, Answer) + Send>;

/// One thread with one connection, fed by a bounded queue.
pub(crate) struct Writer {
    queue: RwLock<Option<flume::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(path: &Path, options: &DatabaseOptions) -> Result<Self, OpenError> {
        let busy_timeout = options.statement_timeout;
        let conn = open(path, busy_timeout)?;
        let (queue, jobs) = flume::bounded::<Job>(options.queue.max(1));
        let mut thread = WriterThread { conn, path: path.to_owned(), busy_timeout };
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                while let Ok(first) = jobs.recv() {
                    let group = std::iter::once(first).chain(jobs.try_iter().take(GROUP - 1));
                    thread.commit(group);
                }
            })
            .map_err(|error| OpenError::Connect(error.into()))?;
        Ok(Self { queue: RwLock::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    pub(crate) async fn run<I, T, J>(&self, input: I, job: J) -> Result<T, StoreError>
    where
        I: Send + 'static,
        T: Send + 'static,
        J: for<'a> Fn(&'a mut WriteConn, &'a I) -> BoxFuture<'a, Result<Ending<T>, Failure>>
            + Send
            + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let ending = match conn {
                Some(conn) => finish(job(conn, &input)),
                None => Err(StoreError::unavailable("the write had no turn").into()),
            };
            let (keep, outcome) = match ending {
                Ok(Ending::Commit(outcome)) => (true, Ok(outcome)),
                Ok(Ending::Rollback(outcome)) => (false, Ok(outcome)),
                Err(failure) => (false, Err(StoreError::from(failure))),
            };
            let answer: Answer = Box::new(move |committed| {
                // Who asked may have left; what was done stays done.
                let _ = answer.send(committed.and(outcome));
            });
            (keep, answer)
        });
        submit(&self.queue, job)?;
        from_another_thread(answered).await?
    }

    pub(crate) fn gauges(&self) -> QueueGauges {
        gauges(&self.queue)
    }

    /// Waits until what is queued is committed.
    pub(crate) fn close(&self) {
        close(&self.queue);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

struct WriterThread {
    conn: Conn,
    path: PathBuf,
    busy_timeout: Duration,
}

impl WriterThread {
    /// Runs a group in one transaction and answers all of it.
    fn commit(&mut self, group: impl Iterator<Item = Job>) {
        let mut answers = Vec::new();
        let mut group = group.fuse();
        let mut committed = self.execute("begin immediate");
        while committed.is_ok() {
            let Some(job) = group.next() else { break };
            committed = self.run(job, &mut answers);
        }
        if committed.is_ok() {
            committed = self.execute("commit");
        }
        match committed {
            Ok(()) => answers.into_iter().for_each(|answer| answer(Ok(()))),
            Err(error) => {
                self.recover();
                answers.extend(group.map(|job| job(None).1));
                for answer in answers {
                    answer(Err(StoreError::unavailable(error.to_string())));
                }
            }
        }
    }

    /// Runs one job in a savepoint. An error means that the whole transaction is lost: SQLite gives
    /// it up by itself when the disk is full, and then there is no savepoint to go back to.
    fn run(&mut self, job: Job, answers: &mut Vec<Answer>) -> Result<(), diesel::result::Error> {
        self.execute("savepoint job")?;
        match catch_unwind(AssertUnwindSafe(|| job(Some(&mut self.conn)))) {
            Ok((true, answer)) => {
                answers.push(answer);
                self.execute("release job")
            }
            Ok((false, answer)) => {
                answers.push(answer);
                self.execute("rollback to job; release job")
            }
            // The job's answer went with it: its caller sees that.
            Err(_) => self.execute("rollback to job; release job"),
        }
    }

    /// Ends a transaction that may or may not be open; opens the file anew if that is not possible.
    fn recover(&mut self) {
        let _ = self.execute("rollback");
        if self.execute("begin; rollback").is_ok() {
            return;
        }
        match open(&self.path, self.busy_timeout) {
            Ok(conn) => self.conn = conn,
            Err(error) => tracing::error!(error = ?error, "cannot open the database again"),
        }
    }

    fn execute(&mut self, sql: &str) -> Result<(), diesel::result::Error> {
        self.conn.0.batch_execute(sql)
    }
}
