//! Many who try at the same moment.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Barrier;

/// How often a race is run: one that is lost now and then is lost within so many rounds.
pub const ROUNDS: usize = 25;
/// How many run it.
pub const CONTENDERS: usize = 16;

/// What one contender does.
pub type Attempt<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Runs all attempts as tasks that start together; the outcomes are in the order of the attempts.
pub async fn at_once<T: Send + 'static>(attempts: Vec<Attempt<T>>) -> Vec<T> {
    let start = Arc::new(Barrier::new(attempts.len()));
    let ready = |attempt: Attempt<T>| {
        let start = Arc::clone(&start);
        tokio::spawn(async move {
            start.wait().await;
            attempt.await
        })
    };
    let tasks: Vec<_> = attempts.into_iter().map(ready).collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.expect("an attempt does not panic"));
    }
    outcomes
}

/// How many of the outcomes are of that kind.
pub fn count<T>(outcomes: &[T], kind: impl Fn(&T) -> bool) -> usize {
    outcomes.iter().filter(|outcome| kind(outcome)).count()
}
