//! What processes use of the machine, as Linux tells it.

use std::fs;
use std::iter::Sum;

use anyhow::Context as _;

/// Linux counts the time of processes in hundredths of a second, on every architecture.
const TICKS_A_SECOND: f64 = 100.0;

/// One line of `/proc/PID/stat`, as far as it is of interest.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stat {
    parent: u32,
    /// Seconds of its own threads.
    own: f64,
    /// Seconds of its children that are gone.
    gone: f64,
}

impl Stat {
    fn of(process: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
    }

    fn parse(line: &str) -> Option<Self> {
        // The name before may have spaces and parentheses in it.
        let (_, rest) = line.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split(' ').collect();
        let seconds = |from: usize| {
            let ticks = fields.get(from..from + 2)?.iter().map(|field| field.parse::<f64>());
            Some(f64::sum(ticks.flatten()) / TICKS_A_SECOND)
        };
        Some(Self { parent: fields.get(1)?.parse().ok()?, own: seconds(11)?, gone: seconds(13)? })
    }
}

/// Seconds of processor time that a process has used.
pub(crate) fn cpu(process: u32) -> anyhow::Result<f64> {
    Stat::of(process).map(|stat| stat.own).context("a process that is measured has ended")
}

/// The same with all its children, those that are gone included.
pub(crate) fn cpu_with_children(process: u32) -> anyhow::Result<f64> {
    let stat = Stat::of(process).context("a process that is measured has ended")?;
    let names = fs::read_dir("/proc")?.flatten().map(|entry| entry.file_name());
    let all = names.filter_map(|name| Stat::of(name.to_str()?.parse().ok()?));
    let children = all.filter(|child| child.parent == process).map(|child| child.own + child.gone);
    Ok(stat.own + stat.gone + children.sum::<f64>())
}

/// Memory of a process, in megabytes (1,000,000 bytes).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Memory {
    pub(crate) now: f64,
    pub(crate) peak: f64,
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
            let kibibytes: f64 =
                line.trim_start_matches(':').split_whitespace().next()?.parse().ok()?;
            Some(kibibytes * 1024.0 / 1e6)
        };
        Some(Self { now: megabytes("VmRSS")?, peak: megabytes("VmHWM")? })
    }

    /// From now on the peak is counted anew.
    pub(crate) fn forget_peak(process: u32) -> anyhow::Result<()> {
        fs::write(format!("/proc/{process}/clear_refs"), "5").context("the peak stays")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_stat_is_read_whatever_the_name() {
        let line = "7 (a) b) S 3 7 7 0 -1 4194560 1 2 3 4 150 50 20 5 20 0 9";
        assert_eq!(Stat::parse(line), Some(Stat { parent: 3, own: 2.0, gone: 0.25 }));
        assert_eq!(Stat::parse("7 (a"), None);
        assert_eq!(Stat::parse("7 (a) S 3 7"), None);
    }

    #[test]
    fn memory_is_read_in_megabytes() {
        let status = "Name:\tkith\nVmPeak:\t 9 kB\nVmHWM:\t  20000 kB\nVmRSS:\t  10000 kB\n";
        assert_eq!(Memory::parse(status), Some(Memory { now: 10.24, peak: 20.48 }));
        assert_eq!(Memory::parse("Name:\tkith\n"), None);
    }

    #[test]
    fn a_process_that_works_uses_time_and_one_that_is_gone_is_an_error() {
        let before = cpu(std::process::id()).unwrap();
        let mut number = 1_u64;
        while cpu(std::process::id()).unwrap() <= before {
            number = std::hint::black_box(number.wrapping_mul(3));
        }
        assert!(cpu_with_children(std::process::id()).unwrap() > before);
        assert!(Memory::of(std::process::id()).unwrap().peak > 1.0);
        assert!(cpu(u32::MAX).is_err() && Memory::of(u32::MAX).is_err());
    }
}
