//! Connections and requests, in a community of friends (contract, sections 5 and 6).

pub(crate) mod act;
pub(crate) mod list;
pub(crate) mod mark_seen;
pub(crate) mod requests;
pub(crate) mod status;
pub(crate) mod statuses;
