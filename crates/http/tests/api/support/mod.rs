//! The language of these tests: an application, a caller, a verb, a reply.

pub(crate) mod app;
pub(crate) mod catalog;
pub(crate) mod counted;
pub(crate) mod documented;
pub(crate) mod doubles;
pub(crate) mod log;
mod reply;
mod ties;
pub(crate) mod tokens;

pub(crate) use app::{Ask, Kith};
pub(crate) use reply::Reply;
