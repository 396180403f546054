//! A community to look at.

pub(crate) mod community;
pub(crate) mod providers;
pub(crate) mod secret;
pub(crate) mod tour;
