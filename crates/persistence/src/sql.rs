//! Statements that the query builder cannot say, or says in a way that cannot be kept prepared: pages whose
//! ids are found in an index before the wide rows are joined, changes of counters. What is loaded stays
//! in columns of the query builder where it has them, and is checked by it.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Text};

use crate::columns::{Instant, InstantValue};

/// A piece of SQL.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece {
    /// As it stands. Never made of input.
    Text(&'static str),
    /// A number to bind.
    Number(i64),
    /// An instant to bind.
    Instant(InstantValue),
}

/// `select COLUMNS REST`.
pub(crate) struct Select<C> {
    pub(crate) columns: C,
    pub(crate) rest: Vec<Piece>,
}

impl<C: Expression> Query for Select<C> {
    type SqlType = C::SqlType;
}

impl<C, Conn> diesel::RunQueryDsl<Conn> for Select<C> {}

/// Not static: the cache of prepared statements goes by the text.
impl<C> QueryId for Select<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, DB> QueryFragment<DB> for Select<C>
where
    C: QueryFragment<DB>,
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Instant>,
    i64: ToSql<BigInt, DB>,
    InstantValue: ToSql<Instant, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("select ");
        self.columns.walk_ast(out.reborrow())?;
        push(&self.rest, out)
    }
}

/// A statement that changes rows. The query builder's updates are never kept prepared; this one is.
pub(crate) struct Change(pub(crate) Vec<Piece>);

impl<Conn> diesel::RunQueryDsl<Conn> for Change {}

/// Not static: the cache of prepared statements goes by the text.
impl QueryId for Change {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB> QueryFragment<DB> for Change
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Instant>,
    i64: ToSql<BigInt, DB>,
    InstantValue: ToSql<Instant, DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push(&self.0, out)
    }
}

/// A column of a [`Select`] that the query builder does not know.
#[derive(Clone, Debug)]
pub(crate) struct Column<ST> {
    pieces: Vec<Piece>,
    sql_type: PhantomData<ST>,
}

impl<ST> Column<ST> {
    /// One that has a name.
    pub(crate) fn named(name: &'static str) -> Self {
        Self::of(vec![Piece::Text(name)])
    }

    /// One that is computed.
    pub(crate) fn of(pieces: Vec<Piece>) -> Self {
        Self { pieces, sql_type: PhantomData }
    }
}

impl<ST: diesel::sql_types::SqlType + diesel::expression::TypedExpressionType> Expression
    for Column<ST>
{
    type SqlType = ST;
}

impl<ST, GroupBy> ValidGrouping<GroupBy> for Column<ST> {
    type IsAggregate = is_aggregate::No;
}

impl<ST> QueryId for Column<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST, DB> QueryFragment<DB> for Column<ST>
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Instant>,
    i64: ToSql<BigInt, DB>,
    InstantValue: ToSql<Instant, DB>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push(&self.pieces, out)
    }
}

/// The provider `external` as a word of the statement, and no parameter: otherwise the databases could not
/// tell that the index of these associations alone holds what is asked for. What has one of the query
/// builder's own literals in it is prepared anew each time; what has this one is kept.
#[derive(Clone, Copy, Debug, QueryId)]
pub(crate) struct External;

impl Expression for External {
    type SqlType = Text;
}

impl<From> AppearsOnTable<From> for External {}

impl<From> SelectableExpression<From> for External {}

impl<GroupBy> ValidGrouping<GroupBy> for External {
    type IsAggregate = is_aggregate::Never;
}

impl<DB: Backend> QueryFragment<DB> for External {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("'external'");
        Ok(())
    }
}

fn push<'b, DB>(pieces: &'b [Piece], mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Instant>,
    i64: ToSql<BigInt, DB>,
    InstantValue: ToSql<Instant, DB>,
{
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_sql(text),
            Piece::Number(number) => out.push_bind_param::<BigInt, _>(number)?,
            Piece::Instant(instant) => out.push_bind_param::<Instant, _>(instant)?,
        }
    }
    Ok(())
}
