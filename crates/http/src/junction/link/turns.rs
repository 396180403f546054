//! Calls about many connections take turns: each keeps several connections of the database busy, and
//! other writes must find some, too.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::time::timeout;
use kith_domain::StoreError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many such calls are done at once.
const AT_ONCE: usize = 2;
/// How many wait, each with all it has to do.
const WAITING: usize = 64;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(30);

/// The turns of one process.
#[derive(Clone, Debug)]
pub struct BulkTurns {
    turns: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for BulkTurns {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(WAITING)),
        }
    }
}

impl BulkTurns {
    /// Waits for a turn, which lasts until what is given back is dropped. Fails at once if too many wait.
    pub(crate) async fn next(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        let _place = self.waiting.try_acquire().map_err(StoreError::unavailable)?;
        let turn = timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        turn.map_err(StoreError::unavailable)?.map_err(StoreError::unavailable)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[actix_web::test]
    async fn a_few_go_at_once_and_the_others_wait() {
        let turns = BulkTurns::default();
        let mut all = Vec::new();
        for _ in 0..AT_ONCE {
            all.push(turns.next().await.unwrap());
        }
        let mut waiting = Box::pin(turns.next());
        assert!((&mut waiting).now_or_never().is_none());
        all.pop();
        all.push(waiting.await.unwrap());
    }

    #[actix_web::test]
    async fn no_more_wait_than_may() {
        let turns = BulkTurns::default();
        let mut all: Vec<_> = (0..AT_ONCE + WAITING).map(|_| Box::pin(turns.next())).collect();
        let begun = all.iter_mut().filter_map(FutureExt::now_or_never).collect::<Vec<_>>();
        assert!(begun.len() == AT_ONCE && begun.iter().all(Result::is_ok));
        let refused = turns.next().now_or_never().unwrap();
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        all.pop();
        assert!(turns.next().now_or_never().is_none(), "who leaves makes room");
    }
}
