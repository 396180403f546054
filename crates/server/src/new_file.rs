//! A file that has its name only once it is whole and on the disk.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tempfile::NamedTempFile;

/// A file on its way. Nobody else may read it; dropped, it leaves nothing.
pub(crate) struct NewFile {
    file: NamedTempFile,
    folder: PathBuf,
    name: PathBuf,
}

impl NewFile {
    /// Begins one beside the place where it will be, which must be free.
    pub(crate) fn begin(name: &Path) -> anyhow::Result<Self> {
        let context = || name.display().to_string();
        if name.symlink_metadata().is_ok() {
            bail!("{}: it exists already, and is not overwritten", name.display());
        }
        let folder = name.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let file = tempfile::Builder::new().prefix(".kith-").tempfile_in(&folder);
        Ok(Self { file: file.with_context(context)?, folder, name: name.to_owned() })
    }

    /// Where it is for now.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }

    /// What is written goes here.
    pub(crate) fn as_file(&self) -> &File {
        self.file.as_file()
    }

    /// Gives it its name. If somebody else has taken that meanwhile, theirs stays.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let context = self.name.display().to_string();
        self.put().context(context)
    }

    fn put(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist_noclobber(&self.name)?;
        // The name, too, has to be on the disk.
        if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::NewFile;

    #[test]
    fn a_file_is_whole_or_not_there_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("new");
        let begun = NewFile::begin(&name).unwrap();
        begun.as_file().write_all(b"half").unwrap();
        assert!(!name.exists() && begun.path().exists());
        drop(begun);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left");

        let (first, second) = (NewFile::begin(&name).unwrap(), NewFile::begin(&name).unwrap());
        first.as_file().write_all(b"first").unwrap();
        first.finish().unwrap();
        assert!(second.finish().is_err());
        assert!(NewFile::begin(&name).is_err());
        assert_eq!(fs::read(&name).unwrap(), b"first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("new");
        NewFile::begin(&name).unwrap().finish().unwrap();
        assert_eq!(fs::metadata(&name).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
