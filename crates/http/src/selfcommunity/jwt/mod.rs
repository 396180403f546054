//! Tokens as such (contract, section 11.1).

pub(crate) mod verify_token;
