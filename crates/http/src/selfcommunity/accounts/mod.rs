//! Accounts, for admins.

pub(crate) mod search;
