//! Social associations.

mod link;
mod list;
mod unlink;
mod visibility;
