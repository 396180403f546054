//! Users (contract, sections 3 and 10).

pub(crate) mod delete;
pub(crate) mod edit;
pub(crate) mod me;
pub(crate) mod picture;
pub(crate) mod read;
pub(crate) mod view;
