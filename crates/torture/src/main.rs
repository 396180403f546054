//! Breaks what can break under the whole binary `kith`, under load, and looks whether Kith keeps what it
//! promises. `scripts/torture.sh` runs it; docs/torture.md says what is tried, and how.
//!
//! Linux only: processes are frozen and measured through `/proc`, and faults come from a library that is
//! loaded into the binary.

mod community;
mod database;
mod fault;
mod form;
mod http;
mod kith;
mod postgres;
mod process;
mod promise;
mod report;
mod sqlite;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use database::Engine;
use fault::Library;
use form::Form;
use kith::Kith;
use postgres::Cluster;
use promise::{Promise, Setting};
use report::{Finding, Line, write_json};

#[derive(Parser)]
#[command(about = "Crash and fault tests of the whole binary `kith`; run by scripts/torture.sh")]
struct CommandLine {
    /// Few attempts, for every change
    #[arg(long)]
    quick: bool,

    /// How often the server is killed on each database, instead of what the form says
    #[arg(long, value_name = "N")]
    kills: Option<u64>,

    /// These promises alone
    #[arg(long, value_name = "PROMISE", value_delimiter = ',')]
    only: Vec<Promise>,

    /// On this database alone
    #[arg(long, value_name = "DATABASE")]
    database: Option<Engine>,

    /// What chance begins with; printed by every run, to run the same again
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,

    /// The binary that is put to the test
    #[arg(long, value_name = "FILE")]
    kith: PathBuf,

    /// What the binary was built of, to be told in the JSON objects
    #[arg(long, value_name = "COMMIT")]
    commit: Option<String>,

    /// Where to write one JSON object a line
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// The folder of PostgreSQL's programs, as scripts/postgres-programs.sh prints it
    #[arg(long, value_name = "FOLDER")]
    postgres_programs: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let command = CommandLine::parse();
    // Whatever is dropped ends its processes and removes its folders.
    let done = tokio::select! {
        done = run(&command) => done,
        ended = told_to_end() => ended,
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("kith-torture: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Fails at Ctrl-C and SIGTERM.
async fn told_to_end() -> anyhow::Result<bool> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    anyhow::bail!("interrupted")
}

/// Whether every promise was kept.
async fn run(command: &CommandLine) -> anyhow::Result<bool> {
    let mut form = if command.quick { Form::QUICK } else { Form::FULL };
    form.kills = command.kills.unwrap_or(form.kills);
    let seed = command.seed.unwrap_or_else(|| fastrand::u64(..));
    eprintln!("seed {seed}");
    let kith = Kith::at(command.kith.clone())?;
    let faults = Library::build().await?;
    let cluster = Cluster::start_new(command.postgres_programs.clone(), form.durable).await?;
    let mut lines = Vec::new();
    for promise in <Promise as clap::ValueEnum>::value_variants() {
        if !command.only.is_empty() && !command.only.contains(promise) {
            continue;
        }
        for engine in promise.engines() {
            if command.database.is_some_and(|only| only != *engine) {
                continue;
            }
            let setting = || Setting {
                kith: kith.clone(),
                cluster: &cluster,
                faults: &faults,
                form,
                engine: *engine,
                chance: fastrand::Rng::with_seed(seed),
            };
            let begun = Instant::now();
            let mut finding = put_to_the_test(*promise, setting()).await;
            for again in 1..form.tries {
                if !finding.is_only_late() {
                    break;
                }
                eprintln!(
                    "too late, tried again: {}, {engine}\n{}",
                    promise.words(),
                    finding.late()
                );
                finding = put_to_the_test(*promise, setting()).await;
                finding.figure("tried again for time", again);
            }
            finding.settle();
            let line =
                Line { promise: promise.words(), engine: *engine, finding, took: begun.elapsed() };
            eprintln!("{}", line.text());
            lines.push(line);
            if let Some(path) = &command.json {
                let form = if command.quick { "quick" } else { "full" };
                write_json(&lines, form, command.commit.as_deref(), path)?;
            }
        }
    }
    let broken = lines.iter().filter(|line| !line.finding.broken.is_empty()).count();
    let attempts: u64 = lines.iter().map(|line| line.finding.attempts).sum();
    eprintln!("{attempts} attempts, {broken} of {} lines broken, seed {seed}", lines.len());
    Ok(broken == 0)
}

/// What came of it. What could not be tried was not kept.
async fn put_to_the_test(promise: Promise, mut setting: Setting<'_>) -> Finding {
    promise.put_to_the_test(&mut setting).await.unwrap_or_else(|error| Finding {
        broken: vec![format!("not tried to the end: {error:#}")],
        ..Finding::default()
    })
}
