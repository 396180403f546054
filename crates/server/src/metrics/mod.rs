//! The numbers that Prometheus collects, on an address of their own.

mod database;
mod listener;
#[cfg(target_os = "linux")]
mod process;

pub(crate) use listener::Listener;

use kith_persistence::Database;
use prometheus::{IntGaugeVec, Opts, Registry};

/// Everything that is shown.
fn registry(requests: &kith_http::Metrics, database: &Database) -> prometheus::Result<Registry> {
    let registry = Registry::new();
    requests.register(&registry)?;
    registry.register(Box::new(database::DatabaseMetrics::new(database.clone())?))?;
    #[cfg(target_os = "linux")]
    registry.register(Box::new(process::ProcessMetrics::new()?))?;
    let build = Opts::new("kith_build_info", "Which Kith this is; always 1");
    let build = IntGaugeVec::new(build, &["version"])?;
    build.get_metric_with_label_values(&[env!("CARGO_PKG_VERSION")])?.set(1);
    registry.register(Box::new(build))?;
    Ok(registry)
}
