//! Connections.

mod act;
mod list;
mod requests;
mod statuses;
mod table;
