//! An empty place for a database, cleaned up when dropped.

use tempfile::TempDir;

use crate::postgres_schema::{self, PostgresSchema};

pub(crate) enum Place {
    Sqlite(TempDir),
    Postgres(PostgresSchema),
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub(crate) fn postgres() -> Self {
        Self::Postgres(runtime().block_on(PostgresSchema::create()))
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Runs SQL beside Kith.
    pub(crate) fn execute(&self, sql: &str) {
        match self {
            Self::Sqlite(folder) => {
                use diesel::connection::{Connection as _, SimpleConnection as _};
                let file = folder.path().join("kith.db");
                let mut conn = diesel::SqliteConnection::establish(file.to_str().unwrap()).unwrap();
                conn.batch_execute("pragma busy_timeout = 5000").unwrap();
                conn.batch_execute(sql).unwrap();
            }
            Self::Postgres(schema) => {
                runtime().block_on(postgres_schema::execute(&schema.url(), sql));
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("kith.db").display()),
            Self::Postgres(schema) => schema.url(),
        }
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Makes a test of each named function for each database.
macro_rules! on_both {
    ($($name:ident),+) => {
        mod sqlite {
            $(#[test]
            fn $name() {
                super::$name(&$crate::database::Place::sqlite());
            })+
        }

        mod postgres {
            $(#[test]
            #[ignore = "needs a PostgreSQL server: scripts/test.sh brings one"]
            fn $name() {
                super::$name(&$crate::database::Place::postgres());
            })+
        }
    };
}
pub(crate) use on_both;
