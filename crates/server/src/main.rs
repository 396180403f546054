//! Kith: who a user is elsewhere, whom a user knows, and where a user's data comes from.

mod application;
mod cache;
mod catalog;
mod clock;
mod commands;
mod demo;
mod idle;
mod jwks;
mod listener;
mod metrics;
mod new_file;
mod open_files;
mod outgoing;
mod sealing;
mod settings;
mod signals;
mod telemetry;
mod tls;
mod upkeep;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    match commands::CommandLine::parse().run(&mut io::stdout()).await {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough: `kith user list | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // The one place where an error of a command is printed, with its causes.
            let _ = writeln!(io::stderr(), "kith: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
