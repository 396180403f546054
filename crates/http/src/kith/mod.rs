//! Kith's own API: what belongs to neither of the two whose contracts are kept. A folder per noun, a
//! file per verb.
//!
//! It is for operators' systems: what upstream of Junction's API is internal, said from outside.

mod answer;
mod call;
mod caller;
pub(crate) mod connections;
pub(crate) mod problem;
pub(crate) mod refusals;
mod target;
pub(crate) mod users;
