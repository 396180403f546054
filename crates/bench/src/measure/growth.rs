//! How the cost of a request grows with what there is.

use anyhow::{Context as _, ensure};

use super::probe::round;
use super::{median, noise};
use crate::chart::{Chart, Scale, Series};
use crate::form::{Form, JUDGED};
use crate::load::{Credential, Requests, get};
use crate::site::{Bench, Engine, Site};
use crate::work::HubPages;

/// Where pages begin.
const OFFSETS: [u64; 7] = [0, 500, 1_000, 2_000, 3_000, 4_000, 4_900];

/// What is to be measured, and the values of the rounds so far.
struct Entry<'a> {
    site: &'a Site,
    requests: &'a Requests,
    values: Vec<f64>,
}

/// Measures the entries in turns, some rounds each, and gives the median of each and how much rounds differ:
/// requests in a second, or milliseconds of processor time of a request.
fn rounds(
    bench: &Bench<'_>,
    form: &Form,
    entries: &mut [Entry<'_>],
    value: Value,
) -> anyhow::Result<(Vec<f64>, Option<f64>)> {
    for _ in 0..form.growth_rounds {
        for entry in &mut *entries {
            let round = round(bench, entry.site, entry.requests, form.growth_effort(JUDGED))?;
            ensure!(round.outcome.errors == 0, "{} errors", round.outcome.errors);
            let requests = round.outcome.latencies.len() as f64;
            entry.values.push(match value {
                Value::Rate => round.rate,
                Value::Cost => (round.cpu.kith + round.cpu.database) / requests * 1e3,
            });
        }
    }
    let medians = entries.iter().map(|entry| median(&entry.values).unwrap_or_default());
    Ok((medians.collect(), noise(entries.iter().map(|entry| entry.values.as_slice()))))
}

#[derive(Clone, Copy)]
enum Value {
    Rate,
    Cost,
}

/// Requests in a second by number of users, for each work; sites of the same engine, rising.
pub(crate) fn by_users(
    bench: &Bench<'_>,
    form: &Form,
    sites: &[&Site],
    engine: Engine,
) -> anyhow::Result<Chart> {
    let works = sites.first().map_or(0, |site| site.works.len());
    let mut series = Vec::new();
    for work in 0..works {
        let entry = |site| Entry { site, requests: &site.works[work].requests, values: Vec::new() };
        let mut entries: Vec<Entry<'_>> = sites.iter().copied().map(entry).collect();
        let (rates, noise) = rounds(bench, form, &mut entries, Value::Rate)?;
        let points = sites.iter().zip(rates).map(|(site, rate)| (site.users as f64, rate));
        let name = sites[0].works[work].name.to_owned();
        series.push(Series { name, points: points.collect(), noise });
    }
    Ok(Chart {
        file: match engine {
            Engine::Postgres => "users-postgresql",
            Engine::Sqlite => "users-sqlite",
        },
        title: match engine {
            Engine::Postgres => "PostgreSQL: requests a second by number of users",
            Engine::Sqlite => "SQLite: requests a second by number of users",
        },
        x: "users",
        y: "a second",
        scale: Scale::FactorsBothWays,
        series,
    })
}

/// The cost of a page of somebody with 5,000 friends, by where it begins.
pub(crate) fn by_offset(bench: &Bench<'_>, form: &Form, sites: &[&Site]) -> anyhow::Result<Chart> {
    let mut series = Vec::new();
    for site in sites {
        let pages = HubPages { people: &site.people, server: site.server.address };
        let body = |request: &[u8]| site.server.body(request);
        let mut requests: Vec<Requests> =
            OFFSETS.iter().map(|offset| pages.offset(*offset)).collect();
        for offset in OFFSETS {
            requests.push(if offset == 0 {
                pages.offset(0)
            } else {
                pages.cursor(offset, &body)?
            });
        }
        let mut entries: Vec<_> =
            requests.iter().map(|requests| Entry { site, requests, values: Vec::new() }).collect();
        let (costs, noise) = rounds(bench, form, &mut entries, Value::Cost)?;
        let (by_offset, by_cursor) = costs.split_at(OFFSETS.len());
        for (how, costs) in [("offset", by_offset), ("cursor", by_cursor)] {
            let points = OFFSETS.iter().zip(costs).map(|(at, cost)| (*at as f64, *cost));
            let name = format!("{}, by {how}", site.engine);
            series.push(Series { name, points: points.collect(), noise });
        }
    }
    Ok(Chart {
        file: "pages",
        title: "Cost of a page of 20 of 5,000 connections by where it begins",
        x: "connections before it",
        y: "ms of processor time",
        scale: Scale::Linear,
        series,
    })
}

/// The cost of the first page, by how many friends its owner has.
pub(crate) fn by_friends(bench: &Bench<'_>, form: &Form, sites: &[&Site]) -> anyhow::Result<Chart> {
    let mut series = Vec::new();
    for site in sites {
        let people = &site.people;
        let server = site.server.address;
        let mut lonely = Requests::single();
        for (owner, token) in people.strangers.ids().zip(&people.tokens_of_viewers) {
            let path = format!("/api/v2/user/{owner}/connections/?limit=20");
            lonely.push(&get(server, &path, &Credential::Token(token)));
        }
        let pages = HubPages { people, server };
        let hub = pages.offset(0);
        let some = site.first_page().context("no work reads pages")?;
        let mut entries: Vec<_> = [&lonely, &some.requests, &hub]
            .into_iter()
            .map(|requests| Entry { site, requests, values: Vec::new() })
            .collect();
        let (costs, noise) = rounds(bench, form, &mut entries, Value::Cost)?;
        let points = [0.0, 100.0, 5_000.0].into_iter().zip(costs).collect();
        series.push(Series { name: site.engine.to_string(), points, noise });
    }
    Ok(Chart {
        file: "friends",
        title: "Cost of the first page by number of connections",
        x: "connections",
        y: "ms of processor time",
        scale: Scale::Linear,
        series,
    })
}
