//! What is asked for every request, remembered for a moment.
//!
//! What this instance changes itself is forgotten at once; what another instance or the command line
//! changes, after `auth.credential_cache` at the latest. Only what was found is remembered.

mod client_users;
mod keys;
mod recent;
mod users;

pub(crate) use client_users::RememberingClientUsers;
pub(crate) use keys::RememberingKeys;
pub(crate) use recent::Recent;
pub(crate) use users::RememberingUsers;
