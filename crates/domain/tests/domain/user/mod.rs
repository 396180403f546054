//! Users.

mod delete;
mod edit;
mod find;
mod register;
