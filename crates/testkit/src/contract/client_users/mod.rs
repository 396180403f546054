//! Users as a team's backend keeps them.

pub mod both;
pub mod create;
pub mod delete;
pub mod edit;
pub mod erase;
pub mod list;
pub mod metrics;
pub mod races;
pub mod read;
pub mod undo_delete;
