//! Where the database is, and how much of it to use.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::OpenError;

/// The address of a database: `sqlite:PATH` or `postgres://…`. May hold a password, so it is not
/// printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Address);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Address {
    Sqlite(PathBuf),
    Postgres(String),
}

impl DatabaseUrl {
    pub(crate) fn address(&self) -> &Address {
        &self.0
    }

    /// Which database it is, without saying where.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.0 {
            Address::Sqlite(_) => "SQLite",
            Address::Postgres(_) => "PostgreSQL",
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseUrl({}, …)", self.kind())
    }
}

impl FromStr for DatabaseUrl {
    type Err = OpenError;

    fn from_str(url: &str) -> Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            // `sqlite:///var/kith.db` is as common a spelling as `sqlite:/var/kith.db`.
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.starts_with(':') {
                return Err(OpenError::Url("SQLite needs the path of a file".to_owned()));
            }
            return Ok(Self(Address::Sqlite(PathBuf::from(path))));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self(Address::Postgres(url.to_owned())));
        }
        // The text may hold a password: say nothing of it.
        Err(OpenError::Url("it begins with neither".to_owned()))
    }
}

/// How to use a database.
#[derive(Clone, Debug)]
pub struct DatabaseOptions {
    /// Where it is.
    pub url: DatabaseUrl,
    /// PostgreSQL: connections for transactions.
    pub pool_size: usize,
    /// PostgreSQL: a file with certificates (PEM) to trust instead of the machine's.
    pub tls_ca_file: Option<PathBuf>,
    /// SQLite: threads that read.
    pub readers: usize,
    /// How many may wait for a thread of SQLite, of each kind, or for a connection of PostgreSQL's pool; one
    /// more is answered "unavailable".
    pub queue: usize,
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long a statement may take.
    pub statement_timeout: Duration,
    /// Whether a second user is refused who is to be connected with the same account at a provider; `None`
    /// leaves it as it is in the database. Of instances that share one, the one that starts last
    /// decides.
    pub reject_duplicate_connection: Option<bool>,
}

impl DatabaseOptions {
    /// What suits two cores.
    #[must_use]
    pub fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            pool_size: 16,
            tls_ca_file: None,
            readers: 2,
            queue: 512,
            connect_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
            reject_duplicate_connection: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_and_never_printed() {
        let file: DatabaseUrl = "sqlite:kith.db".parse().unwrap();
        assert!(matches!(file.address(), Address::Sqlite(path) if path.as_os_str() == "kith.db"));
        let file: DatabaseUrl = "sqlite:///var/kith.db".parse().unwrap();
        assert!(
            matches!(file.address(), Address::Sqlite(path) if path.as_os_str() == "/var/kith.db")
        );
        let server: DatabaseUrl = "postgres://kith:secret@localhost/kith".parse().unwrap();
        assert_eq!(format!("{server:?}"), "DatabaseUrl(PostgreSQL, …)");
        for wrong in ["", "kith.db", "sqlite:", "sqlite::memory:", "mysql://kith:secret@localhost"]
        {
            let error = wrong.parse::<DatabaseUrl>().unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
