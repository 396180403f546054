//! Hiding users (contract, section 7).

pub(crate) mod between;
pub(crate) mod list;
pub(crate) mod toggle;
