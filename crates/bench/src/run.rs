//! A run, from the first start of a server to the last table.

use std::path::Path;

use anyhow::ensure;

use crate::form::Form;
use crate::kith::Kith;
use crate::measure::{
    Row, by_friends, by_offset, by_users, compare, memory, record, start, writes,
};
use crate::postgres::Postgres;
use crate::process::{Folder, end_all_on_signals};
use crate::report::{Machine, Report, write_json};
use crate::site::{Bench, Engine, Site};

/// Measures, writes what was asked for, and fails if a single answer was wrong. A target that is missed
/// is no failure: times differ between machines, and the report says it.
pub(crate) fn run(command: crate::Run, form: Form) -> anyhow::Result<()> {
    end_all_on_signals()?;
    let folder = Folder::create()?;
    let bench = Bench {
        kith: Kith::at(command.kith, form.settings)?,
        postgres: Postgres::at(&command.postgres, command.postgres_log)?,
        folder: folder.path(),
        only: command.only,
    };
    if bench.only.is_some() {
        return some(&bench, form, command.json.as_deref());
    }
    let report = measure(&bench, form, command.commit, command.json.as_deref())?;
    if let Some(docs) = &command.docs {
        report.write_pages(docs)?;
    }
    Ok(())
}

/// Compares some works, and measures nothing else.
fn some(bench: &Bench<'_>, form: Form, json: Option<&Path>) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    for engine in Engine::ALL {
        let site = bench.site(engine, form.most_users())?;
        let recorded = match engine {
            Engine::Postgres => record(bench, &site)?,
            Engine::Sqlite => Vec::new(),
        };
        rows.extend(compare(bench, &site, &form, &recorded)?);
    }
    if let Some(path) = json {
        write_json(&rows, path)?;
    }
    none_failed(&rows)
}

fn none_failed(rows: &[Row]) -> anyhow::Result<()> {
    let errors: u64 = rows.iter().map(|row| row.errors).sum();
    ensure!(errors == 0, "{errors} requests were not answered as they should be");
    Ok(())
}

fn measure(
    bench: &Bench<'_>,
    form: Form,
    commit: String,
    json: Option<&Path>,
) -> anyhow::Result<Report> {
    let machine = Machine::describe(bench.postgres.version()?, bench.folder)?;
    eprintln!("{machine}");
    let mut starts = Vec::new();
    for engine in Engine::ALL {
        starts.push(start(bench, &form, engine)?);
    }
    let mut sites = Vec::new();
    for engine in Engine::ALL {
        for users in form.users {
            sites.push(bench.site(engine, *users)?);
        }
    }
    let of = |engine| sites.iter().filter(move |site| site.engine == engine);
    let largest: Vec<&Site> =
        Engine::ALL.into_iter().filter_map(|engine| of(engine).next_back()).collect();

    let (mut recorded, mut rows) = (Vec::new(), Vec::new());
    for site in &largest {
        if site.engine == Engine::Postgres {
            recorded = record(bench, site)?;
        }
        rows.extend(compare(bench, site, &form, &recorded)?);
    }
    if let Some(path) = json {
        write_json(&rows, path)?;
    }
    none_failed(&rows)?;
    let mut charts = Vec::new();
    for engine in Engine::ALL {
        eprintln!("{engine}: growth with users");
        charts.push(by_users(bench, &form, &of(engine).collect::<Vec<_>>(), engine)?);
    }
    eprintln!("growth with offsets and friends");
    charts.push(by_offset(bench, &form, &largest)?);
    charts.push(by_friends(bench, &form, &largest)?);
    eprintln!("growth with clients");
    charts.push(writes(bench, &form, &largest)?);
    charts.push(memory(bench, &form, &largest)?);
    for site in &largest {
        eprintln!("{}: kith check", site.engine);
        bench.kith.check(&site.url)?;
    }
    let seed = |site: &&Site| (site.engine, site.seeded_in.as_secs_f64());
    let seeds = largest.iter().map(seed).collect();
    let binary = bench.kith.size()?;
    Ok(Report { form, machine, commit, rows, recorded, starts, seeds, charts, binary })
}
