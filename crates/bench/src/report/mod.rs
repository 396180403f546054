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

/// Everything that was measured in a run.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) form: Form,
    pub(crate) machine: Machine,
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
    /// Requests that were not answered as they should.
    pub(crate) fn errors(&self) -> u64 {
        self.rows.iter().map(|row| row.errors).sum()
    }

    /// Writes one object a line.
    pub(crate) fn write_json(&self, path: &Path) -> anyhow::Result<()> {
        let mut file = File::create(path).with_context(|| path.display().to_string())?;
        for row in &self.rows {
            writeln!(file, "{}", row.json())?;
        }
        Ok(())
    }

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
