//! Users (contract, sections 3 and 10).

pub(crate) mod autocomplete;
pub(crate) mod counters;
pub(crate) mod delete;
pub(crate) mod directory;
pub(crate) mod edit;
pub(crate) mod list;
pub(crate) mod me;
pub(crate) mod permission;
pub(crate) mod picture;
pub(crate) mod read;
pub(crate) mod search;
pub(crate) mod view;
