//! The port of hiding.

pub mod between;
pub mod toggle;
