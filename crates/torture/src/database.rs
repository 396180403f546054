//! The databases that Kith is run on, each made anew for each promise.

use std::fmt;
use std::path::PathBuf;

use anyhow::Context as _;
use tempfile::TempDir;

use crate::kith::Kith;
use crate::postgres::Cluster;
use crate::sqlite;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(crate) const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// An empty database, and gone when dropped; of PostgreSQL's the cluster remains.
pub(crate) enum Database<'a> {
    Sqlite(TempDir),
    Postgres { cluster: &'a Cluster, name: String },
}

impl<'a> Database<'a> {
    pub(crate) async fn create(engine: Engine, cluster: &'a Cluster) -> anyhow::Result<Self> {
        match engine {
            Engine::Sqlite => {
                Ok(Self::Sqlite(tempfile::Builder::new().prefix("kith-torture.").tempdir()?))
            }
            Engine::Postgres => {
                let name = format!("torture_{:016x}", fastrand::u64(..));
                cluster.create_database(&name).await?;
                Ok(Self::Postgres { cluster, name })
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", sqlite::file_in(folder.path()).display()),
            Self::Postgres { cluster, name } => cluster.url(name),
        }
    }

    /// The file, if it is one.
    pub(crate) fn file(&self) -> anyhow::Result<PathBuf> {
        match self {
            Self::Sqlite(folder) => Ok(sqlite::file_in(folder.path())),
            Self::Postgres { .. } => anyhow::bail!("PostgreSQL is no file"),
        }
    }

    /// Runs SQL beside Kith.
    pub(crate) async fn execute(&self, sql: &str) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(_) => sqlite::SqliteSession::open(&self.file()?)?.execute(sql),
            Self::Postgres { cluster, name } => cluster.session(name).await?.execute(sql).await,
        }
    }

    /// Waits until nothing goes on in it, once no Kith runs any more.
    pub(crate) async fn is_left(&self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres { cluster, name } => cluster.is_left(name).await,
        }
    }

    /// Waits until nothing goes on in it, while Kith runs and nobody asks it anything.
    pub(crate) async fn is_quiet(&self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres { cluster, name } => cluster.is_quiet(name).await,
        }
    }

    /// Fails if anything in it is damaged.
    pub(crate) async fn check(&self, kith: &Kith) -> anyhow::Result<()> {
        if let Self::Sqlite(_) = self {
            sqlite::check_integrity(&self.file()?)?;
        }
        kith.check(&self.url()).await.context("the database is damaged")
    }
}
