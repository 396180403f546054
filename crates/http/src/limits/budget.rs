//! How often somebody may come.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};
use governor::{Quota, RateLimiter};
use quick_cache::sync::Cache;

/// So many in a minute, and so many at once before that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many in a minute, evenly spread.
    pub per_minute: NonZeroU32,
    /// How many at once, of somebody who has not come for a while.
    pub burst: NonZeroU32,
}

impl Rate {
    fn quota(self) -> Quota {
        Quota::per_minute(self.per_minute).allow_burst(self.burst)
    }
}

/// What many have, each for themselves, of a rate.
pub(super) struct Budgets<Key: Hash + Eq + Clone, C: Clock = MonotonicClock> {
    limiter: RateLimiter<Key, Spent<Key>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
}

/// What each has spent of it. Of more than fit, those who came least are forgotten, and begin anew: the
/// memory is bounded, whoever comes.
struct Spent<Key>(Cache<Key, Arc<InMemoryState>>);

impl<Key: Hash + Eq + Clone> StateStore for Spent<Key> {
    type Key = Key;

    fn measure_and_replace<T, F, E>(&self, key: &Key, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let spent = self.0.get(key).unwrap_or_else(|| {
            let none = Arc::default();
            // Of two who begin at the same moment, one may come once more.
            self.0.insert(key.clone(), Arc::clone(&none));
            none
        });
        spent.measure_and_replace(&NotKeyed::NonKey, decide)
    }
}

impl<Key: Hash + Eq + Clone, C: Clock + Clone> Budgets<Key, C> {
    /// Budgets of those who came last, `remembered` of them.
    pub(super) fn new(rate: Rate, remembered: usize, clock: C) -> Self {
        let spent = Spent(Cache::new(remembered));
        Self { limiter: RateLimiter::new(rate.quota(), spent, clock.clone()), clock }
    }

    /// Spends one; if nothing is left, tells for how long.
    pub(super) fn spend(&self, key: &Key) -> Result<(), Duration> {
        let refusal =
            |until: governor::NotUntil<C::Instant>| until.wait_time_from(self.clock.now());
        self.limiter.check_key(key).map_err(refusal)
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn budgets(
        per_minute: u32,
        burst: u32,
        remembered: usize,
    ) -> (Budgets<u32, FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let [per_minute, burst] =
            [per_minute, burst].map(|number| NonZeroU32::new(number).unwrap());
        (Budgets::new(Rate { per_minute, burst }, remembered, clock.clone()), clock)
    }

    #[test]
    fn each_has_a_burst_and_then_as_many_as_the_rate_allows() {
        let (budgets, clock) = budgets(60, 3, 10);
        for key in [1, 2] {
            for _ in 0..3 {
                assert_eq!(budgets.spend(&key), Ok(()));
            }
            assert_eq!(budgets.spend(&key), Err(Duration::from_secs(1)));
        }
        clock.advance(Duration::from_millis(999));
        assert_eq!(budgets.spend(&1), Err(Duration::from_millis(1)));
        clock.advance(Duration::from_millis(1));
        assert_eq!(budgets.spend(&1), Ok(()));
        assert_eq!(budgets.spend(&1), Err(Duration::from_secs(1)));
        clock.advance(Duration::from_mins(1));
        for _ in 0..3 {
            assert_eq!(budgets.spend(&2), Ok(()));
        }
        assert!(budgets.spend(&2).is_err(), "what is not spent does not add up beyond the burst");
    }

    #[test]
    fn no_more_are_remembered_than_may_be_and_whoever_comes_often_is() {
        let (budgets, _) = budgets(1, 2, 100);
        assert_eq!([budgets.spend(&0), budgets.spend(&0)], [Ok(()), Ok(())]);
        for key in 1..10_000 {
            assert!(budgets.spend(&0).is_err(), "forgotten after {key}");
            assert_eq!(budgets.spend(&key), Ok(()));
        }
        assert!(budgets.limiter.into_state_store().0.len() <= 100);
    }
}
