//! The users of a team (contract, section 5).

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod metrics;
pub(crate) mod patch;
pub(crate) mod providers;
pub(crate) mod read;
pub(crate) mod resolve;
pub(crate) mod undo_delete;
pub(crate) mod view;
