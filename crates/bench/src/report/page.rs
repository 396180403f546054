//! The measured part of the page about performance.

use anyhow::{Context as _, ensure};

use super::Report;
use super::table::{number, of_chart, table};
use crate::form::JUDGED;
use crate::measure::Row;
use crate::site::Engine;

const BEGIN: &str = "<!-- measured: what is below is written by scripts/bench.sh -->";
const END: &str = "<!-- measured: end -->";

/// The page with this text between its two marks.
pub(super) fn put(page: &str, text: &str) -> anyhow::Result<String> {
    let (before, rest) = page.split_once(BEGIN).context("the page has no mark to begin at")?;
    let (_, after) = rest.split_once(END).context("the page has no mark to end at")?;
    ensure!(!after.contains(BEGIN), "the page has a mark twice");
    Ok(format!("{before}{BEGIN}\n\n{text}\n{END}{after}"))
}

/// Everything that was measured, as Markdown.
pub(super) fn text(report: &Report) -> String {
    let users = report.form.most_users();
    let mut parts = vec![format!(
        "The {} form of {}, with {} users and {} rounds of each. On {}. Shares are what to read; all \
         else is of this machine.",
        report.form.name,
        report.commit,
        number(users as f64),
        report.form.rounds,
        report.machine
    )];
    let short: Vec<_> = report.rows.iter().filter(|row| row.is_short()).collect();
    parts.push(if short.is_empty() {
        "Every target is met. There was no error.".to_owned()
    } else {
        let names = short.iter().map(|row| format!("{} on {}", row.work, row.engine));
        let names = names.collect::<Vec<_>>().join("; ");
        format!("Below the target: {names}. There was no error.")
    });
    let others = report.rows.iter().filter(|row| row.is_below() && !row.is_judged());
    let others = others.map(|row| {
        format!("{} on {} with {} clients: {:.2}", row.work, row.engine, row.clients, row.ratio)
    });
    let others = others.collect::<Vec<_>>().join("; ");
    if !others.is_empty() {
        parts.push(format!("Not judged, and below the same number: {others}."));
    }
    parts.push(format!("![Shares with {JUDGED} clients](performance/shares.svg)"));
    for engine in Engine::ALL {
        let reference = Row::reference_name(engine);
        parts.push(format!("### On {engine}, against {reference}"));
        parts.push(shares(report, engine));
    }
    parts.push("### Statements of a request".to_owned());
    parts.push(statements(report));
    parts.push("### Starting and resting".to_owned());
    parts.push(starts(report));
    for chart in &report.charts {
        parts.push(format!("### {}", chart.title));
        parts.push(format!("![{}](performance/{}.svg)", chart.title, chart.file));
        parts.push(of_chart(chart));
    }
    let trimmed: Vec<_> = parts.iter().map(|part| part.trim_end()).collect();
    trimmed.join("\n\n") + "\n"
}

fn shares(report: &Report, engine: Engine) -> String {
    let head = [
        "Work",
        "Clients",
        "Share",
        "of rounds",
        "Target",
        "Kith, 1/s",
        "Reference, 1/s",
        "p50, ms",
        "p99, ms",
        "Kith, µs",
        "Database, µs",
        "Generator, µs",
        "Peak, MB",
    ];
    let rows = report.rows.iter().filter(|row| row.engine == engine).map(|row| {
        let database = match engine {
            Engine::Postgres => number(row.database_cpu),
            Engine::Sqlite => String::new(),
        };
        vec![
            row.work.to_owned(),
            row.clients.to_string(),
            format!("{:.2}", row.ratio),
            format!("{:.2} to {:.2}", row.spread.0, row.spread.1),
            row.target.map_or(String::new(), |target| format!("{target:.2}")),
            number(row.kith),
            number(row.reference),
            row.p50.map_or(String::new(), number),
            row.p99.map_or(String::new(), number),
            number(row.kith_cpu),
            database,
            number(row.generator_cpu),
            number(row.peak_memory),
        ]
    });
    table(&head, &rows.collect::<Vec<_>>())
}

fn statements(report: &Report) -> String {
    let rows = report.recorded.iter().map(|recorded| {
        let (known, unknown) = (recorded.known.len(), recorded.unknown);
        vec![recorded.work.to_owned(), known.to_string(), unknown.to_string()]
    });
    table(&["Work", "by a caller seen lately", "by any other"], &rows.collect::<Vec<_>>())
}

fn starts(report: &Report) -> String {
    let rows = report.starts.iter().map(|start| {
        let seed = report.seeds.iter().find(|(engine, _)| *engine == start.engine);
        vec![
            start.engine.to_string(),
            number(start.first),
            number(start.again),
            number(start.idle_memory),
            seed.map_or(String::new(), |(_, seconds)| number(*seconds)),
        ]
    });
    let head = [
        "Database",
        "First answer, empty database, ms",
        "First answer, next start, ms",
        "Idle memory, MB",
        "The data set made in, s",
    ];
    let table = table(&head, &rows.collect::<Vec<_>>());
    format!("{table}\nThe binary has {} MB.", number(report.binary as f64 / 1e6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let page = format!("# A\n\n{BEGIN}\nold\n{END}\n\n## B\n");
        let written = put(&page, "new\n").unwrap();
        assert_eq!(written, format!("# A\n\n{BEGIN}\n\nnew\n\n{END}\n\n## B\n"));
        assert_eq!(put(&written, "new\n").unwrap(), written);
        for wrong in ["", BEGIN, END, &format!("{END}{BEGIN}"), &format!("{page}{page}")] {
            assert!(put(wrong, "new").is_err(), "{wrong}");
        }
    }
}
