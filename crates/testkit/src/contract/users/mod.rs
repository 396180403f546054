//! Clauses about users.

pub mod delete;
pub mod edit;
pub mod find;
pub mod list;
pub mod register;
pub mod role;
