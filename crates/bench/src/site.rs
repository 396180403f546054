//! A data set, and a Kith that serves it.

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::ensure;

use crate::kith::{Kith, Server};
use crate::postgres::Postgres;
use crate::work::{FIRST_PAGE, People, Work};

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    Sqlite,
}

impl Engine {
    pub(crate) const ALL: [Self; 2] = [Self::Postgres, Self::Sqlite];
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        })
    }
}

/// What every measurement needs. Has no `Debug`: the server's password is in it.
pub(crate) struct Bench<'a> {
    pub(crate) kith: Kith,
    pub(crate) postgres: Postgres,
    pub(crate) folder: &'a Path,
    /// What the names of the works contain that are measured; all, if nothing is said.
    pub(crate) only: Option<String>,
}

impl Bench<'_> {
    /// The address of a database that does not exist yet or is empty.
    pub(crate) fn empty_database(&self, engine: Engine, name: &str) -> anyhow::Result<String> {
        match engine {
            Engine::Postgres => {
                self.postgres.create_database(name)?;
                Ok(self.postgres.url(name, None))
            }
            Engine::Sqlite => Ok(format!("sqlite:{}", self.folder.join(name).display())),
        }
    }

    /// What was just made is on the disk before anything else is done: while much is written there, nobody
    /// is answered in time.
    fn settle(&self) -> anyhow::Result<()> {
        self.postgres.settle()?;
        ensure!(Command::new("sync").status()?.success(), "sync failed");
        Ok(())
    }

    /// Makes a data set and serves it.
    pub(crate) fn site(&self, engine: Engine, users: u64) -> anyhow::Result<Site> {
        let name = format!("kith_{users}");
        eprintln!("{engine}: {users} users");
        let url = self.empty_database(engine, &name)?;
        let seeded_in = self.kith.seed(&url, users)?;
        self.settle()?;
        let people = People::of(&self.kith, &url, users)?;
        let server = self.kith.serve(&url, self.folder, &[])?;
        let mut works = Work::all(&people, server.address, &|request| server.body(request))?;
        works.retain(|work| self.only.as_ref().is_none_or(|only| work.name.contains(only)));
        ensure!(!works.is_empty(), "no work has such a name");
        Ok(Site { engine, users, name, url, people, server, works, seeded_in })
    }
}

/// A data set with its server. Has no `Debug`: credentials are in it.
pub(crate) struct Site {
    pub(crate) engine: Engine,
    pub(crate) users: u64,
    /// The database's name in PostgreSQL.
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) people: People,
    pub(crate) server: Server,
    pub(crate) works: Vec<Work>,
    pub(crate) seeded_in: Duration,
}

impl Site {
    /// The work that reads the first page of somebody's connections.
    pub(crate) fn first_page(&self) -> Option<&Work> {
        self.works.iter().find(|work| work.name == FIRST_PAGE)
    }

    /// Seconds of processor time that the database's own processes have used.
    pub(crate) fn database_cpu(&self, bench: &Bench<'_>) -> anyhow::Result<f64> {
        match self.engine {
            Engine::Postgres => bench.postgres.cpu(),
            // It is a part of Kith's process.
            Engine::Sqlite => Ok(0.0),
        }
    }
}
