//! The port of follows.

pub mod between;
pub mod list;
pub mod races;
pub mod toggle;
