//! PostgreSQL: reads over pipelined connections, one for each worker; transactions and long reads from a pool.

mod connect;
mod look_up;
mod pipeline;
mod transactions;

/// Users on PostgreSQL.
#[path = "../user/store.rs"]
mod user;

/// Associations on PostgreSQL.
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

/// The health of PostgreSQL.
#[path = "../health/store.rs"]
mod health;

use std::sync::Arc;

use diesel::QueryResult;
use diesel::prelude::{ExpressionMethods as _, OptionalExtension as _, QueryDsl as _};
use diesel_async::AsyncPgConnection;
pub(crate) use diesel_async::RunQueryDsl as Dsl;
use futures_util::future::BoxFuture;
use kith_domain::{StoreError, UserId};
use tracing::Instrument as _;

use self::connect::Connector;
pub(crate) use self::connect::connect_alone;
use self::look_up::LookUp;
use self::look_ups::LookUps;
use self::pipeline::Pipeline;
use self::transactions::Transactions;
use crate::ending::Ending;
use crate::error::{Failure, OpenError};
use crate::gauges::Gauges;
use crate::length::Length;
use crate::options::DatabaseOptions;
use crate::schema::users;
use crate::trace::span;

/// Its name in exported spans.
const SYSTEM: &str = "postgresql";

/// Which database this is.
pub(crate) type Db = diesel::pg::Pg;
/// What a read runs on: shared, so it has no transaction.
pub(crate) type ReadConn<'conn> = &'conn AsyncPgConnection;
/// What a write runs on: alone, inside a transaction.
pub(crate) type WriteConn = AsyncPgConnection;

/// A text that nobody has, made anew each time.
pub(crate) const RANDOM_TEXT: &str = "cast(gen_random_uuid() as text)";

/// The connection of a write, for a read inside its transaction.
pub(crate) fn reading(conn: &mut WriteConn) -> ReadConn<'_> {
    conn
}

/// Reads a user's status and keeps it from changing until the transaction ends.
pub(crate) async fn lock_status(conn: &mut WriteConn, id: UserId) -> QueryResult<Option<String>> {
    let user = users::table.filter(users::id.eq(id.get()));
    user.select(users::status).for_no_key_update().first(conn).await.optional()
}

/// Reads the statuses of users and keeps them from changing until the transaction ends. Everybody who
/// locks several does it in the order of the ids, so nobody waits in a circle.
pub(crate) async fn lock_statuses(
    conn: &mut WriteConn,
    ids: &[i64],
) -> QueryResult<Vec<(i64, String)>> {
    let users = users::table.filter(users::id.eq_any(ids)).order(users::id.asc());
    users.select((users::id, users::status)).for_no_key_update().load(conn).await
}

/// Waits until nobody changes all ties of either user, and keeps it so until the transaction ends.
///
/// Whoever deletes a user must know everybody tied to them before the rows are locked in the order of
/// the ids. These locks come before those of the rows, so nobody waits in a circle.
pub(crate) async fn share_ties(conn: &mut WriteConn, low: i64, high: i64) -> QueryResult<()> {
    let locks = (pg_advisory_xact_lock_shared(-low), pg_advisory_xact_lock_shared(-high));
    diesel::select(locks).execute(conn).await.map(|_| ())
}

/// Waits until nobody changes any tie of the user, and keeps it so until the transaction ends.
pub(crate) async fn own_ties(conn: &mut WriteConn, user: i64) -> QueryResult<()> {
    diesel::select(pg_advisory_xact_lock(-user)).execute(conn).await.map(|_| ())
}

// Users have the negative numbers; the migrations' lock is a positive one.
diesel::define_sql_function! {
    /// Waits for an advisory lock of the transaction, together with others who share it.
    fn pg_advisory_xact_lock_shared(key: diesel::sql_types::BigInt);
}
diesel::define_sql_function! {
    /// Waits for an advisory lock of the transaction, alone.
    fn pg_advisory_xact_lock(key: diesel::sql_types::BigInt);
}

/// Kith's ports on PostgreSQL.
pub(crate) struct Store {
    look_ups: LookUps,
    pipeline: Arc<Pipeline>,
    transactions: Transactions,
}

impl Store {
    /// Does not connect yet; the first requests do.
    pub(crate) fn new(url: &str, options: &DatabaseOptions) -> Result<Self, OpenError> {
        let connector = Connector::new(url, options)?;
        Ok(Self {
            look_ups: LookUps::new(),
            pipeline: Arc::new(Pipeline::new(connector.clone(), options)),
            transactions: Transactions::new(connector, options)?,
        })
    }

    /// Looks something up, in one statement with others who ask at the same moment.
    async fn look_up_together<S, X, T>(
        &self,
        look_up: &LookUp<S, X, T>,
        subject: S,
        with: X,
    ) -> Result<T, StoreError>
    where
        S: Copy + Eq + Send + Sync + 'static,
        X: Copy + Eq + Send + Sync + 'static,
        T: Clone + Send + 'static,
    {
        let answer = look_up.ask(&self.pipeline, subject, with);
        answer.instrument(span(SYSTEM, "look up")).await
    }

    /// Runs one statement that reads a few rows, found by an index.
    async fn look_up<I, T, J>(&self, input: I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        self.pipeline.run(&input, job).instrument(span(SYSTEM, "look up")).await
    }

    /// Asks whether the database is there, where no request's look-up is in the way.
    async fn probe<T, J>(&self, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a ()) -> BoxFuture<'a, Result<T, Failure>>,
    {
        self.pipeline.run_apart(&(), job).instrument(span(SYSTEM, "probe")).await
    }

    /// Runs one statement that reads; a long one where no short one waits behind it.
    async fn read<I, T, J>(&self, length: Length, input: I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut ReadConn<'a>, &'a I) -> BoxFuture<'a, Result<T, Failure>>,
    {
        match length {
            Length::Short => self.pipeline.run(&input, job).instrument(span(SYSTEM, "read")).await,
            Length::Long => {
                self.transactions.read(&input, job).instrument(span(SYSTEM, "long read")).await
            }
        }
    }

    /// Runs a transaction; may run the job again if the database aborts it.
    async fn write<I, T, J>(&self, input: I, job: J) -> Result<T, StoreError>
    where
        J: for<'a> Fn(&'a mut WriteConn, &'a I) -> BoxFuture<'a, Result<Ending<T>, Failure>>,
    {
        self.transactions.run(&input, job).instrument(span(SYSTEM, "write")).await
    }

    /// How busy it is.
    pub(crate) fn gauges(&self) -> Gauges {
        Gauges::Postgres { pool: self.transactions.gauges(), pipeline: self.pipeline.gauges() }
    }

    /// Closes the idle connections; those in use close when they are given back.
    pub(crate) fn close(&self) {
        self.transactions.close();
        self.pipeline.close();
    }
}
