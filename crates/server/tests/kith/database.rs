//! An empty place for a database, cleaned up when dropped.

use tempfile::TempDir;

use crate::postgres_schema::PostgresSchema;

pub(crate) enum Place {
    Sqlite(TempDir),
    Postgres(PostgresSchema),
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    pub(crate) fn postgres() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self::Postgres(runtime.block_on(PostgresSchema::create()))
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("kith.db").display()),
            Self::Postgres(schema) => schema.url(),
        }
    }
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
