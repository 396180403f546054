//! The port of connections and requests.

pub mod act;
mod attempts;
pub mod dormant;
pub mod list;
pub mod paging;
pub mod races;
pub mod requests;
pub mod situations;
pub mod ties;
