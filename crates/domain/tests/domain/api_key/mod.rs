//! API keys.

mod authenticate;
mod create;
