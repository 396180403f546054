//! The catalog of providers (contract, section 7).

pub(crate) mod list;
