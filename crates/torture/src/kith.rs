//! The binary under test: its commands, and a server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use rustix::process::Signal;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

use crate::process::memory::Memory;
use crate::process::{PATIENCE, Running, answer};

/// Everything here ends with the run, so nobody can make use of it.
const JWT_SECRET: &str = "signs-tokens-for-the-users-of-a-torture-alone";
const SEALING_KEYS: &str = "torture:dG9ydHVyZSBzZWFscyB3aXRoIHRoZXNlIDMyIGJ5dGU=";

/// A machine that is busy with other things is no fault of a command.
pub(crate) const PATIENT: [(&str, &str); 3] = [
    ("KITH__DATABASE__CONNECT_TIMEOUT", "60s"),
    ("KITH__DATABASE__STATEMENT_TIMEOUT", "60s"),
    ("KITH__DATABASE__SILENCE_TIMEOUT", "60s"),
];

/// Settings of a server, by the names of the environment.
type Settings = Vec<(&'static str, String)>;

/// Where the binary is, and how it is run.
#[derive(Clone)]
pub(crate) struct Kith {
    program: PathBuf,
    /// For every command.
    settings: Settings,
    /// For servers alone.
    serving: Settings,
}

impl Kith {
    pub(crate) fn at(program: PathBuf) -> anyhow::Result<Self> {
        ensure!(program.is_file(), "{} is not there: build it first", program.display());
        Ok(Self { program, settings: Settings::new(), serving: Settings::new() })
    }

    /// The same, whose servers have more settings.
    pub(crate) fn serving(&self, settings: &[(&'static str, &str)]) -> Self {
        let mut more = self.clone();
        more.serving.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
        more
    }

    /// A command, with nothing of the caller's settings.
    fn command(&self, database: &str) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .env("KITH__DATABASE__URL", database)
            .env("KITH__AUTH__JWT_SECRETS", JWT_SECRET)
            .env("KITH__SEALING__KEYS", SEALING_KEYS)
            .env("KITH__SERVER__LISTEN", "127.0.0.1:0")
            .envs(PATIENT)
            .envs(self.settings.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// Makes an admin; her id.
    pub(crate) async fn create_admin(&self, database: &str) -> anyhow::Result<i64> {
        let mut command = self.command(database);
        command.args(["user", "create", "--json", "--username", "admin", "--role", "admin"]);
        let user: serde_json::Value = serde_json::from_str(&answer(&mut command).await?)?;
        user["id"].as_i64().context("kith user create prints no id")
    }

    /// A token for each of the users.
    pub(crate) async fn tokens(
        &self,
        database: &str,
        users: &[i64],
    ) -> anyhow::Result<Vec<Arc<str>>> {
        let mut command = self.command(database);
        command.args(["token", "--lifetime", "12h"]);
        command.args(users.iter().flat_map(|user| ["--user".to_owned(), user.to_string()]));
        Ok(answer(&mut command).await?.lines().map(Arc::from).collect())
    }

    /// A key of the team's; there may be one in force with each name.
    pub(crate) async fn key(&self, database: &str, name: &str) -> anyhow::Result<Arc<str>> {
        let mut command = self.command(database);
        Ok(answer(command.args(["key", "create", "--name", name])).await?.into())
    }

    /// Fails if a rule is broken in the database.
    pub(crate) async fn check(&self, database: &str) -> anyhow::Result<()> {
        answer(self.command(database).arg("check")).await.map(|_| ()).context("kith check")
    }

    /// Starts a server, and does not wait.
    pub(crate) fn start(&self, database: &str) -> anyhow::Result<Starting> {
        let mut command = self.command(database);
        for (name, _) in PATIENT {
            command.env_remove(name);
        }
        command.arg("serve").envs(self.serving.iter().map(|(name, value)| (*name, value)));
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let begun = Instant::now();
        let mut running = Running::start(&mut command)?;
        let (tell, address) = oneshot::channel();
        let (stopping, is_stopping) = watch::channel(false);
        let log = read_log(&mut running, tell, stopping)?;
        Ok(Starting { running, address, is_stopping, log, begun })
    }

    /// Starts a server, and waits until it says where it listens.
    pub(crate) async fn serve(&self, database: &str) -> anyhow::Result<Server> {
        self.start(database)?.listens().await
    }

    /// Loads a library into the binary before anything else.
    pub(crate) fn preload(&self, library: &Path, control: &Path) -> Self {
        let mut preloaded = self.clone();
        preloaded.settings.push(("LD_PRELOAD", library.display().to_string()));
        preloaded.settings.push(("TORTURE_FAULTS", control.display().to_string()));
        preloaded
    }
}

/// The last lines of a log.
type Log = tokio::task::JoinHandle<String>;

/// How much of a log is kept for messages.
const LINES_KEPT: usize = 30;

/// Reads the log to its end, or the server would wait for a reader one day.
fn read_log(
    running: &mut Running,
    listening: oneshot::Sender<SocketAddr>,
    stopping: watch::Sender<bool>,
) -> anyhow::Result<Log> {
    let stderr = running.stderr().context("the log is not piped")?;
    Ok(tokio::spawn(async move {
        let mut lines = BufReader::new(stderr).lines();
        let mut listening = Some(listening);
        let mut last = std::collections::VecDeque::new();
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some((_, rest)) = line.split_once("listening on http://") {
                let address = rest.split_whitespace().next().and_then(|text| text.parse().ok());
                if let (Some(listening), Some(address)) = (listening.take(), address) {
                    let _ = listening.send(address);
                }
            } else if line.contains("stopping: ") {
                let _ = stopping.send(true);
            }
            // A line for each request would hide what matters.
            if !line.contains(" answered") {
                last.push_back(line);
            }
            if last.len() > LINES_KEPT {
                last.pop_front();
            }
        }
        Vec::from(last).join("\n")
    }))
}

/// A server that is about to listen; killed when dropped.
pub(crate) struct Starting {
    running: Running,
    address: oneshot::Receiver<SocketAddr>,
    is_stopping: watch::Receiver<bool>,
    log: Log,
    begun: Instant,
}

impl Starting {
    /// Waits until it says where it listens.
    pub(crate) async fn listens(self) -> anyhow::Result<Server> {
        let Self { mut running, address, is_stopping, log, begun } = self;
        if let Ok(Ok(address)) = timeout(PATIENCE, address).await {
            return Ok(Server { running, address, is_stopping, log, started_in: begun.elapsed() });
        }
        running.kill().await?;
        bail!("kith does not listen:\n{}", log.await?)
    }

    /// Kills it, whatever it is doing.
    pub(crate) async fn kill(mut self) -> anyhow::Result<()> {
        Ok(self.running.kill().await?)
    }
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    running: Running,
    pub(crate) address: SocketAddr,
    is_stopping: watch::Receiver<bool>,
    log: Log,
    /// From the start of the process until it listened.
    pub(crate) started_in: Duration,
}

impl Server {
    /// Ends it at once; an error if it has ended by itself before.
    pub(crate) async fn kill(&mut self) -> anyhow::Result<()> {
        self.lives()?;
        Ok(self.running.kill().await?)
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) -> anyhow::Result<()> {
        self.running.signal(Signal::TERM)
    }

    /// Waits until it says that it is stopping.
    pub(crate) async fn is_stopping(&mut self) -> anyhow::Result<()> {
        let told = timeout(PATIENCE, self.is_stopping.wait_for(|stopping| *stopping)).await;
        told.context("kith does not say that it stops")?.map(|_| ()).context("kith has ended")
    }

    /// Waits for its end, which must be a good one.
    pub(crate) async fn ended(&mut self) -> anyhow::Result<()> {
        let status = self.running.ended().await?;
        let log = (&mut self.log).await?;
        ensure!(status.success(), "kith ended with {status}:\n{log}");
        Ok(())
    }

    /// Fails if it has ended by itself.
    pub(crate) fn lives(&mut self) -> anyhow::Result<()> {
        ensure!(!self.running.has_ended(), "kith has ended by itself");
        Ok(())
    }

    pub(crate) fn memory(&self) -> anyhow::Result<Memory> {
        Memory::of(self.running.id()?)
    }
}
