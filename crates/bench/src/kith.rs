//! The binary that is measured: its commands, and a server.

use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::load::{Credential, exchange, get};
use crate::process::usage::{Memory, cpu};
use crate::process::{Running, answer};

/// Everything here ends with the run, so nobody can make use of it.
const JWT_SECRET: &str = "signs-tokens-for-the-users-of-a-benchmark-alone";

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_mins(1);

/// The most tokens that one command is asked for, as its line has an end.
const TOKENS_AT_ONCE: usize = 1_000;

/// Where the binary is.
pub(crate) struct Kith {
    program: PathBuf,
    settings: &'static [(&'static str, &'static str)],
}

impl Kith {
    pub(crate) fn at(
        program: PathBuf,
        settings: &'static [(&'static str, &'static str)],
    ) -> anyhow::Result<Self> {
        if !program.is_file() {
            bail!("{} is not there: build it first", program.display());
        }
        Ok(Self { program, settings })
    }

    /// Bytes of the program.
    pub(crate) fn size(&self) -> anyhow::Result<u64> {
        Ok(fs::metadata(&self.program)?.len())
    }

    /// A command, with nothing of the caller's settings.
    pub(crate) fn command(&self, database: &str) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .env("KITH__DATABASE__URL", database)
            .env("KITH__AUTH__JWT_SECRETS", JWT_SECRET)
            .env("KITH__SERVER__LISTEN", "127.0.0.1:0")
            .envs(self.settings.iter().copied());
        command
    }

    /// Fills an empty database; how long it took.
    pub(crate) fn seed(&self, database: &str, users: u64) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        answer(self.command(database).args(["seed", "--users", &users.to_string()]))?;
        Ok(begun.elapsed())
    }

    /// A token for each of the users.
    pub(crate) fn tokens(&self, database: &str, users: &[u64]) -> anyhow::Result<Vec<String>> {
        let mut tokens = Vec::with_capacity(users.len());
        for users in users.chunks(TOKENS_AT_ONCE) {
            let mut command = self.command(database);
            command.args(["token", "--lifetime", "12h"]);
            command.args(users.iter().flat_map(|user| ["--user".to_owned(), user.to_string()]));
            tokens.extend(answer(&mut command)?.lines().map(str::to_owned));
        }
        Ok(tokens)
    }

    pub(crate) fn key(&self, database: &str) -> anyhow::Result<String> {
        let printed = answer(self.command(database).args(["key", "create", "--name", "bench"]))?;
        Ok(printed.trim().to_owned())
    }

    /// Fails if a rule is broken in the database.
    pub(crate) fn check(&self, database: &str) -> anyhow::Result<()> {
        answer(self.command(database).arg("check")).map(|_| ())
    }

    /// Starts a server that logs into a file of this folder, and waits until it has answered that it is
    /// ready.
    pub(crate) fn serve(
        &self,
        database: &str,
        folder: &Path,
        settings: &[(&str, &str)],
    ) -> anyhow::Result<Server> {
        let log = tempfile::Builder::new().prefix("kith.").suffix(".log").tempfile_in(folder)?;
        let log = log.into_temp_path().keep()?;
        // In append mode, so that the file can be emptied meanwhile.
        let stderr = File::options().append(true).open(&log)?;
        let mut command = self.command(database);
        command.arg("serve").envs(settings.iter().copied());
        command.stdout(Stdio::null()).stderr(stderr);
        let begun = Instant::now();
        let mut running = Running::start(&mut command)?;
        let address = loop {
            let text = fs::read_to_string(&log)?;
            if let Some(address) = listening(&text) {
                break address;
            }
            if begun.elapsed() > PATIENCE || running.has_ended() {
                bail!("kith does not listen:\n{text}");
            }
            // A file tells nobody that it has grown; what is measured here is thousandths of a second.
            thread::sleep(Duration::from_micros(500));
        };
        let ready = get(address, "/ready", &Credential::Nobody);
        let (status, _) = exchange(address, &ready).context("kith is not ready")?;
        if status != 200 {
            bail!("kith is not ready: {status}");
        }
        Ok(Server { running, address, log, started_in: begun.elapsed() })
    }
}

/// The address, once the log has the line that names it.
fn listening(log: &str) -> Option<SocketAddr> {
    let (_, rest) = log.split_once("listening on http://")?;
    // The whole line, or the address may be a part of itself.
    let (line, _) = rest.split_once('\n')?;
    line.split_whitespace().next()?.parse().ok()
}

/// A running server; ended when dropped.
pub(crate) struct Server {
    running: Running,
    log: PathBuf,
    pub(crate) address: SocketAddr,
    /// From the start of the process to its first answer.
    pub(crate) started_in: Duration,
}

impl Server {
    pub(crate) fn cpu(&self) -> anyhow::Result<f64> {
        cpu(self.running.id())
    }

    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        Memory::of(self.running.id())
    }

    /// From now on the peak of the memory is counted anew.
    pub(crate) fn forget_peak(&self) -> anyhow::Result<()> {
        Memory::forget_peak(self.running.id())
    }

    /// Empties the log, which has a line for each request.
    pub(crate) fn empty_log(&self) -> anyhow::Result<()> {
        File::options().write(true).open(&self.log)?.set_len(0)?;
        Ok(())
    }

    /// The body of an answer that must be 200.
    pub(crate) fn body(&self, request: &[u8]) -> anyhow::Result<Vec<u8>> {
        let (status, body) = exchange(self.address, request)?;
        if status != 200 {
            bail!("kith answered {status}: {}", String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_known_when_the_line_is_whole() {
        let log =
            "…  INFO kith::application: listening on http://127.0.0.1:18999 version=\"0.1.0\"\n";
        assert_eq!(listening(log), Some("127.0.0.1:18999".parse().unwrap()));
        for cut in (0..log.len()).filter(|cut| log.is_char_boundary(*cut)) {
            assert_eq!(listening(&log[..cut]), None);
        }
    }
}
