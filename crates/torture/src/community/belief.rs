//! What somebody may believe of a value whose last change may not have been acknowledged.

use std::fmt::Debug;

/// A value that is certain, or one of two.
#[derive(Clone, Debug)]
pub(super) struct Belief<T> {
    certain: T,
    perhaps: Option<T>,
}

impl<T: Clone + Debug + PartialEq> Belief<T> {
    pub(super) fn of(certain: T) -> Self {
        Self { certain, perhaps: None }
    }

    /// The value, if it is certain.
    pub(super) fn certain(&self) -> Option<&T> {
        self.perhaps.is_none().then_some(&self.certain)
    }

    /// From now on it may be this.
    pub(super) fn intend(&mut self, value: T) {
        self.perhaps = Some(value);
    }

    /// What was intended has happened.
    pub(super) fn done(&mut self) {
        if let Some(value) = self.perhaps.take() {
            self.certain = value;
        }
    }

    /// What was intended has not happened.
    pub(super) fn undone(&mut self) {
        self.perhaps = None;
    }

    /// Compares with what is seen, which is certain then.
    pub(super) fn see(&mut self, seen: T) -> Result<(), String> {
        let Self { certain, perhaps } = self;
        if seen != *certain && perhaps.as_ref() != Some(&seen) {
            let or = perhaps.as_ref().map_or(String::new(), |perhaps| format!(" or {perhaps:?}"));
            return Err(format!("{seen:?} is seen, not {certain:?}{or}"));
        }
        *self = Self::of(seen);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_acknowledged_may_have_happened_or_not() {
        for seen in [1, 2] {
            let mut belief = Belief::of(1);
            belief.intend(2);
            assert_eq!(belief.certain(), None);
            belief.see(seen).unwrap();
            assert_eq!(belief.certain(), Some(&seen));
        }
        let mut belief = Belief::of(1);
        belief.intend(2);
        assert_eq!(belief.see(3).unwrap_err(), "3 is seen, not 1 or 2");
    }

    #[test]
    fn what_is_acknowledged_must_be_there() {
        let mut belief = Belief::of(1);
        belief.intend(2);
        belief.done();
        assert_eq!(belief.clone().see(1).unwrap_err(), "1 is seen, not 2");
        belief.see(2).unwrap();
        belief.intend(3);
        belief.undone();
        belief.see(3).unwrap_err();
    }
}
