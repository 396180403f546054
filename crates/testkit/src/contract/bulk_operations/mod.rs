//! What was done to many connections at once.

pub mod list;
