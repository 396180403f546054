//! What Kith is made of: whether all of it may be, and what its authors want said.
//!
//! `cargo deny` does more than `check`, but takes minutes to build; this takes seconds, needs neither
//! a tool nor a network, and is part of the tests. Both read `deny.toml`.

mod check;
mod lockfile;
mod metadata;
mod notices;
mod policy;

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use metadata::Metadata;
use policy::Policy;

/// What Kith is made of, from the folder of its workspace.
#[derive(Debug, Parser)]
#[command(name = "kith-supply-chain")]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fail if a package has a licence, a source or a version that deny.toml does not allow
    Check,
    /// Print the licences of everything that is in the binary
    Notices {
        /// The platform that the binary is for; this machine's by default
        #[arg(long, value_name = "TRIPLE")]
        target: Option<String>,
    },
}

fn main() -> ExitCode {
    match run(&CommandLine::parse().command) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "kith-supply-chain: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    match command {
        Command::Check => {
            let metadata = Metadata::of_workspace()?;
            let policy = Policy::read(&metadata.workspace_root)?;
            let locked = lockfile::read(&metadata.workspace_root)?;
            let report = check::check(&metadata, &locked, &policy)?;
            write!(out, "{report}").context("standard output")?;
            Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Notices { target } => {
            let target = target.as_deref().map_or_else(metadata::host, |one| Ok(one.to_owned()))?;
            let metadata = Metadata::of_binary(&target)?;
            let policy = Policy::read(&metadata.workspace_root)?;
            let notices = notices::of(&metadata, &policy)?;
            write!(out, "{notices}").context("standard output")?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
