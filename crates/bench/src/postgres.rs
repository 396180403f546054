//! The PostgreSQL server that is measured on, through its unix socket.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::process::{answer, usage};

/// A server of our own. Has no `Debug`: it holds a password.
pub(crate) struct Postgres {
    user: String,
    password: String,
    /// A folder or, until that is known, an address.
    host: String,
    port: String,
    process: u32,
    log: PathBuf,
}

impl Postgres {
    /// Takes what `scripts/with-postgres.sh` says of its server.
    pub(crate) fn at(url: &str, log: PathBuf) -> anyhow::Result<Self> {
        let [user, password, host, port] = parts(url)
            .context("KITH_TEST_POSTGRES_URL is not what scripts/with-postgres.sh sets it to")?;
        let mut server = Self { user, password, host, port, process: 0, log };
        let sockets = server.ask("postgres", "show unix_socket_directories")?;
        match sockets.split(',').next() {
            Some(folder) if folder.starts_with('/') => folder.trim().clone_into(&mut server.host),
            _ => bail!("PostgreSQL has no unix socket"),
        }
        let process = server.ask("postgres", "select pg_read_file('postmaster.pid')")?;
        server.process = process.lines().next().unwrap_or_default().parse()?;
        Ok(server)
    }

    /// Where Kith finds a database, with options for its sessions, such as `-c log_statement=all`.
    pub(crate) fn url(&self, database: &str, options: Option<&str>) -> String {
        let Self { user, password, host, port, .. } = self;
        let host = host.replace('/', "%2F");
        let options = options.map_or(String::new(), |options| {
            format!("?options={}", options.replace(' ', "%20").replace('=', "%3D"))
        });
        format!("postgres://{user}:{password}@{host}:{port}/{database}{options}")
    }

    /// One of PostgreSQL's programs, told where the server is.
    pub(crate) fn program(&self, name: &str, database: &str) -> Command {
        let mut command = Command::new(name);
        command
            .env("PGHOST", &self.host)
            .env("PGPORT", &self.port)
            .env("PGUSER", &self.user)
            .env("PGPASSWORD", &self.password)
            .env("PGDATABASE", database);
        command
    }

    /// What a statement answers, as text.
    pub(crate) fn ask(&self, database: &str, sql: &str) -> anyhow::Result<String> {
        let mut psql = self.program("psql", database);
        let printed =
            answer(psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql]));
        Ok(printed?.trim_end().to_owned())
    }

    /// An empty database.
    pub(crate) fn create_database(&self, name: &str) -> anyhow::Result<()> {
        self.ask("postgres", &format!("create database {name}")).map(|_| ())
    }

    /// Everything in a database that was written lately is written where it stays, so that the work of
    /// one round is not done in another.
    pub(crate) fn settle(&self) -> anyhow::Result<()> {
        self.ask("postgres", "checkpoint").map(|_| ())
    }

    /// Seconds of processor time that the server and all its processes have used.
    pub(crate) fn cpu(&self) -> anyhow::Result<f64> {
        usage::cpu_with_children(self.process)
    }

    /// Everything that the server has logged.
    pub(crate) fn log(&self) -> anyhow::Result<Vec<u8>> {
        std::fs::read(&self.log).context("PostgreSQL's log")
    }

    pub(crate) fn version(&self) -> anyhow::Result<String> {
        self.ask("postgres", "show server_version")
    }
}

/// User, password, host and port.
fn parts(url: &str) -> Option<[String; 4]> {
    let (credentials, place) = url.strip_prefix("postgres://")?.split_once('@')?;
    let (user, password) = credentials.split_once(':')?;
    let (host, port) = place.split('/').next()?.split_once(':')?;
    Some([user, password, host, port].map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart_and_put_together() {
        let [user, password, host, port] = parts("postgres://u:p@127.0.0.1:5/postgres").unwrap();
        assert_eq!((&*user, &*password, &*host, &*port), ("u", "p", "127.0.0.1", "5"));
        let host = "/tmp/x".to_owned();
        let server = Postgres { user, password, host, port, process: 0, log: PathBuf::new() };
        assert_eq!(server.url("kith", None), "postgres://u:p@%2Ftmp%2Fx:5/kith");
        assert_eq!(
            server.url("kith", Some("-c log_statement=all")),
            "postgres://u:p@%2Ftmp%2Fx:5/kith?options=-c%20log_statement%3Dall"
        );
        assert!(parts("postgres://127.0.0.1/kith").is_none());
    }
}
