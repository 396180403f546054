//! What Kith tells of itself while it runs: log lines, and spans where a collector is configured.

mod collector;
mod lines;
mod logged_users;
mod traces;

pub(crate) use logged_users::logged_users;
pub(crate) use traces::{adopt, rename};

use anyhow::Context as _;
use kith_http::TRACES;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{Directive, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer, SubscriberExt as _};
use tracing_subscriber::registry::{LookupSpan, Registry};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::settings::{Log, LogFormat, Settings};
use lines::{Lines, Rest};
use traces::Traces;

/// What runs beside the program; to be kept until its end, when what is left is exported and written.
pub(crate) struct Telemetry {
    _traces: Option<Traces>,
    _lines: Rest,
}

/// Sends log lines to standard error (standard output is for what commands answer) and spans to the
/// collector, if there is one.
pub(crate) fn start(settings: &Settings) -> anyhow::Result<Telemetry> {
    let log = &settings.log;
    // Spans that are exported have no place in the log: its lines have a span of their own.
    let no_traces = format!("{TRACES}=off").parse::<Directive>().context("the target of traces")?;
    let filter = EnvFilter::try_new(&log.filter).context("log.filter is no filter of log lines")?;
    let filter = filter.add_directive(no_traces);
    let traces = Traces::start(&settings.telemetry)?;
    let (writer, rest) = Lines::start().context("cannot start logging")?;
    let started = if let Some(traces) = &traces {
        let exported = Targets::new().with_target(TRACES, LevelFilter::INFO);
        let spans = traces.layer().with_filter(exported);
        Registry::default().with(spans).with(lines(log, writer).with_filter(filter)).try_init()
    } else {
        Registry::default().with(filter).with(lines(log, writer)).try_init()
    };
    started.context("cannot start logging")?;
    Ok(Telemetry { _traces: traces, _lines: rest })
}

fn lines<S>(log: &Log, writer: Lines) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let lines = fmt::layer().with_writer(writer);
    match log.format {
        LogFormat::Text => {
            lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).boxed()
        }
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}
