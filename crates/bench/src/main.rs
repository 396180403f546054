//! Measures the whole binary `kith`: its share of what pgbench does with the same statements, and of
//! what a bare endpoint does with the same answers, in one run on the same cores; and how its cost
//! grows. `scripts/bench.sh` runs it; docs/performance.md says what is measured, and how.
//!
//! Linux only: what processes use is read from `/proc`.

#![expect(clippy::cast_precision_loss, reason = "counts that are measured are small")]

mod bare;
mod chart;
mod form;
mod kith;
mod load;
mod measure;
mod postgres;
mod process;
mod report;
mod run;
mod site;
mod sql;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use form::Form;

#[derive(Parser)]
#[command(about = "Measures the whole binary `kith`; run by scripts/bench.sh")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Run(Run),
    Bare(Bare),
}

/// Measure
#[derive(Args)]
struct Run {
    /// 100,000 users and short rounds, instead of 1,000,000
    #[arg(long, conflicts_with = "smoke")]
    quick: bool,

    /// Everything once, just to see that it works
    #[arg(long)]
    smoke: bool,

    /// The binary that is measured
    #[arg(long, value_name = "FILE")]
    kith: PathBuf,

    /// The commit that the binary is of
    #[arg(long, default_value = "unknown")]
    commit: String,

    /// Where to write one JSON object a line
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// The folder of performance.md, to write the tables and plots there
    #[arg(long, value_name = "FOLDER", conflicts_with = "only")]
    docs: Option<PathBuf>,

    /// Only compare the works whose names contain this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,

    /// A server of our own, as scripts/with-postgres.sh makes it
    #[arg(long, env = "KITH_TEST_POSTGRES_URL", hide_env_values = true)]
    postgres: String,

    /// Its log
    #[arg(long, env = "KITH_TEST_POSTGRES_LOG")]
    postgres_log: PathBuf,
}

/// Serve the reference: always the same answer
#[derive(Args)]
struct Bare {
    /// A file with the answer
    #[arg(long)]
    body: PathBuf,

    #[arg(long)]
    workers: usize,
}

fn main() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Bare(command) => bare::serve(&command.body, command.workers),
        Command::Run(command) => {
            let form = match (command.quick, command.smoke) {
                (true, _) => Form::QUICK,
                (_, true) => Form::SMOKE,
                _ => Form::FULL,
            };
            run::run(command, form)
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kith-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}
