//! Reading a file line by line, as if somebody hostile had written it.

use std::io::{BufRead, Read as _};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

use super::ImportError;
use super::batch::Batch;
use crate::record::{End, Header, Line};

/// The most bytes of a line. The longest that is legal holds two sealed tokens, and is a third of that.
const MOST_BYTES: usize = 1024 * 1024;

/// Reads lines, and hashes those that are taken.
pub(crate) struct Reader<'a> {
    input: &'a mut dyn BufRead,
    line: Vec<u8>,
    digest: Sha256,
    /// How many lines are taken.
    lines: i64,
    bytes: u64,
    /// The place of the last line's kind.
    place: u8,
}

impl<'a> Reader<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Self {
        let digest = Sha256::new();
        Self { input, line: Vec::new(), digest, lines: 0, bytes: 0, place: 0 }
    }

    /// How many lines are taken.
    pub(super) fn lines(&self) -> i64 {
        self.lines
    }

    /// The SHA-256 of the lines that are taken.
    pub(super) fn digest(&self) -> Vec<u8> {
        self.digest.clone().finalize().to_vec()
    }

    /// How many bytes are read.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Takes the first line.
    pub(super) fn header(&mut self) -> Result<Header, ImportError> {
        match self.look()? {
            Some(Line::KithExport(header)) => {
                self.take();
                Ok(header)
            }
            Some(_) | None => Err(self.wrong("this is no export of Kith")),
        }
    }

    /// Takes lines without looking into them, up to that one.
    pub(super) fn skip_to(&mut self, lines: i64) -> Result<(), ImportError> {
        while self.lines < lines {
            if !self.read()? {
                return Err(ImportError::CutOff { lines: self.lines });
            }
            self.take();
        }
        Ok(())
    }

    /// Takes some lines, fewer only before the last one, which comes with them then.
    pub(super) fn batch(&mut self) -> Result<(Batch, Option<End>), ImportError> {
        let mut batch = Batch::after(self.lines);
        while batch.has_room() {
            match self.look()? {
                None => return Err(ImportError::CutOff { lines: self.lines }),
                Some(Line::KithExport(_)) => return Err(self.wrong("a second first line")),
                Some(Line::End(end)) => {
                    self.conclude(&end)?;
                    return Ok((batch, Some(end)));
                }
                Some(line) if line.place() < self.place => {
                    return Err(self.wrong("lines of one kind stand together, in a fixed order"));
                }
                Some(line) => {
                    self.place = line.place();
                    batch.push(line, self.line.len());
                    self.take();
                }
            }
        }
        Ok((batch, None))
    }

    /// Whether the last line tells the truth, and is the last one.
    fn conclude(&mut self, end: &End) -> Result<(), ImportError> {
        if end.lines != self.lines {
            return Err(self.wrong("lines are missing, or there are too many"));
        }
        let digest = BASE64_STANDARD.encode(self.digest());
        if end.sha256.as_ref().is_some_and(|sha256| *sha256 != digest) {
            return Err(self.wrong(
                "the lines before are not those that were exported; if they were edited, take sha256 out \
                 of this one",
            ));
        }
        self.lines += 1;
        if self.read()? { Err(self.wrong("a line behind the last one")) } else { Ok(()) }
    }

    /// The next line, checked but not taken yet.
    fn look(&mut self) -> Result<Option<Line>, ImportError> {
        if !self.read()? {
            return Ok(None);
        }
        Line::read(&self.line).map(Some).map_err(|why| self.wrong(&why))
    }

    /// Reads a line; false at the end.
    fn read(&mut self) -> Result<bool, ImportError> {
        self.line.clear();
        let mut input = (&mut *self.input).take(MOST_BYTES as u64 + 1);
        input.read_until(b'\n', &mut self.line).map_err(ImportError::Read)?;
        self.bytes += self.line.len() as u64;
        if self.line.len() > MOST_BYTES {
            return Err(self.wrong("a line has at most 1048576 bytes"));
        }
        Ok(!self.line.is_empty())
    }

    fn take(&mut self) {
        self.digest.update(&self.line);
        self.lines += 1;
    }

    fn wrong(&self, why: &str) -> ImportError {
        ImportError::Line { line: self.lines + 1, why: why.to_owned() }
    }
}
