//! On what it was measured.

use std::fmt;
use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

/// What numbers depend on.
#[derive(Clone, Debug)]
pub(crate) struct Machine {
    cores: usize,
    processor: String,
    kernel: String,
    postgres: String,
    /// The file system of the SQLite files.
    files: String,
}

impl Machine {
    pub(crate) fn describe(postgres: String, folder: &Path) -> anyhow::Result<Self> {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        Ok(Self {
            cores: available_parallelism()?.get(),
            processor: processor(&read("/proc/cpuinfo")),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            postgres,
            files: file_system(&read("/proc/mounts"), &folder.canonicalize()?),
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cores, processor, kernel, postgres, files } = self;
        write!(
            formatter,
            "{cores} cores ({processor}), Linux {kernel}, PostgreSQL {postgres}, files on {files}"
        )
    }
}

fn processor(cpuinfo: &str) -> String {
    let names = cpuinfo.lines().filter_map(|line| line.split_once(':'));
    let mut models = names.filter(|(name, _)| name.trim() == "model name");
    models.next().map_or("unknown processor", |(_, model)| model.trim()).to_owned()
}

/// The kind of the mount that a folder is in: of those above it the deepest, of several there the last.
fn file_system(mounts: &str, folder: &Path) -> String {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((Path::new(fields.next()?), fields.next()?))
    });
    let above = mounts.filter(|(place, _)| folder.starts_with(place));
    let deepest = above.max_by_key(|(place, _)| place.components().count());
    deepest.map_or("an unknown file system", |(_, kind)| kind).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_counts() {
        let mounts = "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n/dev/b /tmp/ab xfs rw 0 0\n";
        assert_eq!(file_system(mounts, Path::new("/tmp/a")), "tmpfs");
        assert_eq!(file_system(mounts, Path::new("/work")), "ext4");
        assert_eq!(file_system("", Path::new("/work")), "an unknown file system");
    }

    #[test]
    fn the_processor_has_a_name() {
        assert_eq!(processor("processor : 0\nmodel name\t: AMD EPYC\n"), "AMD EPYC");
        assert_eq!(processor(""), "unknown processor");
    }
}
