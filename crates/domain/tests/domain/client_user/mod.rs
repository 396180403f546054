//! Users of a team.

mod create;
mod delete;
mod edit;
mod erase;
mod read;
mod undo_delete;
