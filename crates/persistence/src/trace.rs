//! Spans that are exported, where spans are; elsewhere they cost nothing.

use tracing::{Span, info_span};

/// The span of one job of the database, waiting for a connection or a thread included. What it reads or
/// writes is not said.
pub(crate) fn span(system: &'static str, operation: &'static str) -> Span {
    info_span!(
        target: "kith_trace",
        "database",
        otel.kind = "client",
        otel.name = operation,
        db.system.name = system,
        db.operation.name = operation,
    )
}
