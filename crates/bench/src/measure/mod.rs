//! What is measured, in the order in which it is.

mod comparison;
mod growth;
mod memory;
mod probe;
mod start;
mod statements;
mod writes;

pub(crate) use comparison::{Row, compare};
pub(crate) use growth::{by_friends, by_offset, by_users};
pub(crate) use memory::memory;
pub(crate) use start::{Start, start};
pub(crate) use statements::{Recorded, record};
pub(crate) use writes::writes;

/// The middle one; of an even number, the mean of both. Nothing of nothing.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle)?;
    Some(if sorted.len() % 2 == 1 { *upper } else { f64::midpoint(sorted[middle - 1], *upper) })
}

/// Of several series of rounds the greatest distance between two rounds of the same, as a share of their
/// median. None where there is no second round.
pub(crate) fn noise<'a>(series: impl Iterator<Item = &'a [f64]>) -> Option<f64> {
    let distances = series.filter(|rounds| rounds.len() > 1).filter_map(|rounds| {
        let (low, high) = rounds
            .iter()
            .fold((f64::MAX, f64::MIN), |(low, high), round| (low.min(*round), high.max(*round)));
        median(rounds).map(|median| (high - low) / median)
    });
    distances.max_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::{median, noise};

    #[test]
    fn noise_is_what_rounds_of_the_same_differ_by() {
        let rounds: [&[f64]; 3] = [&[7.0], &[90.0, 100.0, 110.0], &[1.0, 1.1]];
        assert!((noise(rounds.into_iter()).unwrap() - 0.2).abs() < 1e-9);
        assert_eq!(noise([&[7.0][..]].into_iter()), None);
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[9.0, 1.0, 2.0, 4.0]), Some(3.0));
    }
}
