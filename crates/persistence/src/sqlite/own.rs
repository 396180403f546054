//! Connections that are read on the spot: one for each thread that has a runtime of its own, as each worker
//! of the HTTP server has.
//!
//! To hand a look-up of a few rows to another thread and to be woken by it costs more than the look-up.
//! Readers of a write-ahead log wait for nobody; should SQLite ask them to, they do not, and the threads
//! that may wait take over.
//!
//! Who looks something up first lets everybody ask who can at this moment; then one transaction is for
//! all of them, since to begin to read and to end it takes calls of the system and locks that the workers
//! contend for. It begins after they asked, so it shows nothing older than a question.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use diesel::RunQueryDsl as _;
use futures_util::future::BoxFuture;
use kith_domain::StoreError;
use thread_local::ThreadLocal;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::oneshot;

use super::ReadConn;
use super::blocking::{Conn, finish};
use super::readers::open_to_read;
use crate::error::Failure;
use crate::sql::{Change, Piece};

/// Looks something up, and says so to who asked; without a connection, that it cannot be done here.
type Job = Box<dyn FnOnce(Option<&mut Conn>) + Send>;

/// How many have a turn; the rest come when others have had theirs.
const MOST_AT_ONCE: usize = 256;
/// After which it ends earlier: some ask for more than others. A shorter time would be over, on a machine
/// with too much to do, before much was looked up.
const LONGEST_TURN: Duration = Duration::from_millis(25);

/// What has become of a look-up.
pub(crate) enum Attempt<T, I, J> {
    /// It was made.
    Made(Result<T, StoreError>),
    /// It cannot be made here and now.
    NotHere(I, J),
}

/// A connection for each thread that asks for one.
pub(crate) struct Own {
    threads: ThreadLocal<Arc<OfThread>>,
    file: Arc<File>,
}

/// What is opened.
struct File {
    path: PathBuf,
    closed: AtomicBool,
}

/// What a thread has.
struct OfThread {
    file: Arc<File>,
    conn: Mutex<Option<Conn>>,
    waiting: Mutex<Vec<Job>>,
}

impl Own {
    pub(crate) fn new(path: &Path) -> Self {
        let file = File { path: path.to_owned(), closed: AtomicBool::new(false) };
        Self { threads: ThreadLocal::new(), file: Arc::new(file) }
    }

    /// Looks something up here, if that can be done without waiting for a lock.
    pub(crate) async fn look_up<I, T, J>(&self, input: I, job: J) -> Attempt<T, I, J>
    where
        I: Send + 'static,
        T: Send + 'static,
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>
            + Send
            + 'static,
    {
        let flavor = Handle::try_current().map(|runtime| runtime.runtime_flavor());
        if !matches!(flavor, Ok(RuntimeFlavor::CurrentThread)) {
            return Attempt::NotHere(input, job);
        }
        let (answer, answered) = oneshot::channel();
        let ask: Job = Box::new(move |conn| {
            if answer.is_closed() {
                return;
            }
            let outcome = conn.map(|conn| {
                let mut lent: ReadConn<'_> = conn;
                finish(job(&mut lent, &input))
            });
            let _ = answer.send(match outcome {
                Some(Err(failure)) if failure.is_busy() => Attempt::NotHere(input, job),
                Some(outcome) => Attempt::Made(outcome.map_err(StoreError::from)),
                None => Attempt::NotHere(input, job),
            });
        });
        let of_thread = self.threads.get_or(|| Arc::new(OfThread::new(&self.file)));
        let is_first = {
            let mut waiting = lock(&of_thread.waiting);
            waiting.push(ask);
            waiting.len() == 1
        };
        if is_first {
            let turn = Turn(Arc::clone(of_thread));
            // It comes after the tasks that are ready now, who may ask, too.
            tokio::spawn(async move {
                while turn.0.answer() {
                    tokio::task::yield_now().await;
                }
            });
        }
        let panicked = |_| Attempt::Made(Err(StoreError::inconsistent("a database job panicked")));
        answered.await.unwrap_or_else(panicked)
    }

    /// Closes what is open, and opens nothing any more.
    pub(crate) fn close(&self) {
        self.file.closed.store(true, Ordering::Release);
        for of_thread in &self.threads {
            *lock(&of_thread.conn) = None;
        }
    }
}

impl OfThread {
    fn new(file: &Arc<File>) -> Self {
        Self { file: Arc::clone(file), conn: Mutex::default(), waiting: Mutex::default() }
    }

    /// Looks things up for those who have waited longest. Whether more are waiting: others' work comes first.
    fn answer(&self) -> bool {
        let mut slot = lock(&self.conn);
        let jobs = mem::take(&mut *lock(&self.waiting));
        if jobs.is_empty() {
            return false;
        }
        if slot.is_none() && !self.file.closed.load(Ordering::Acquire) {
            *slot = open_to_read(&self.file.path, Duration::ZERO).ok();
        }
        let together = jobs.len() > 1 && slot.is_some();
        let mut sound = !together || execute(&mut slot, "begin");
        let (begun, mut jobs) = (Instant::now(), jobs.into_iter());
        for job in jobs.by_ref().take(MOST_AT_ONCE) {
            // The caller of a job that panics sees that its answer never comes.
            sound &= catch_unwind(AssertUnwindSafe(|| job(slot.as_mut()))).is_ok();
            if begun.elapsed() > LONGEST_TURN {
                break;
            }
        }
        sound &= !together || execute(&mut slot, "commit");
        if !sound {
            // What a panic or a failure leaves half read is not read on.
            *slot = None;
        }
        let mut waiting = lock(&self.waiting);
        waiting.splice(0..0, jobs);
        !waiting.is_empty()
    }
}

/// The turn of those who wait. They have it when it is dropped, so nobody waits for ever should the runtime
/// end before.
struct Turn(Arc<OfThread>);

impl Drop for Turn {
    fn drop(&mut self) {
        while self.0.answer() {}
    }
}

/// Whether a statement could be executed. It is kept prepared.
fn execute(conn: &mut Option<Conn>, statement: &'static str) -> bool {
    let change = Change(vec![Piece::Text(statement)]);
    conn.as_mut().is_some_and(|conn| change.execute(&mut conn.0).is_ok())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
