//! The databases find what they are asked for in the indexes that were made for it.

mod asked;
mod hot;
mod planner;
mod team;
