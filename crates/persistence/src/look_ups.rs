//! What is looked up so often that several callers share a statement, where the database can do that.
//!
//! Each is read by a function that takes all who ask: on SQLite one at a time, on PostgreSQL those who ask at
//! the same moment.

use std::collections::HashMap;
use std::hash::Hash;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use kith_domain::association::Association;
use kith_domain::provider_connection::ConnectedProvider;
use kith_domain::visibility::{Audience, Member};
use kith_domain::{StoreError, UserId};
use uuid::Uuid;

use super::{LookUp, ReadConn, association, provider_connection, user};
use crate::error::Failure;

/// For each who asks what they asked for, in their order.
pub(super) type Found<T> = Vec<Result<T, StoreError>>;

/// Reads for all who ask: about a subject, which no two of them share, and with what else matters.
pub(super) type Job<S, X, T> =
    for<'a> fn(&'a mut ReadConn<'a>, &'a [(S, X)]) -> BoxFuture<'a, Result<Found<T>, Failure>>;

/// The look-ups that are shared.
pub(super) struct LookUps {
    /// Somebody who asks.
    pub(super) members: LookUp<UserId, (), Option<Member>>,
    /// A user's associations.
    pub(super) associations: LookUp<UserId, Audience, Option<Vec<Association>>>,
    /// A user's connections with providers.
    pub(super) provider_connections: LookUp<Uuid, (), Option<Vec<ConnectedProvider>>>,
}

impl LookUps {
    pub(super) fn new() -> Self {
        Self {
            members: LookUp::by(|conn, asked| user::read::members(conn, asked).boxed()),
            associations: LookUp::by(|conn, asked| association::read::of(conn, asked).boxed()),
            provider_connections: LookUp::by(|conn, asked| {
                provider_connection::read::by_uuid(conn, asked).boxed()
            }),
        }
    }
}

/// The rows of each subject, as a left join gives them: a subject without any has one row of nulls.
pub(super) fn lists<S: Eq + Hash, R>(
    rows: impl IntoIterator<Item = (S, Option<R>)>,
) -> HashMap<S, Vec<R>> {
    let mut lists = HashMap::new();
    for (subject, row) in rows {
        lists.entry(subject).or_insert_with(Vec::new).extend(row);
    }
    lists
}
