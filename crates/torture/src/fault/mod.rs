//! Faults of the disk and of the clock, by a library that is loaded into the binary under test.
//!
//! A disk that fails, and a clock that somebody moves, cannot be had without the machine's root, nor on a
//! machine that others use. The library stands between the binary and the system, and does what a file
//! says. Kith itself knows nothing of it.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use anyhow::Context as _;
use tempfile::TempDir;
use tokio::process::Command;

use crate::kith::Kith;
use crate::process::answer;

const SOURCE: &str = include_str!("faults.c");

/// What can be wrong with the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None = 0,
    /// Files cannot grow: ENOSPC.
    Full = 1,
    /// Writing fails: EIO.
    WritesFail = 2,
    /// What was written does not reach the disk, and the system says so: EIO.
    SyncsFail = 4,
    /// Reading fails, too: EIO.
    ReadsAndWritesFail = 10,
}

/// The library, built.
pub(crate) struct Library {
    folder: TempDir,
}

impl Library {
    /// Builds it with the C compiler that SQLite is built with.
    pub(crate) async fn build() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("kith-torture-faults.").tempdir()?;
        let library = Self { folder };
        let source = library.folder.path().join("faults.c");
        fs::write(&source, SOURCE)?;
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(library.path()).arg(source).arg("-ldl");
        answer(&mut cc).await.context("the library with the faults")?;
        Ok(library)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("faults.so")
    }

    /// Faults for one server, none to begin with; and the binary that has them.
    pub(crate) fn of(&self, kith: &Kith) -> anyhow::Result<(Faults, Kith)> {
        let file = tempfile::Builder::new().prefix("control.").tempfile_in(self.folder.path())?;
        let (file, path) = file.keep()?;
        file.set_len(24)?;
        Ok((Faults { file }, kith.preload(&self.path(), &path)))
    }
}

/// What is wrong with the disk and the clock of one server.
pub(crate) struct Faults {
    file: File,
}

impl Faults {
    pub(crate) fn set(&self, fault: Fault) -> anyhow::Result<()> {
        self.write(0, fault as i64)
    }

    /// How many seconds the clock is wrong.
    pub(crate) fn move_clock(&self, seconds: i64) -> anyhow::Result<()> {
        self.write(8, seconds)
    }

    /// How many calls to the system have failed because of this.
    pub(crate) fn hits(&self) -> anyhow::Result<i64> {
        let mut bytes = [0; 8];
        self.file.read_exact_at(&mut bytes, 16)?;
        Ok(i64::from_ne_bytes(bytes))
    }

    fn write(&self, at: u64, value: i64) -> anyhow::Result<()> {
        Ok(self.file.write_all_at(&value.to_ne_bytes(), at)?)
    }
}
