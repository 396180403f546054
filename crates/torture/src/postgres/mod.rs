//! A PostgreSQL of our own, which can be stopped, frozen and started again.

mod session;

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use rustix::process::{Signal, geteuid};
use tempfile::TempDir;
use tokio::process::Command;

use crate::process::{answer, send_signal};
pub(crate) use session::Session;

/// What the server is told besides its address and whether it waits for the disk.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c max_connections=300 \
    -c synchronous_commit=on -c shared_buffers=64MB -c log_min_messages=fatal";

/// How often a free port is looked for.
const ATTEMPTS: usize = 10;

/// A cluster in a temporary folder; stopped and removed when dropped. Has no `Debug`: it holds a
/// password.
pub(crate) struct Cluster {
    programs: PathBuf,
    home: TempDir,
    /// PostgreSQL refuses to run as root, so root lends its folder to somebody else.
    owner: Option<&'static str>,
    password: String,
    port: u16,
    durable: bool,
}

impl Cluster {
    /// Makes and starts one; `programs` is the folder of `initdb` and `pg_ctl`. If it is durable, it waits
    /// for the disk before it acknowledges anything.
    pub(crate) async fn start_new(programs: PathBuf, durable: bool) -> anyhow::Result<Self> {
        // That somebody must be able to reach it, which only the system's own folder promises.
        let home = tempfile::Builder::new().prefix("kith-torture-postgres.").tempdir_in("/tmp")?;
        let root = geteuid().is_root();
        let owner = if root { Some(owner().await) } else { None };
        let password = format!("{:032x}", fastrand::u128(..));
        let mut cluster = Self { programs, home, owner, password, port: 0, durable };
        cluster.make().await?;
        for _ in 0..ATTEMPTS {
            // Between asking and starting somebody else may take it.
            cluster.port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            if cluster.start().await.is_ok() {
                return Ok(cluster);
            }
        }
        bail!("PostgreSQL does not start:\n{}", cluster.log())
    }

    async fn make(&self) -> anyhow::Result<()> {
        let password = self.home.path().join("password");
        fs::write(&password, &self.password)?;
        fs::set_permissions(&password, Permissions::from_mode(0o600))?;
        if let Some(owner) = self.owner {
            answer(Command::new("chown").arg("-R").arg(owner).arg(self.home.path())).await?;
        }
        let mut initdb = self.program("initdb");
        initdb.arg("-D").arg(self.data()).arg("--pwfile").arg(password);
        initdb.args(["--username=kith", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]);
        answer(initdb.arg("--no-sync")).await.map(|_| ())
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.home.path().join("server.log")).unwrap_or_default()
    }

    /// One of PostgreSQL's programs, as the owner.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = match self.owner {
            Some(owner) => {
                let mut command = Command::new("runuser");
                command.args(["-u", owner, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        // The owner may not enter the current folder, and the caller's settings are not for this one.
        command
            .current_dir(self.home.path())
            .env_clear()
            .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        command
    }

    /// Starts it, and waits until it answers.
    pub(crate) async fn start(&self) -> anyhow::Result<()> {
        let sockets = self.home.path().display();
        let Self { port, durable, .. } = self;
        let settings =
            format!("-p {port} -c fsync={durable} -c unix_socket_directories={sockets} {SETTINGS}");
        let mut start = self.program("pg_ctl");
        start.args(["start", "-w", "-s", "-D"]).arg(self.data());
        start.arg("-l").arg(self.home.path().join("server.log")).args(["-o", &settings]);
        // What stays must not hold on to the pipes of what has ended.
        let status = start.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let status = status.stdin(std::process::Stdio::null()).status().await?;
        if !status.success() {
            bail!("PostgreSQL does not start:\n{}", self.log());
        }
        Ok(())
    }

    /// Stops it as a crash would: without finishing anything, and with a recovery at the next start.
    pub(crate) async fn stop_immediately(&self) -> anyhow::Result<()> {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "-m", "immediate", "-w", "-s", "-D"]).arg(self.data());
        answer(&mut stop).await.map(|_| ())
    }

    /// Freezes every process of the server: connections stay open, and nobody answers.
    pub(crate) fn freeze(&self) -> anyhow::Result<Frozen> {
        let pid = fs::read_to_string(self.data().join("postmaster.pid"))?;
        let postmaster: u32 = pid.lines().next().unwrap_or_default().parse()?;
        let mut frozen = Frozen { processes: vec![postmaster] };
        // First, so that it makes no more of them.
        send_signal(postmaster, Signal::STOP)?;
        for child in children(postmaster)? {
            // One that has just ended needs no freezing.
            if send_signal(child, Signal::STOP).is_ok() {
                frozen.processes.push(child);
            }
        }
        Ok(frozen)
    }

    /// Where Kith finds a database.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://kith:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// A connection of our own.
    pub(crate) async fn session(&self, database: &str) -> anyhow::Result<Session> {
        Session::open(self.port, &self.password, database).await
    }

    /// Makes an empty database.
    pub(crate) async fn create_database(&self, name: &str) -> anyhow::Result<()> {
        self.session("postgres").await?.execute(&format!("create database {name}")).await
    }

    /// Waits until nobody but us is connected with the database, so that nothing is under way any more:
    /// what a killed Kith had sent may still be carried out after its end.
    pub(crate) async fn is_left(&self, database: &str) -> anyhow::Result<()> {
        self.wait_until(database, "select count(*) = 0 from pg_stat_activity where \
            datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'")
            .await
    }

    /// Waits until nothing is under way in the database.
    pub(crate) async fn is_quiet(&self, database: &str) -> anyhow::Result<()> {
        self.wait_until(
            database,
            "select count(*) = 0 from pg_stat_activity where \
            datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' \
            and backend_type = 'client backend'",
        )
        .await
    }

    /// Asks again and again until the answer is true.
    pub(crate) async fn wait_until(&self, database: &str, question: &str) -> anyhow::Result<()> {
        let session = self.session(database).await?;
        let asked = async {
            while session.ask(question).await? != "t" {
                // PostgreSQL tells nobody what others wait for; so it is asked again.
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Ok(())
        };
        let asked = tokio::time::timeout(crate::process::PATIENCE, asked).await;
        asked.with_context(|| format!("never true: {question}"))?
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "-m", "immediate", "-w", "-s", "-D"]).arg(self.data());
        let _ = stop.as_std_mut().stderr(std::process::Stdio::null()).status();
    }
}

/// Whom root lends the folder.
async fn owner() -> &'static str {
    let known = answer(Command::new("id").arg("postgres")).await.is_ok();
    if known { "postgres" } else { "nobody" }
}

/// The processes whose parent is this one.
fn children(parent: u32) -> anyhow::Result<Vec<u32>> {
    let names = fs::read_dir("/proc")?.flatten().map(|entry| entry.file_name());
    let processes = names.filter_map(|name| name.to_str()?.parse().ok());
    Ok(processes.filter(|process| parent_of(*process) == Some(parent)).collect())
}

fn parent_of(process: u32) -> Option<u32> {
    let stat =
        fs::read_to_string(Path::new("/proc").join(process.to_string()).join("stat")).ok()?;
    // The name before may have spaces and parentheses in it.
    let (_, rest) = stat.rsplit_once(") ")?;
    rest.split(' ').nth(1)?.parse().ok()
}

/// Processes that stand still; they go on when this is dropped.
pub(crate) struct Frozen {
    processes: Vec<u32>,
}

impl Drop for Frozen {
    fn drop(&mut self) {
        for process in self.processes.iter().rev() {
            let _ = send_signal(*process, Signal::CONT);
        }
    }
}
