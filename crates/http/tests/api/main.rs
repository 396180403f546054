//! The API through its real router, over stores in memory.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test fails by panicking, and so do the functions that tests share"
)]

mod accounts;
mod associations;
mod docs;
mod framework;
mod hostile;
mod jwt;
mod logs;
mod sockets;
mod sso;
mod storage;
mod support;
mod users;
