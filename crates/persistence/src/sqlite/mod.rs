//! SQLite in the process: threads that read, one that writes, each with a connection of its own; workers
//! look up a few rows themselves.

mod blocking;
mod own;
mod readers;
mod writer;

/// Users on SQLite.
#[path = "../user/store.rs"]
mod user;

/// Associations on SQLite.
#[path = "../association/store.rs"]
mod association;

/// Connections.
#[path = "../connection/store.rs"]
mod connection;

/// Follows.
#[path = "../follow/store.rs"]
mod follow;

/// Hides.
#[path = "../hide/store.rs"]
mod hide;

/// A team's users.
#[path = "../client_user/store.rs"]
mod client_user;

/// Connections with providers.
#[path = "../provider_connection/store.rs"]
mod provider_connection;

/// What was done to many connections at once.
#[path = "../bulk_operation/store.rs"]
mod bulk_operation;

/// API keys.
#[path = "../api_key/store.rs"]
mod api_key;

/// What ties of every kind have in common.
#[path = "../tie/mod.rs"]
mod tie;

/// What is looked up for several who ask at once.
#[path = "../look_ups.rs"]
mod look_ups;

/// The health of SQLite.
#[path = "../health/store.rs"]
mod health;

use std::path::Path;

use diesel::QueryResult;
use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
};
use futures_util::future::BoxFuture;
use kith_domain::{StoreError, UserId};
use tracing::Instrument as _;

pub(crate) use self::blocking::{Conn, Dsl, open};
use self::look_ups::{Job, LookUps};
use self::own::{Attempt, Own};
use self::readers::Readers;
use self::writer::Writer;
use crate::ending::Ending;
use crate::error::{Failure, OpenError};
use crate::gauges::Gauges;
use crate::length::Length;
use crate::options::DatabaseOptions;
use crate::schema::users;
use crate::trace::span;

/// Its name in exported spans.
const SYSTEM: &str = "sqlite";

/// Which database this is.
pub(crate) type Db = diesel::sqlite::Sqlite;
/// What a read runs on.
pub(crate) type ReadConn<'conn> = &'conn mut Conn;
/// What a write runs on: inside a transaction.
pub(crate) type WriteConn = Conn;

/// A text that nobody has, made anew each time.
pub(crate) const RANDOM_TEXT: &str = "lower(hex(randomblob(16)))";

/// The connection of a write, for a read inside its transaction.
pub(crate) fn reading(conn: &mut WriteConn) -> ReadConn<'_> {
    conn
}

/// Reads a user's status; nobody else writes until the transaction ends.
pub(crate) async fn lock_status(conn: &mut WriteConn, id: UserId) -> QueryResult<Option<String>> {
    let user = users::table.filter(users::id.eq(id.get()));
    user.select(users::status).first(conn).await.optional()
}

/// Reads the statuses of users; nobody else writes until the transaction ends.
pub(crate) async fn lock_statuses(
    conn: &mut WriteConn,
    ids: &[i64],
) -> QueryResult<Vec<(i64, String)>> {
    let statuses_of = users::table.order(users::id.asc()).select((users::id, users::status));
    // Lists of values are prepared anew each time, and two users are what nearly everybody asks for.
    if let [low, high] = ids {
        let both = users::id.eq(low).or(users::id.eq(high));
        return statuses_of.filter(both).load(conn).await;
    }
    let mut statuses = Vec::with_capacity(ids.len());
    // SQLite takes a bounded number of values in one statement.
    for ids in ids.chunks(1000) {
        let chunk: Vec<_> = statuses_of.filter(users::id.eq_any(ids)).load(conn).await?;
        statuses.extend(chunk);
    }
    Ok(statuses)
}

/// Nobody else writes until the transaction ends.
pub(crate) async fn share_ties(_: &mut WriteConn, _: i64, _: i64) -> QueryResult<()> {
    Ok(())
}

/// Nobody else writes until the transaction ends.
pub(crate) async fn own_ties(_: &mut WriteConn, _: i64) -> QueryResult<()> {
    Ok(())
}

/// A look-up by a subject, with what else matters.
struct LookUp<S, X, T>(Job<S, X, T>);

impl<S, X, T> LookUp<S, X, T> {
    fn by(job: Job<S, X, T>) -> Self {
        Self(job)
    }
}

/// Kith's ports on SQLite.
pub(crate) struct Store {
    look_ups: LookUps,
    own: Own,
    readers: Readers,
    apart: Readers,
    writer: Writer,
}

impl Store {
    /// Opens the file and starts the threads.
    pub(crate) fn new(path: &Path, options: &DatabaseOptions) -> Result<Self, OpenError> {
        Ok(Self {
            look_ups: LookUps::new(),
            writer: Writer::start(path, options)?,
            own: Own::new(path),
            readers: Readers::start("sqlite-reader", options.readers, path, options)?,
            apart: Readers::start("sqlite-long-reader", 1, path, options)?,
        })
    }

    /// Looks something up for one who asks: what several share here is the transaction, not the statement.
    async fn look_up_together<S, X, T>(
        &self,
        look_up: &LookUp<S, X, T>,
        subject: S,
        with: X,
    ) -> Result<T, StoreError>
    where
        S: Send + Sync + 'static,
        X: Send + Sync + 'static,
        T: Send + 'static,
    {
        let LookUp(job) = *look_up;
        let found = self.look_up([(subject, with)], move |conn, asked| job(conn, asked)).await?;
        let nothing = || Err(StoreError::inconsistent("a look-up ended without an answer"));
        found.into_iter().next().unwrap_or_else(nothing)
    }

    /// Runs one statement that reads a few rows, found by an index: here and now, if that can be, and in one
    /// transaction with others of this moment.
    async fn look_up<I, T, J>(&self, input: I, job: J) -> Result<T, StoreError>
    where
        I: Send + 'static,
        T: Send + 'static,
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>
            + Send
            + 'static,
    {
        let looking = async {
            match self.own.look_up(input, job).await {
                Attempt::Made(outcome) => outcome,
                Attempt::NotHere(input, job) => self.readers.run(input, job).await,
            }
        };
        looking.instrument(span(SYSTEM, "look up")).await
    }

    /// Asks whether the database is there.
    async fn probe<T, J>(&self, job: J) -> Result<T, StoreError>
    where
        T: Send + 'static,
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a ()) -> BoxFuture<'a, Result<T, Failure>>
            + Send
            + 'static,
    {
        self.look_up((), job).await
    }

    /// Runs one statement that reads; a long one where only others of its kind wait behind it.
    async fn read<I, T, J>(&self, length: Length, input: I, job: J) -> Result<T, StoreError>
    where
        I: Send + 'static,
        T: Send + 'static,
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>
            + Send
            + 'static,
    {
        match length {
            Length::Short => self.readers.run(input, job).instrument(span(SYSTEM, "read")).await,
            Length::Long => self.apart.run(input, job).instrument(span(SYSTEM, "long read")).await,
        }
    }

    /// Runs a transaction, perhaps together with others.
    async fn write<I, T, J>(&self, input: I, job: J) -> Result<T, StoreError>
    where
        I: Send + 'static,
        T: Send + 'static,
        J: for<'a> Fn(&'a mut WriteConn, &'a I) -> BoxFuture<'a, Result<Ending<T>, Failure>>
            + Send
            + 'static,
    {
        self.writer.run(input, job).instrument(span(SYSTEM, "write")).await
    }

    /// How busy it is.
    pub(crate) fn gauges(&self) -> Gauges {
        Gauges::Sqlite {
            reads: self.readers.gauges(),
            long_reads: self.apart.gauges(),
            writes: self.writer.gauges(),
        }
    }

    /// Ends the threads once what is queued is done.
    pub(crate) fn close(&self) {
        self.own.close();
        self.readers.close();
        self.apart.close();
        self.writer.close();
    }
}
