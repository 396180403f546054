//! What moderators do about users (contract, section 7).

pub(crate) mod moderate;
