//! What Prometheus would see.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// How long to wait for a number that must come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything that was shown at one moment.
pub(super) struct Scrape {
    pub(super) text: String,
    samples: BTreeMap<String, f64>,
}

impl Scrape {
    pub(super) fn of(address: &str) -> Self {
        let mut answer = ureq::get(address).call().unwrap();
        let content_type = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(content_type.starts_with("text/plain; version=0.0.4"), "{content_type}");
        let text = answer.body_mut().read_to_string().unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let sample = |line: &str| {
            let (name, number) = line.rsplit_once(' ').unwrap();
            (name.to_owned(), number.parse().unwrap())
        };
        let samples = lines.map(sample).collect();
        Self { text, samples }
    }

    /// The number of a series, written as Prometheus writes it: labels in the order of their names.
    #[track_caller]
    pub(super) fn number(&self, series: &str) -> f64 {
        match self.samples.get(series) {
            Some(number) => *number,
            None => panic!("there is no {series} in\n{}", self.text),
        }
    }

    /// Whether a series is exactly that whole number.
    #[track_caller]
    pub(super) fn expect(&self, series: &str, expected: u32) {
        let number = self.number(series);
        assert!((number - f64::from(expected)).abs() < 0.5, "{series} is {number}");
    }

    /// The names of all metrics.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let types = self.text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        types.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    }

    /// Looks again and again until a series has that number.
    #[track_caller]
    pub(super) fn wait(address: &str, series: &str, expected: u32) {
        let since = Instant::now();
        loop {
            let number = Self::of(address).samples.get(series).copied();
            if number.is_some_and(|number| (number - f64::from(expected)).abs() < 0.5) {
                return;
            }
            assert!(since.elapsed() < PATIENCE, "{series} is {number:?} and not {expected}");
            std::thread::yield_now();
        }
    }
}
