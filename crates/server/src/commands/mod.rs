//! The command line.

#![expect(clippy::doc_markdown, reason = "these comments are the help on a terminal")]

mod backup;
mod check;
mod connection;
mod demo;
mod erase;
mod export;
mod health;
mod import;
mod key;
mod migrate;
mod rotate_key;
mod seed;
mod serve;
mod token;
mod user;

use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::settings::{self, Settings};
use crate::telemetry;

/// Keeps the relations of your users: who they are elsewhere, whom they know, where their data
/// comes from.
///
/// Settings come from the defaults, overridden by a file, overridden by the environment
/// (KITH__SECTION__KEY). config/default.toml names and explains each of them.
#[derive(Debug, Parser)]
#[command(name = "kith", version, after_help = "Try it: kith demo")]
pub(crate) struct CommandLine {
    /// A file with settings
    #[arg(long, env = "KITH_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Serve),
    Demo(demo::Demo),
    Migrate(migrate::Migrate),
    Check(check::Check),
    Health(health::Health),
    #[command(subcommand)]
    User(user::User),
    Token(token::Token),
    #[command(subcommand)]
    Key(key::Key),
    #[command(subcommand)]
    Connection(connection::Connection),
    RotateKey(rotate_key::RotateKey),
    Backup(backup::Backup),
    Export(export::Export),
    Import(import::Import),
    Erase(erase::Erase),
    Seed(seed::Seed),
}

impl CommandLine {
    /// Does what was asked for; answers go to `out`.
    pub(crate) async fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let settings: Settings = settings::load(self.config.as_deref(), settings::variables()?)?;
        let _until_the_end = telemetry::start(&settings)?;
        match self.command {
            Command::Serve(command) => command.run(settings).await,
            Command::Demo(command) => command.run(settings, out).await,
            Command::Migrate(command) => command.run(&settings, out).await,
            Command::Check(command) => command.run(&settings, out).await,
            Command::Health(command) => command.run(&settings),
            Command::User(command) => command.run(&settings, out).await,
            Command::Token(command) => command.run(&settings, out),
            Command::Key(command) => command.run(&settings, out).await,
            Command::Connection(command) => command.run(&settings, out).await,
            Command::RotateKey(command) => command.run(&settings, out).await,
            Command::Backup(command) => command.run(&settings, out),
            Command::Export(command) => command.run(&settings, out).await,
            Command::Import(command) => command.run(&settings, out).await,
            Command::Erase(command) => command.run(&settings, out).await,
            Command::Seed(command) => command.run(&settings, out).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::CommandLine::command().debug_assert();
    }
}
