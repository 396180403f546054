//! Following.

mod list;
mod table;
mod toggle;
