//! Starting, and doing nothing.

use super::median;
use crate::form::Form;
use crate::site::{Bench, Engine};

/// What a start takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    pub(crate) engine: Engine,
    /// Milliseconds until the first answer with an empty database, whose schema is made before...
    pub(crate) first: f64,
    /// ... and when the schema is there already.
    pub(crate) again: f64,
    /// Megabytes of a server that has answered once.
    pub(crate) idle_memory: f64,
}

/// Starts servers on empty databases, and again on the same.
pub(crate) fn start(bench: &Bench<'_>, form: &Form, engine: Engine) -> anyhow::Result<Start> {
    let (mut first, mut again, mut idle) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..form.starts {
        let url = bench.empty_database(engine, &format!("empty_{number}"))?;
        for times in [&mut first, &mut again] {
            let server = bench.kith.serve(&url, bench.folder, &[])?;
            times.push(server.started_in.as_secs_f64() * 1e3);
            idle.push(server.memory()?.now);
        }
    }
    let median = |values: &[f64]| median(values).unwrap_or_default();
    Ok(Start { engine, first: median(&first), again: median(&again), idle_memory: median(&idle) })
}
