//! How a transaction ends.

/// What a write came to, and whether its traces stay.
#[derive(Debug)]
pub(crate) enum Ending<T> {
    /// Keep what was done.
    Commit(T),
    /// Undo what was done; the outcome says why.
    Rollback(T),
}
