//! SelfCommunity API v2: a folder per noun, a file per verb.

pub(crate) mod accounts;
pub(crate) mod answer;
pub(crate) mod associations;
pub(crate) mod body;
mod call;
pub(crate) mod caller;
pub(crate) mod connections;
pub(crate) mod error;
pub(crate) mod features;
pub(crate) mod follows;
pub(crate) mod hides;
pub(crate) mod jwt;
pub(crate) mod moderation;
pub(crate) mod paging;
pub(crate) mod preferences;
pub(crate) mod sso;
mod target;
pub mod token;
pub(crate) mod users;
