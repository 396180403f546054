//! What was found, a line a promise.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::database::Engine;

/// How many things that are broken are told in words.
const TOLD: usize = 10;

/// What came of trying to break a promise.
#[derive(Debug, Default)]
pub(crate) struct Finding {
    /// How often it was tried.
    pub(crate) attempts: u64,
    /// How often it was broken, in words.
    pub(crate) broken: Vec<String>,
    /// How often something was only later than promised, in words; broken as well, unless it is tried again.
    pub(crate) late: Vec<String>,
    /// What was counted and measured besides.
    pub(crate) figures: Vec<(&'static str, Value)>,
}

impl Finding {
    /// Notes what is broken, if anything.
    pub(crate) fn note(&mut self, result: Result<(), String>) {
        self.broken.extend(result.err());
    }

    /// Notes an error that says what is broken.
    pub(crate) fn note_error(&mut self, result: anyhow::Result<()>) {
        self.broken.extend(result.err().map(|error| format!("{error:#}")));
    }

    /// Whether nothing is broken but a bound on time.
    pub(crate) fn is_only_late(&self) -> bool {
        self.broken.is_empty() && !self.late.is_empty()
    }

    /// What was late, for people.
    pub(crate) fn late(&self) -> String {
        told(&self.late)
    }

    /// Once it is not tried again, what was late is broken.
    pub(crate) fn settle(&mut self) {
        self.broken.append(&mut self.late);
    }

    pub(crate) fn figure(&mut self, name: &'static str, value: impl Into<Value>) {
        self.figures.push((name, value.into()));
    }
}

/// A line of the report.
pub(crate) struct Line {
    pub(crate) promise: &'static str,
    pub(crate) engine: Engine,
    pub(crate) finding: Finding,
    pub(crate) took: Duration,
}

impl Line {
    /// For programs.
    fn json(&self, form: &str, commit: Option<&str>) -> String {
        let Self { promise, engine, finding, took } = self;
        // By hand, as an object would order its members by their names.
        let member = |(name, value): &(&str, Value)| format!(",{}:{value}", json!(name));
        let figures: String = finding.figures.iter().map(member).collect();
        format!(
            "{{\"promise\":{},\"database\":{},\"attempts\":{},\"broken\":{},\"seconds\":{}{figures},\"form\":{},\"commit\":{}}}",
            json!(promise),
            json!(engine.to_string()),
            finding.attempts,
            finding.broken.len(),
            took.as_secs(),
            json!(form),
            json!(commit),
        )
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let Self { promise, engine, finding, took } = self;
        let Finding { attempts, broken, figures, .. } = finding;
        let mut text = format!(
            "{} {promise}, {engine}: {attempts} attempts, {} broken, {} s",
            if broken.is_empty() { "ok    " } else { "BROKEN" },
            broken.len(),
            took.as_secs(),
        );
        for (name, value) in figures {
            let _ = write!(text, "; {name}: {value}");
        }
        if !broken.is_empty() {
            let _ = write!(text, "\n{}", told(broken));
        }
        text
    }
}

/// The first few, a line each.
fn told(what: &[String]) -> String {
    let mut lines: Vec<_> = what.iter().take(TOLD).map(|it| format!("         {it}")).collect();
    if what.len() > TOLD {
        lines.push(format!("         and {} more", what.len() - TOLD));
    }
    lines.join("\n")
}

/// Writes one JSON object a line, with the form of the run and what the binary was built of.
pub(crate) fn write_json(
    lines: &[Line],
    form: &str,
    commit: Option<&str>,
    path: &Path,
) -> anyhow::Result<()> {
    let mut file = File::create(path)?;
    for line in lines {
        writeln!(file, "{}", line.json(form, commit))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_with_what_every_reader_expects() {
        let mut finding = Finding { attempts: 3, ..Finding::default() };
        finding.figure("acknowledged writes", 7);
        finding.note(Ok(()));
        finding.late.push("after 3 s".to_owned());
        assert!(finding.is_only_late());
        finding.settle();
        finding.note(Err("lost".to_owned()));
        assert!(!finding.is_only_late());
        let took = Duration::from_secs(2);
        let line = Line { promise: "a \"promise\"", engine: Engine::Sqlite, finding, took };
        assert_eq!(
            line.json("quick", Some("1a2b3c4")),
            r#"{"promise":"a \"promise\"","database":"sqlite","attempts":3,"broken":2,"seconds":2,"acknowledged writes":7,"form":"quick","commit":"1a2b3c4"}"#
        );
        assert!(line.text().starts_with("BROKEN"));
        assert!(line.text().ends_with("\n         after 3 s\n         lost"));
    }
}
