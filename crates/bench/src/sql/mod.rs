//! The statements that Kith sends, as PostgreSQL logs them, and pgbench with the same.

mod log;
mod pgbench;
mod progress;
mod script;

pub(crate) use log::{Statement, statements};
pub(crate) use pgbench::{Length, run};
pub(crate) use script::{Script, StandIn};
