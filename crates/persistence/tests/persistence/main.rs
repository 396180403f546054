//! The ports on both databases: the contract, and what only a database can get wrong.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod apart;
mod check;
mod contract;
mod data;
mod database;
mod faults;
mod migrations;
mod plans;
mod postgres_schema;
mod recorded;
mod schema;
mod together;
mod turns;
mod worker;
