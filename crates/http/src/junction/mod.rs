//! Junction API v2 (sections 1 to 9 and 11 to 15 of its contract): the users of a team and where their
//! data come from. A folder per noun, a file per verb.
//!
//! Handlers ask for the key first, then read path, query and body together, and only then act, so the
//! order of checks (contract, section 2) is the order of their lines.

pub(crate) mod answer;
mod call;
pub(crate) mod catalog;
pub(crate) mod connections;
pub(crate) mod error;
pub(crate) mod instant;
pub(crate) mod key;
pub(crate) mod link;
mod path;
pub(crate) mod provider;
pub(crate) mod refusals;
pub(crate) mod users;
