//! Who there is in the data that `kith seed` makes, and their credentials.

use crate::kith::Kith;

/// Requests are about so many of all users.
const ANYBODY: u64 = 10_000;
/// So many sign in.
const SIGNED_IN: u64 = 2_000;
/// So many pairs meet and part.
const PAIRS: u64 = 1_024;
/// The users from 1 on whom the hub knows.
pub(crate) const HUB_FRIENDS: u64 = 5_000;

/// Some users, at the same distance from each other, so that they lie all over the tables: the same
/// ones for Kith and for pgbench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spread {
    first: u64,
    step: u64,
    count: u64,
}

impl Spread {
    /// Of the users from `first` to `last`, `count` or, if there are fewer, all.
    pub(crate) fn over(first: u64, last: u64, count: u64) -> Self {
        let all = last - first + 1;
        let count = count.min(all);
        Self { first, step: all / count, count }
    }

    /// So many, from the first on, each so far from the one before.
    pub(crate) fn every(first: u64, step: u64, count: u64) -> Self {
        Self { first, step, count }
    }

    /// The first, the distance, and how many: what an expression needs to name one.
    pub(crate) fn formula(&self) -> (u64, u64, u64) {
        (self.first, self.step, self.count)
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        usize::try_from(self.count).unwrap_or(usize::MAX)
    }

    pub(crate) fn ids(self) -> impl Iterator<Item = u64> {
        (0..self.count).map(move |place| self.first + place * self.step)
    }

    /// The one who is recorded: far from both ends, so that the id is no other number of a statement.
    pub(crate) fn middle(&self) -> (usize, u64) {
        let place = self.count / 2 + self.count / 7;
        (usize::try_from(place).unwrap_or(0), self.first + place * self.step)
    }

    /// Has pgbench choose one: its place as `:k`, its id as a variable of that name.
    pub(crate) fn choice(&self, name: &str) -> String {
        let Self { first, step, count } = self;
        format!("\\set k random(0, {})\n\\set {name} {first} + :k * {step}\n", count - 1)
    }
}

/// The users that requests are about, with credentials. Has no `Debug`: it holds them.
pub(crate) struct People {
    /// Any user.
    pub(crate) anybody: Spread,
    /// Any user who signs in, each with a token.
    pub(crate) themselves: Spread,
    pub(crate) tokens_of_themselves: Vec<String>,
    /// Users with 100 friends each, who sign in.
    pub(crate) viewers: Spread,
    pub(crate) tokens_of_viewers: Vec<String>,
    /// How many users have 100 friends: those from 1 on, each 50 on either side.
    pub(crate) ring: u64,
    /// The user with 5,000 friends.
    pub(crate) hub: u64,
    /// Users whom nobody knows; each with the next one is a pair of strangers.
    pub(crate) strangers: Spread,
    pub(crate) tokens_of_strangers: Vec<(String, String)>,
    pub(crate) key: String,
}

impl People {
    /// Of so many users that `kith seed` has made.
    pub(crate) fn of(kith: &Kith, database: &str, users: u64) -> anyhow::Result<Self> {
        let ring = users / 10;
        let themselves = Spread::over(1, users, SIGNED_IN);
        let viewers = Spread::over(1, ring.min(HUB_FRIENDS), SIGNED_IN);
        // In steps of two at least, so that the pairs are apart.
        let lonely = ring.max(HUB_FRIENDS) + 1;
        let strangers = Spread::over(lonely, users - 2, PAIRS);
        let tokens = |ids: Vec<u64>| kith.tokens(database, &ids);
        let one = tokens(strangers.ids().collect())?;
        let other = tokens(strangers.ids().map(|id| id + 1).collect())?;
        Ok(Self {
            anybody: Spread::over(1, users, ANYBODY),
            themselves,
            tokens_of_themselves: tokens(themselves.ids().collect())?,
            viewers,
            tokens_of_viewers: tokens(viewers.ids().collect())?,
            ring,
            hub: users,
            strangers,
            tokens_of_strangers: one.into_iter().zip(other).collect(),
            key: kith.key(database)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_spread_over_all() {
        let spread = Spread::over(1, 1_000_000, 10_000);
        assert_eq!(spread.ids().take(3).collect::<Vec<_>>(), [1, 101, 201]);
        assert_eq!((spread.ids().last(), spread.len()), (Some(999_901), 10_000));
        assert_eq!(spread.choice("owner"), "\\set k random(0, 9999)\n\\set owner 1 + :k * 100\n");
        let (place, id) = spread.middle();
        assert_eq!(spread.ids().nth(place), Some(id));
        assert_eq!(Spread::over(5, 7, 10).ids().collect::<Vec<_>>(), [5, 6, 7]);
    }

    #[test]
    fn pairs_are_apart_in_the_smallest_data_set() {
        let spread = Spread::over(5_001, 9_998, PAIRS);
        assert!(spread.step >= 2);
        assert!(spread.ids().last().is_some_and(|last| last + 1 < 10_000));
    }
}
