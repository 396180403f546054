//! What the process takes of the machine, under the names that Prometheus gives it everywhere.

use kith_domain::Clock as _;
use procfs::WithCurrentSystemInfo as _;
use procfs::process::{LimitValue, Process};
use prometheus::core::{Collector, Desc};
use prometheus::proto::MetricFamily;
use prometheus::{Counter, IntGauge};

use crate::clock::SystemClock;

/// Asked when somebody looks. What the system does not tell stays as it was.
pub(super) struct ProcessMetrics {
    cpu: Counter,
    start: IntGauge,
    resident: IntGauge,
    virtual_memory: IntGauge,
    threads: IntGauge,
    open_files: IntGauge,
    most_open_files: IntGauge,
}

impl ProcessMetrics {
    pub(super) fn new() -> prometheus::Result<Self> {
        let metrics = Self {
            cpu: Counter::new("process_cpu_seconds_total", "Time of processors, user and system")?,
            start: IntGauge::new(
                "process_start_time_seconds",
                "When the process began, in seconds of Unix time",
            )?,
            resident: IntGauge::new("process_resident_memory_bytes", "Memory that is resident")?,
            virtual_memory: IntGauge::new("process_virtual_memory_bytes", "Virtual memory")?,
            threads: IntGauge::new("process_threads", "Threads")?,
            open_files: IntGauge::new("process_open_fds", "Files and sockets that are open")?,
            most_open_files: IntGauge::new("process_max_fds", "The most of these")?,
        };
        metrics.start.set(SystemClock.now().timestamp());
        Ok(metrics)
    }

    fn ask(&self) -> procfs::ProcResult<()> {
        let process = Process::myself()?;
        let stat = process.stat()?;
        let ticks = stat.utime.saturating_add(stat.stime);
        #[expect(clippy::cast_precision_loss, reason = "exact for the first 285 million years")]
        let seconds = ticks as f64 / procfs::ticks_per_second() as f64;
        self.cpu.inc_by((seconds - self.cpu.get()).max(0.0));
        self.resident.set(whole(stat.rss_bytes().get()));
        self.virtual_memory.set(whole(stat.vsize));
        self.threads.set(stat.num_threads);
        self.open_files.set(whole(u64::try_from(process.fd_count()?).unwrap_or(u64::MAX)));
        if let LimitValue::Value(most) = process.limits()?.max_open_files.soft_limit {
            self.most_open_files.set(whole(most));
        }
        Ok(())
    }

    fn gauges(&self) -> [&IntGauge; 6] {
        [
            &self.start,
            &self.resident,
            &self.virtual_memory,
            &self.threads,
            &self.open_files,
            &self.most_open_files,
        ]
    }
}

impl Collector for ProcessMetrics {
    fn desc(&self) -> Vec<&Desc> {
        let gauges = self.gauges().into_iter().flat_map(Collector::desc);
        self.cpu.desc().into_iter().chain(gauges).collect()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        if let Err(error) = self.ask() {
            tracing::debug!(error = %error, "the system does not tell what the process takes");
        }
        let gauges = self.gauges().into_iter().flat_map(Collector::collect);
        self.cpu.collect().into_iter().chain(gauges).collect()
    }
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
