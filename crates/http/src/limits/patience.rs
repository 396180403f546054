//! How long an answer is waited for.

use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use actix_web::rt::time::timeout;
use futures_util::future::{Either, select};

use super::{Pulse, Work};
use crate::services::Options;

/// How long an answer is waited for.
///
/// There are two bounds, since one would be wrong for somebody: a deletion of a user with 50,000 friends
/// may well take three seconds of honest work, while nobody should wait as long for a database that is
/// dead. So whoever has waited for a while has storage asked whether it says anything at all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// In all, the arrival of the body included.
    total: Duration,
    /// While storage says nothing.
    silence: Duration,
}

/// Why no answer is waited for any longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Over {
    /// It took as long as a request may take in all.
    #[error("the request took longer than it may")]
    Time,
    /// Storage says nothing to anybody.
    #[error("the database is silent")]
    Silence,
}

impl Patience {
    pub(crate) fn of(work: Work, options: &Options) -> Self {
        let total = match work {
            Work::Ordinary | Work::Probe => options.request_timeout,
            Work::Bulk => options.bulk_timeout,
        };
        Self { total, silence: options.silence_timeout }
    }

    /// Does the work, or gives it up. What has been sent to storage by then may still happen.
    pub(crate) async fn with<F: Future>(self, work: F, pulse: &Pulse) -> Result<F::Output, Over> {
        let mut work = pin!(work);
        // Half of it waiting, half of it listening: storage that falls silent is found out in time.
        let part = (self.silence / 2).min(self.total);
        if let Ok(done) = timeout(part, &mut work).await {
            return Ok(done);
        }
        self.go_on(work, part, Instant::now(), pulse).await
    }

    /// Beyond the first wait, which ended at `since`.
    async fn go_on<F: Future>(
        self,
        mut work: Pin<&mut F>,
        part: Duration,
        since: Instant,
        pulse: &Pulse,
    ) -> Result<F::Output, Over> {
        let rest = self.total.saturating_sub(part);
        loop {
            match select(&mut work, pin!(pulse.is_felt(part))).await {
                Either::Left((done, _)) => return Ok(done),
                Either::Right((true, _)) => {}
                Either::Right((false, _)) => return Err(Over::Silence),
            }
            let left = rest.saturating_sub(since.elapsed());
            if let Ok(done) = timeout(part.min(left), &mut work).await {
                return Ok(done);
            }
            if since.elapsed() >= rest {
                return Err(Over::Time);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;

    use actix_web::rt::time::sleep;
    use async_trait::async_trait;
    use kith_domain::StoreError;
    use kith_domain::health::StorageHealth;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(10);
    const EVER: Duration = Duration::from_mins(10);

    /// Storage that says something, or nothing.
    struct Storage(Option<Result<(), &'static str>>);

    #[async_trait]
    impl StorageHealth for Storage {
        async fn check(&self) -> Result<(), StoreError> {
            match self.0 {
                Some(outcome) => outcome.map_err(StoreError::unavailable),
                None => pending().await,
            }
        }
    }

    fn pulse(says: Option<Result<(), &'static str>>) -> Pulse {
        Pulse::new(Arc::new(Storage(says)))
    }

    #[actix_web::test]
    async fn work_that_takes_its_time_is_waited_for_while_storage_says_anything() {
        for says in [Ok(()), Err("no")] {
            let patience = Patience { total: EVER, silence: MOMENT };
            // The work itself is what takes time.
            let done = patience.with(sleep(MOMENT * 5), &pulse(Some(says))).await;
            assert_eq!(done, Ok(()));
        }
    }

    #[actix_web::test]
    async fn nobody_waits_for_storage_that_is_silent() {
        let pulse = pulse(None);
        let patience = Patience { total: EVER, silence: MOMENT };
        let waiting = (0..50).map(|_| patience.with(pending::<()>(), &pulse));
        for outcome in futures_util::future::join_all(waiting).await {
            assert_eq!(outcome, Err(Over::Silence));
        }
    }

    #[actix_web::test]
    async fn nothing_takes_longer_than_all_the_time_there_is() {
        for silence in [MOMENT, EVER] {
            let patience = Patience { total: MOMENT * 5, silence };
            let outcome = patience.with(pending::<()>(), &pulse(Some(Ok(())))).await;
            assert_eq!(outcome, Err(Over::Time));
        }
    }

    #[actix_web::test]
    async fn what_is_done_at_once_is_not_asked_about() {
        let patience = Patience { total: Duration::ZERO, silence: Duration::ZERO };
        assert_eq!(patience.with(async { 7 }, &pulse(None)).await, Ok(7));
    }
}
