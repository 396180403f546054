//! Many who try at the same moment.

use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;

use super::Ports;

/// How often a race is run: one that is lost now and then is lost within so many rounds.
pub const ROUNDS: usize = 25;
/// How many run it.
pub const CONTENDERS: usize = 16;

/// What one contender does.
pub type Attempt<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Starts a task of the test's runtime at once, and gives back what waits for its end.
pub type Spawn = fn(Attempt<()>) -> Attempt<()>;

/// The ports of a store, and a way to use them from several tasks. This crate has no runtime of its
/// own: [`contract_tests!`](crate::contract_tests) brings that of the using crate.
pub struct Arena {
    ports: Ports,
    spawn: Spawn,
}

impl Arena {
    /// Ports, and the runtime to race on; it has to run tasks in parallel.
    #[must_use]
    pub fn new(ports: Ports, spawn: Spawn) -> Self {
        Self { ports, spawn }
    }

    /// Runs all attempts as tasks that begin when the last of them is ready; the outcomes are in the
    /// order of the attempts.
    pub async fn at_once<T: Send + 'static>(&self, attempts: Vec<Attempt<T>>) -> Vec<T> {
        let contenders = attempts.len();
        let ready = Arc::new(AtomicUsize::new(0));
        let mut tasks = Vec::new();
        for attempt in attempts {
            let ready = Arc::clone(&ready);
            let outcome = Arc::new(Mutex::new(None));
            let slot = Arc::clone(&outcome);
            let task = (self.spawn)(Box::pin(async move {
                ready.fetch_add(1, Ordering::SeqCst);
                all_are(&ready, contenders).await;
                let outcome = attempt.await;
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            }));
            tasks.push((task, outcome));
        }
        let mut outcomes = Vec::new();
        for (task, outcome) in tasks {
            task.await;
            let outcome = outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
            outcomes.push(outcome.expect("a task that has ended left its outcome"));
        }
        outcomes
    }
}

impl Deref for Arena {
    type Target = Ports;

    fn deref(&self) -> &Ports {
        &self.ports
    }
}

/// Waits until so many are ready; looks again and again, so that all go off together.
async fn all_are(ready: &AtomicUsize, contenders: usize) {
    poll_fn(|context| {
        if ready.load(Ordering::SeqCst) == contenders {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// How many of the outcomes are of that kind.
pub fn count<T>(outcomes: &[T], kind: impl Fn(&T) -> bool) -> usize {
    outcomes.iter().filter(|outcome| kind(outcome)).count()
}
