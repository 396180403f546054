//! Many clients at once, against the running binary.

mod contest;
mod linking;
mod ties;
