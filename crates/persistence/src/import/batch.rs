//! Lines that are stored together.

use crate::record::Line;

/// The most lines of a batch. Each is at most 26 values, and a statement takes at most 32,766 on SQLite.
const MOST_LINES: usize = 1_000;

/// The most bytes, but for the last line.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Some lines that follow each other.
pub(crate) struct Batch {
    before: i64,
    lines: Vec<Line>,
    bytes: usize,
}

impl Batch {
    /// An empty one behind so many lines.
    pub(super) fn after(before: i64) -> Self {
        Self { before, lines: Vec::new(), bytes: 0 }
    }

    pub(super) fn has_room(&self) -> bool {
        self.lines.len() < MOST_LINES && self.bytes < MOST_BYTES
    }

    pub(super) fn push(&mut self, line: Line, bytes: usize) {
        self.lines.push(line);
        self.bytes += bytes;
    }

    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many lines of the file come before these.
    pub(super) fn before(&self) -> i64 {
        self.before
    }

    /// How many lines of the file there are with these.
    pub(super) fn with_these(&self) -> i64 {
        self.before + i64::try_from(self.lines.len()).unwrap_or(i64::MAX)
    }
}
