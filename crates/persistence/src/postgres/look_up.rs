//! Look-ups that share a statement.
//!
//! The first of a thread's who asks waits until everybody has asked who can at this moment, and then one
//! statement reads for all of them. While it is under way others gather, and the next statement is
//! theirs: nobody waits for a clock, and the more there is to do, the fewer statements it takes. What a
//! statement reads is never older than the question, since it is sent after.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kith_domain::StoreError;
use thread_local::ThreadLocal;
use tokio::sync::oneshot;

use super::look_ups::Job;
use super::pipeline::Pipeline;

/// How many share a statement at most.
const TOGETHER: usize = 64;

/// A look-up by a subject, with what else matters.
pub(super) struct LookUp<S: Send, X: Send, T: Send> {
    job: Job<S, X, T>,
    queues: ThreadLocal<Arc<Queue<S, X, T>>>,
}

/// Who asks in one thread.
struct Queue<S, X, T>(Mutex<State<S, X, T>>);

struct State<S, X, T> {
    waiting: Vec<Waiting<S, X, T>>,
    /// Whether somebody sees to those who wait.
    driven: bool,
}

struct Waiting<S, X, T> {
    asked: (S, X),
    answer: Answer<T>,
}

/// Whom to tell.
type Answer<T> = oneshot::Sender<Result<T, StoreError>>;

impl<S, X, T> LookUp<S, X, T>
where
    S: Copy + Eq + Send + Sync + 'static,
    X: Copy + Eq + Send + Sync + 'static,
    T: Clone + Send + 'static,
{
    pub(super) fn by(job: Job<S, X, T>) -> Self {
        Self { job, queues: ThreadLocal::new() }
    }

    pub(super) async fn ask(
        &self,
        pipeline: &Arc<Pipeline>,
        subject: S,
        with: X,
    ) -> Result<T, StoreError> {
        let asked = (subject, with);
        if !Pipeline::is_of_this_thread() {
            let found = pipeline.run(&[asked], |conn, asked| (self.job)(conn, asked)).await?;
            return found.into_iter().next().unwrap_or_else(|| Err(nothing()));
        }
        let (answer, answered) = oneshot::channel();
        let queue = self.queues.get_or(Arc::default);
        let is_first = {
            let mut state = queue.lock();
            state.waiting.push(Waiting { asked, answer });
            !mem::replace(&mut state.driven, true)
        };
        if is_first {
            let driver = Driver(Arc::clone(queue));
            tokio::spawn(driver.run(self.job, Arc::clone(pipeline)));
        }
        answered.await.unwrap_or_else(|_| Err(nothing()))
    }
}

/// Sees to those who wait until nobody does.
struct Driver<S, X, T>(Arc<Queue<S, X, T>>);

impl<S, X, T> Driver<S, X, T>
where
    S: Copy + Eq + Send + Sync + 'static,
    X: Copy + Eq + Send + Sync + 'static,
    T: Clone + Send + 'static,
{
    async fn run(self, job: Job<S, X, T>, pipeline: Arc<Pipeline>) {
        // Whoever else has a request at hand asks meanwhile.
        tokio::task::yield_now().await;
        while let Some(Batch { asked, answers }) = self.0.next() {
            let read = |asked: Vec<(S, X)>| {
                let pipeline = &pipeline;
                async move { pipeline.run(&asked, |conn, asked: &Vec<_>| job(conn, asked)).await }
            };
            match read(asked.clone()).await {
                Ok(found) => answers.into_iter().zip(found).for_each(|(to, found)| tell(to, found)),
                // What one of them asks about cannot be read: the others need not know.
                Err(StoreError::Inconsistent(_)) if asked.len() > 1 => {
                    for (one, to) in asked.into_iter().zip(answers) {
                        let found = read(vec![one]).await;
                        tell(
                            to,
                            found.and_then(|found| {
                                found.into_iter().next().unwrap_or_else(|| Err(nothing()))
                            }),
                        );
                    }
                }
                Err(failure) => refuse(answers.into_iter().flatten().collect(), failure),
            }
        }
    }
}

impl<S, X, T> Drop for Driver<S, X, T> {
    /// Should it end early, by a panic or with its runtime, nobody waits for it for ever.
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.driven = false;
        state.waiting.clear();
    }
}

impl<S, X, T> Default for Queue<S, X, T> {
    fn default() -> Self {
        Self(Mutex::new(State { waiting: Vec::new(), driven: false }))
    }
}

impl<S, X, T> Queue<S, X, T> {
    fn lock(&self) -> MutexGuard<'_, State<S, X, T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is asked, and whom to tell of each.
struct Batch<S, X, T> {
    asked: Vec<(S, X)>,
    answers: Vec<Vec<Answer<T>>>,
}

impl<S: Copy + Eq, X: Copy + Eq, T> Queue<S, X, T> {
    /// Those who share the next statement; `None`, and no driver, if nobody waits. Who asks the same gets
    /// the same answer; who asks something else about the same subject is put off.
    fn next(&self) -> Option<Batch<S, X, T>> {
        let mut state = self.lock();
        let mut batch = Batch { asked: Vec::<(S, X)>::new(), answers: Vec::new() };
        for Waiting { asked, answer } in mem::take(&mut state.waiting) {
            if answer.is_closed() {
                continue;
            }
            let place = batch.asked.iter().position(|(subject, _)| *subject == asked.0);
            match place {
                Some(place) if batch.asked[place] == asked => batch.answers[place].push(answer),
                None if batch.asked.len() < TOGETHER => {
                    batch.asked.push(asked);
                    batch.answers.push(vec![answer]);
                }
                Some(_) | None => state.waiting.push(Waiting { asked, answer }),
            }
        }
        state.driven = !batch.asked.is_empty();
        state.driven.then_some(batch)
    }
}

/// Tells those who asked the same. Who does not wait any more needs no answer.
fn tell<T: Clone>(mut answers: Vec<Answer<T>>, found: Result<T, StoreError>) {
    let last = answers.pop();
    match found {
        Ok(found) => {
            for answer in answers {
                let _ = answer.send(Ok(found.clone()));
            }
            if let Some(answer) = last {
                let _ = answer.send(Ok(found));
            }
        }
        Err(failure) => refuse(answers.into_iter().chain(last).collect(), failure),
    }
}

/// Tells everybody what has failed.
fn refuse<T>(answers: Vec<Answer<T>>, failure: StoreError) {
    let passing = matches!(failure, StoreError::Unavailable(_));
    let failure = Arc::new(failure);
    for answer in answers {
        let shared = Shared(Arc::clone(&failure));
        let _ = answer.send(Err(if passing {
            StoreError::unavailable(shared)
        } else {
            StoreError::inconsistent(shared)
        }));
    }
}

/// What has failed for several.
#[derive(Debug, thiserror::Error)]
#[error("a statement for several failed")]
struct Shared(#[source] Arc<StoreError>);

fn nothing() -> StoreError {
    StoreError::inconsistent("a look-up ended without an answer")
}
