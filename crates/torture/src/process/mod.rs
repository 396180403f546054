//! Processes that end with this one.

pub(crate) mod memory;

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, ChildStderr, Command};
use tokio::time::timeout;

/// How long a process may take for what should take a moment.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A process; killed when dropped.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let program = command.as_std().get_program().display().to_string();
        let child = command.stdin(Stdio::null()).kill_on_drop(true).spawn();
        child.map(Self).with_context(|| format!("{program} cannot be started"))
    }

    /// Its number, while it has not been waited for.
    pub(crate) fn id(&self) -> anyhow::Result<u32> {
        self.0.id().context("a process under test has ended")
    }

    /// What it prints on standard error, once, if that is piped.
    pub(crate) fn stderr(&mut self) -> Option<ChildStderr> {
        self.0.stderr.take()
    }

    pub(crate) fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        send_signal(self.id()?, signal)
    }

    /// Ends it at once, as nothing in it can prevent, and waits until it is gone.
    pub(crate) async fn kill(&mut self) -> io::Result<()> {
        self.0.kill().await
    }

    /// Waits for its end.
    pub(crate) async fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        let ended = timeout(PATIENCE, self.0.wait()).await;
        Ok(ended.context("a process does not end")??)
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

/// Sends a signal to a process by its number.
pub(crate) fn send_signal(process: u32, signal: Signal) -> anyhow::Result<()> {
    let pid = i32::try_from(process).ok().and_then(Pid::from_raw).context("no such process")?;
    kill_process(pid, signal).with_context(|| format!("process {process}"))
}

/// Runs a command that must succeed, and gives what it printed.
pub(crate) async fn answer(command: &mut Command) -> anyhow::Result<String> {
    let program = command.as_std().get_program().display().to_string();
    let output = command.stdin(Stdio::null()).kill_on_drop(true).output();
    let output = timeout(PATIENCE, output).await;
    let output = output.with_context(|| format!("{program} does not end"))?;
    let output = output.with_context(|| format!("{program} cannot be started"))?;
    let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        // Not the arguments: they may be long.
        bail!("{program} failed ({}): {printed}\n{complaint}", output.status);
    }
    Ok(printed)
}
