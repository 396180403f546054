//! Clauses about associations.

pub mod link;
pub mod metadata;
pub mod of;
pub mod races;
pub mod unlink;
