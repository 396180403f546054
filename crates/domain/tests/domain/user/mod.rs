//! Users.

mod delete;
mod edit;
mod find;
mod moderate;
mod register;
mod search;
