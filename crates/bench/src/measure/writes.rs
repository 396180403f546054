//! How many changes a second there are, by how many clients make them.

use anyhow::{Context as _, ensure};

use super::probe::round;
use super::{median, noise};
use crate::chart::{Chart, Scale, Series};
use crate::form::Form;
use crate::site::{Bench, Site};

/// Changes in a second, each of which is on the disk before it is answered.
pub(crate) fn writes(bench: &Bench<'_>, form: &Form, sites: &[&Site]) -> anyhow::Result<Chart> {
    let mut series = Vec::new();
    for site in sites {
        let cycle = site.works.iter().find(|work| work.requests.is_exclusive());
        let requests = &cycle.context("no work writes")?.requests;
        let mut rates = vec![Vec::new(); form.writers.len()];
        for _ in 0..form.growth_rounds {
            for (clients, rates) in form.writers.iter().zip(&mut rates) {
                let round = round(bench, site, requests, form.growth_effort(*clients))?;
                ensure!(round.outcome.errors == 0, "{} errors", round.outcome.errors);
                rates.push(round.rate * requests.steps() as f64);
            }
        }
        let medians = rates.iter().map(|rates| median(rates).unwrap_or_default());
        let points = form.writers.iter().map(|clients| *clients as f64).zip(medians).collect();
        let noise = noise(rates.iter().map(Vec::as_slice));
        series.push(Series { name: site.engine.to_string(), points, noise });
    }
    Ok(Chart {
        file: "writes",
        title: "Durable changes a second by clients",
        x: "clients",
        y: "a second",
        scale: Scale::Factors,
        series,
    })
}
