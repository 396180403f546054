//! What memory a process has, as Linux tells it.

use std::fs;

use anyhow::Context as _;

/// Memory that is resident, in megabytes (1,000,000 bytes).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Memory {
    pub(crate) now: u64,
    pub(crate) peak: u64,
}

impl Memory {
    pub(crate) fn of(process: u32) -> anyhow::Result<Self> {
        let status = fs::read_to_string(format!("/proc/{process}/status"));
        Self::parse(&status.context("a process that is measured has ended")?)
            .context("/proc tells no memory")
    }

    fn parse(status: &str) -> Option<Self> {
        let megabytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            let kibibytes: u64 =
                line.trim_start_matches(':').split_whitespace().next()?.parse().ok()?;
            Some(kibibytes * 1024 / 1_000_000)
        };
        Some(Self { now: megabytes("VmRSS")?, peak: megabytes("VmHWM")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_in_megabytes() {
        let status = "Name:\tkith\nVmPeak:\t 9 kB\nVmHWM:\t  20000 kB\nVmRSS:\t  10000 kB\n";
        assert_eq!(Memory::parse(status), Some(Memory { now: 10, peak: 20 }));
        assert_eq!(Memory::parse("Name:\tkith\n"), None);
        assert!(Memory::of(std::process::id()).unwrap().peak > 0);
    }
}
