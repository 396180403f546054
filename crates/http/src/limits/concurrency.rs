//! How many requests may be under way at once.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many requests may be under way at once, whoever makes them; cheap to clone, one for each process.
///
/// Beyond what the machine can do, each further request only makes all of them wait longer. So one more is
/// refused at once, while those under way are still answered in good time.
#[derive(Clone, Debug)]
pub struct ConcurrencyLimit(Arc<Counted>);

#[derive(Debug)]
struct Counted {
    most: usize,
    under_way: AtomicUsize,
}

impl Default for ConcurrencyLimit {
    fn default() -> Self {
        Self::new(const { NonZeroUsize::new(2048).unwrap() })
    }
}

impl ConcurrencyLimit {
    /// At most that many.
    #[must_use]
    pub fn new(most: NonZeroUsize) -> Self {
        Self(Arc::new(Counted { most: most.get(), under_way: AtomicUsize::new(0) }))
    }

    /// Counts a request as long as what this gives lives; `None` if there are too many already.
    pub(crate) fn begin(&self) -> Option<Counting> {
        if self.0.under_way.fetch_add(1, Ordering::Relaxed) < self.0.most {
            return Some(Counting(self.clone()));
        }
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
        None
    }

    /// A request that is counted is not, as long as what this gives lives: it waits for its client, and
    /// keeps nobody else waiting. Afterwards it goes on, however many there are by then.
    pub(crate) fn pause(&self) -> Pause<'_> {
        let before = self.0.under_way.fetch_sub(1, Ordering::Relaxed);
        debug_assert!(before > 0, "who pauses is counted");
        Pause(self)
    }
}

/// One request more.
#[derive(Debug)]
pub(crate) struct Counting(ConcurrencyLimit);

impl Drop for Counting {
    fn drop(&mut self) {
        self.0.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

/// One request fewer, for a while.
#[derive(Debug)]
pub(crate) struct Pause<'a>(&'a ConcurrencyLimit);

impl Drop for Pause<'_> {
    fn drop(&mut self) {
        self.0.0.under_way.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_as_may_be_and_one_who_ends_makes_room() {
        let limit = ConcurrencyLimit::new(NonZeroUsize::new(2).unwrap());
        let both = [limit.begin().unwrap(), limit.clone().begin().unwrap()];
        for _ in 0..3 {
            assert!(limit.begin().is_none());
        }
        drop(both);
        let again = [limit.begin(), limit.begin()];
        assert!(again.iter().all(Option::is_some) && limit.begin().is_none());
    }

    #[test]
    fn who_waits_for_their_client_takes_no_room_and_goes_on_in_any_case() {
        let limit = ConcurrencyLimit::new(NonZeroUsize::MIN);
        let first = limit.begin().unwrap();
        let pause = limit.pause();
        let second = limit.begin().unwrap();
        drop(pause);
        drop(second);
        assert!(limit.begin().is_none(), "the first has gone on");
        drop(first);
        assert!(limit.begin().is_some());
    }
}
