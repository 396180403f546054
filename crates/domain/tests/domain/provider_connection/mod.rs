//! Provider connections.

mod availability;
mod catalog;
mod default_catalog;
mod reader;
mod transition;
