//! Clauses about users.

pub mod delete;
pub mod edit;
pub mod find;
pub mod list;
pub mod moderate;
pub mod order;
pub mod person;
pub mod register;
pub mod role;
pub mod search;
