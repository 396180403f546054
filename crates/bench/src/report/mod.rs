//! What was measured, for programs, for readers, and for the eye.

mod machine;
mod page;
mod plot;
mod shares;
mod table;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;

pub(crate) use machine::Machine;

use crate::chart::Chart;
use crate::form::Form;
use crate::measure::{Recorded, Row, Start};
use crate::site::Engine;

/// Writes one object a line: what was compared.
pub(crate) fn write_json(rows: &[Row], path: &Path) -> anyhow::Result<()> {
    let mut file = File::create(path).with_context(|| path.display().to_string())?;
    for row in rows {
        writeln!(file, "{}", row.json())?;
    }
    Ok(())
}

/// Everything that was measured in a run.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) form: Form,
    pub(crate) machine: Machine,
    /// What was measured.
    pub(crate) commit: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) recorded: Vec<Recorded>,
    pub(crate) starts: Vec<Start>,
    /// Seconds that the largest data set took, by engine.
    pub(crate) seeds: Vec<(Engine, f64)>,
    pub(crate) charts: Vec<Chart>,
    /// Bytes of the binary.
    pub(crate) binary: u64,
}

impl Report {
    /// Writes the tables into `performance.md` of a folder, and the plots into `performance` there.
    pub(crate) fn write_pages(&self, docs: &Path) -> anyhow::Result<()> {
        let page = docs.join("performance.md");
        let text = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
        let plots = docs.join("performance");
        fs::create_dir_all(&plots)?;
        fs::write(plots.join("shares.svg"), shares::svg(&self.rows))?;
        for chart in &self.charts {
            fs::write(plots.join(format!("{}.svg", chart.file)), plot::svg(chart))?;
        }
        fs::write(&page, page::put(&text, &page::text(self))?)?;
        Ok(())
    }
}
