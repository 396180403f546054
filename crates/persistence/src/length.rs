//! How long reads may take.

/// How long a read may take, which decides where it is done.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    /// It finds a few rows in an index, so that others may wait behind it.
    Short,
    /// It may go through many rows: only others of its kind wait behind it.
    Long,
}
