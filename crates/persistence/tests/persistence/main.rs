//! The ports on both databases: the contract, and what only a database can get wrong.

mod contract;
mod database;
mod faults;
mod migrations;
mod schema;
