//! The API through its real router, over stores in memory.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and so do the functions that tests share"
)]

mod accounts;
mod addresses;
mod associations;
mod connection_lists;
mod connections;
mod directory;
mod docs;
mod follows;
mod framework;
mod fuzz;
mod hides;
mod hostile;
mod junction;
mod jwt;
mod limits;
mod logs;
mod matrix;
mod moderation;
mod operator;
mod preferences;
mod sockets;
mod sso;
mod storage;
mod support;
mod users;
mod visibility;
