//! Processes that end with this one, however it ends.

pub(crate) mod usage;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context as _, bail};
use tempfile::TempDir;
use tokio::signal::unix::{SignalKind, signal};

/// What must go when a signal ends this process.
static ENDS_WITH_US: Mutex<EndsWithUs> =
    Mutex::new(EndsWithUs { processes: BTreeSet::new(), folder: None });

struct EndsWithUs {
    processes: BTreeSet<u32>,
    folder: Option<PathBuf>,
}

fn ends_with_us<T>(act: impl FnOnce(&mut EndsWithUs) -> T) -> T {
    act(&mut ENDS_WITH_US.lock().unwrap_or_else(PoisonError::into_inner))
}

/// From now on Ctrl-C and SIGTERM end every [`Running`] process, too, and remove the [`Folder`].
pub(crate) fn end_all_on_signals() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let signals = {
        let _entered = runtime.enter();
        [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]
    };
    thread::spawn(move || {
        let [mut interrupt, mut terminate] = signals;
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        });
        // Held to the end, so that nothing is started any more.
        let ends = ENDS_WITH_US.lock().unwrap_or_else(PoisonError::into_inner);
        let processes = ends.processes.iter().map(u32::to_string);
        let _ = Command::new("kill").arg("-KILL").args(processes).stderr(Stdio::null()).status();
        if let Some(folder) = &ends.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        std::process::exit(130);
    });
    Ok(())
}

/// The one temporary folder, removed at the end.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn create() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("kith-bench.").tempdir()?;
        ends_with_us(|ends| ends.folder = Some(folder.path().to_owned()));
        Ok(Self(folder))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A process; killed when dropped.
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(command: &mut Command) -> anyhow::Result<Self> {
        let program = command.get_program().to_owned();
        ends_with_us(|ends| {
            let child = command.stdin(Stdio::null()).spawn()?;
            ends.processes.insert(child.id());
            Ok::<_, io::Error>(Self(child))
        })
        .with_context(|| format!("{} cannot be started", program.display()))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    /// What it prints on standard output, once, if that is piped.
    pub(crate) fn stdout(&mut self) -> Option<ChildStdout> {
        self.0.stdout.take()
    }

    /// What it prints on standard error, once, if that is piped.
    pub(crate) fn stderr(&mut self) -> Option<ChildStderr> {
        self.0.stderr.take()
    }

    /// Waits for its end.
    pub(crate) fn wait(&mut self) -> io::Result<ExitStatus> {
        self.0.wait()
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        ends_with_us(|ends| ends.processes.remove(&self.0.id()));
    }
}

/// Runs a command that must succeed, and gives what it printed.
pub(crate) fn answer(command: &mut Command) -> anyhow::Result<String> {
    let program = command.get_program().display().to_string();
    let mut running = Running::start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let err = running.0.stderr.take();
    // Both at once, or the process would wait for a reader of the other one.
    let err = thread::spawn(move || err.map(io::read_to_string));
    let out = running.0.stdout.take().map(io::read_to_string);
    let out = out.transpose().with_context(|| format!("what {program} printed"))?;
    let err = err.join().ok().flatten().and_then(Result::ok).unwrap_or_default();
    let status = running.0.wait()?;
    if !status.success() {
        // Not the arguments: they may be long.
        bail!("{program} failed ({status}):\n{err}");
    }
    Ok(out.unwrap_or_default())
}
