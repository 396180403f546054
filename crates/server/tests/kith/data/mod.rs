//! What operators do with the data: copies, everything out and in, one user's part out, one user erased.

mod backup;
mod import;
#[path = "../../../../persistence/tests/persistence/data/many.rs"]
mod many;
mod one_user;
mod restore;
