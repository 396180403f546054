//! A user's connections with providers (contract, sections 4 and 6).

pub(crate) mod availability;
pub(crate) mod deregister;
pub(crate) mod view;
