//! Connections with providers.

pub mod act;
pub mod credentials;
pub mod duplicates;
pub mod of;
pub mod pause_ended;
pub mod races;
pub mod reseal;
pub mod sealed;
pub mod shared;
mod states;
