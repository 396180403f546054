//! Where the lines of an export go.

use std::io::Write;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::{ExportError, ExportProgress, Exported};
use crate::record::{End, Line};

/// Writes lines, and counts and hashes them for the last one.
pub(crate) struct Sink<'a> {
    out: &'a mut dyn Write,
    progress: &'a mut dyn FnMut(ExportProgress),
    line: Vec<u8>,
    digest: Sha256,
    lines: i64,
    total: i64,
}

impl<'a> Sink<'a> {
    pub(super) fn new(out: &'a mut dyn Write, progress: &'a mut dyn FnMut(ExportProgress)) -> Self {
        Self { out, progress, line: Vec::new(), digest: Sha256::new(), lines: 0, total: 0 }
    }

    /// Says how many rows there will be.
    pub(super) fn expect(&mut self, rows: i64) {
        self.total = rows + 2;
    }

    pub(super) fn write(&mut self, line: &Line) -> Result<(), ExportError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, line).map_err(ExportError::Damaged)?;
        self.line.push(b'\n');
        self.digest.update(&self.line);
        self.lines += 1;
        self.out.write_all(&self.line).map_err(ExportError::Write)
    }

    /// Writes some, and tells how far it is.
    pub(super) fn write_all(
        &mut self,
        lines: impl Iterator<Item = Line>,
    ) -> Result<(), ExportError> {
        for line in lines {
            self.write(&line)?;
        }
        (self.progress)(ExportProgress {
            lines: self.lines.unsigned_abs(),
            total: self.total.unsigned_abs(),
        });
        Ok(())
    }

    /// Writes the last line.
    pub(super) fn end(&mut self) -> Result<Exported, ExportError> {
        let digest = self.digest.clone().finalize();
        let sha256 = Some(BASE64_STANDARD.encode(digest));
        self.write(&Line::End(End { lines: self.lines, sha256 }))?;
        self.out.flush().map_err(ExportError::Write)?;
        Ok(Exported { lines: self.lines.unsigned_abs() })
    }
}
