//! The API through its real router, over stores in memory.

mod accounts;
mod associations;
mod docs;
mod framework;
mod hostile;
mod jwt;
mod sso;
mod storage;
mod support;
mod users;
