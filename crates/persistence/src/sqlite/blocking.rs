//! A blocking connection under the face that queries expect: their futures are ready at once.

use std::future::{Future, Ready, ready};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use diesel::query_dsl::methods::{ExecuteDsl, LimitDsl, LoadQuery};
use diesel::{Connection as _, QueryResult, SqliteConnection};
use futures_util::FutureExt as _;

use crate::error::{Failure, OpenError};

/// One connection, owned by one thread.
pub(crate) struct Conn(pub(crate) SqliteConnection);

/// A connection, or the loan of one.
pub(crate) trait Lend {
    fn lend(&mut self) -> &mut SqliteConnection;
}

impl Lend for Conn {
    fn lend(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

impl Lend for &mut Conn {
    fn lend(&mut self) -> &mut SqliteConnection {
        &mut self.0
    }
}

/// The part of `diesel_async::RunQueryDsl` that queries use, done at once.
pub(crate) trait Dsl: Sized {
    fn load<'query, U>(self, conn: &mut impl Lend) -> Ready<QueryResult<Vec<U>>>
    where
        Self: LoadQuery<'query, SqliteConnection, U>,
    {
        ready(self.internal_load(conn.lend()).and_then(Iterator::collect))
    }

    fn get_result<'query, U>(self, conn: &mut impl Lend) -> Ready<QueryResult<U>>
    where
        Self: LoadQuery<'query, SqliteConnection, U>,
    {
        let mut rows = match self.internal_load(conn.lend()) {
            Ok(rows) => rows,
            Err(error) => return ready(Err(error)),
        };
        ready(rows.next().unwrap_or(Err(diesel::NotFound)))
    }

    fn first<'query, U>(self, conn: &mut impl Lend) -> Ready<QueryResult<U>>
    where
        Self: LimitDsl,
        diesel::dsl::Limit<Self>: LoadQuery<'query, SqliteConnection, U>,
    {
        self.limit(1).get_result(conn)
    }

    fn execute(self, conn: &mut impl Lend) -> Ready<QueryResult<usize>>
    where
        Self: ExecuteDsl<SqliteConnection>,
    {
        ready(ExecuteDsl::execute(self, conn.lend()))
    }
}

impl<T> Dsl for T {}

/// Runs a job to its end. It has nothing to wait for but the database, which never lets it wait.
pub(crate) fn finish<T>(job: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    job.now_or_never().unwrap_or_else(|| {
        let waits = "a database job waits for something that is not the database";
        Err(kith_domain::StoreError::inconsistent(waits).into())
    })
}

/// Opens the file, and makes it if it is not there.
pub(crate) fn open(path: &Path, busy_timeout: Duration) -> Result<Conn, OpenError> {
    let connect = |error: &dyn std::error::Error| {
        OpenError::Connect(format!("{}: {error}", path.display()).into())
    };
    // A name that looks like a URI or a special word is still the name of a file.
    let file = Path::new(".").join(path);
    let file = file.to_str().ok_or_else(|| OpenError::Url("the path is not UTF-8".to_owned()))?;
    let mut conn = SqliteConnection::establish(file).map_err(|error| connect(&error))?;
    let milliseconds = busy_timeout.as_millis();
    conn.batch_execute(&format!("pragma busy_timeout = {milliseconds}"))
        .and_then(|()| switch_to_wal(&mut conn, busy_timeout))
        .and_then(|()| {
            // As much of the file is mapped as SQLite can: what is not costs a call of the system a page.
            conn.batch_execute(
                "pragma synchronous = full;
                 pragma foreign_keys = on;
                 pragma trusted_schema = off;
                 pragma temp_store = memory;
                 pragma mmap_size = 2147418112;",
            )
        })
        .map_err(|error| connect(&error))?;
    Ok(Conn(conn))
}

/// Of several openers of a new file one makes the switch; SQLite tells the others that the file is
/// locked without waiting for `busy_timeout`, so they wait here.
fn switch_to_wal(conn: &mut SqliteConnection, patience: Duration) -> QueryResult<()> {
    let begun = Instant::now();
    loop {
        match conn.batch_execute("pragma journal_mode = wal") {
            Err(error) if error.to_string().contains("locked") && begun.elapsed() < patience => {
                thread::sleep(Duration::from_millis(5));
            }
            outcome => return outcome,
        }
    }
}
