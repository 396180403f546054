#![doc = include_str!("../README.md")]
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this crate serves tests alone, and a test fails by panicking"
)]

pub mod accounts;
pub mod clients;
pub mod clock;
pub mod contract;
pub mod memory;
pub mod people;
pub mod providers;
pub mod sealer;
pub mod ties;
pub mod uuids;

pub use clock::FixedClock;
pub use sealer::TestSealer;
pub use uuids::SequentialUuids;
