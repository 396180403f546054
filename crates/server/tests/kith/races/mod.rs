//! Many clients at once, against the running binary.

mod backend;
mod contest;
mod duel;
mod linking;
mod provider_connections;
mod ties;
mod users;
