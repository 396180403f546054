//! What memory Kith takes.

use anyhow::Context as _;

use crate::chart::{Chart, Scale, Series};
use crate::form::Form;
use crate::load::{Credential, get, hold, run};
use crate::site::{Bench, Site};

/// By connections that are open and do nothing, and by clients that read pages of connections: a fresh
/// server for each number, since memory that was used is not given back at once.
pub(crate) fn memory(bench: &Bench<'_>, form: &Form, sites: &[&Site]) -> anyhow::Result<Chart> {
    let mut series = Vec::new();
    for site in sites {
        let mut held = Vec::new();
        for connections in form.held {
            let server = bench.kith.serve(&site.url, bench.folder, &[])?;
            let request = get(server.address, "/health", &Credential::Nobody);
            let connections_held = hold(server.address, &request, *connections)?;
            held.push((*connections as f64, server.memory()?.now));
            drop(connections_held);
        }
        series.push(Series {
            name: format!("{}, open connections", site.engine),
            points: held,
            noise: None,
        });
        let page = site.first_page().context("no work reads pages")?;
        let mut working = Vec::new();
        for clients in form.clients {
            let server = bench.kith.serve(&site.url, bench.folder, &[])?;
            run(server.address, &page.requests, form.growth_effort(*clients), || Ok(()))?;
            working.push((*clients as f64, server.memory()?.peak));
        }
        let name = format!("{}, clients that read pages", site.engine);
        series.push(Series { name, points: working, noise: None });
    }
    Ok(Chart {
        file: "memory",
        title: "Memory of Kith by connections",
        x: "connections",
        y: "MB",
        scale: Scale::Factors,
        series,
    })
}
