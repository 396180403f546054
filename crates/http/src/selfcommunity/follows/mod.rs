//! Following, in a community of followers (contract, section 8).

pub(crate) mod between;
pub(crate) mod list;
pub(crate) mod toggle;
