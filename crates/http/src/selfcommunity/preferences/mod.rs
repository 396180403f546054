//! The operator's settings, as far as clients may know them (contract, section 9).

pub(crate) mod list;
pub(crate) mod read;
pub(crate) mod view;
