//! Reads of connections and requests.

use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
};
use kith_domain::connection::{ConnectionRequest, Mutual, RequestBox, Ties};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Person, Status};
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::super::tie::list::{Kind, List, Part};
use super::super::tie::page;
use super::super::tie::{TiesRow, ties, ties_columns};
use super::ReadConn;
use crate::error::Failure;
use crate::schema::users;
use crate::sql::Piece;
use crate::user::row::{count, user_id};

pub(super) async fn ties_to(
    conn: &mut ReadConn<'_>,
    viewer: UserId,
    other: UserId,
) -> Result<Option<Ties>, Failure> {
    let row: Option<TiesRow> = users::table
        .filter(users::id.eq(other.get()).and(users::status.ne(Status::Deleted.as_str())))
        .select(ties_columns(viewer.get()))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(ties))
}

pub(super) async fn ties_to_all(
    conn: &mut ReadConn<'_>,
    viewer: UserId,
    others: &[i64],
) -> Result<Vec<(UserId, Ties)>, Failure> {
    let rows: Vec<(i64, TiesRow)> = users::table
        .filter(users::id.eq_any(others).and(users::status.ne(Status::Deleted.as_str())))
        .select((users::id, ties_columns(viewer.get())))
        .load(conn)
        .await?;
    let row = |(id, row)| Ok((user_id(id)?, ties(row)));
    Ok(rows.into_iter().map(row).collect::<Result<_, StoreError>>()?)
}

const CONNECTIONS: Kind = Kind {
    table: "connections",
    owner: "user_id",
    person: "other_id",
    of_viewer: ("user_id", "other_id"),
    key: "(since, other_id)",
    order: "since desc, other_id desc",
    counter: "connections_counter",
};

pub(super) async fn of(
    conn: &mut ReadConn<'_>,
    owner: UserId,
    viewer: Option<UserId>,
    filter: Option<Mutual>,
    page: &PageRequest,
) -> Result<Option<Page<Person>>, Failure> {
    let list = match viewer {
        // Everybody is mutual to oneself.
        Some(viewer) if viewer == owner => CONNECTIONS.all(owner, filter, 0).connected("true"),
        Some(viewer) => CONNECTIONS.halves(owner, viewer, filter).connected("page.part = 0"),
        None => CONNECTIONS.all(owner, filter, 1),
    };
    page::people(conn, list, viewer, page).await
}

pub(super) async fn requests(
    conn: &mut ReadConn<'_>,
    owner: UserId,
    which: RequestBox,
    page: &PageRequest,
) -> Result<Page<ConnectionRequest>, Failure> {
    let (total, select) = match which {
        RequestBox::Received => (
            "requests_received_counter as total from users where id = ",
            "select from_id as id, created as since, id as tie, 0 as part, rejected, viewed \
             from connection_requests where rejected is null and not dormant and to_id = ",
        ),
        RequestBox::Sent => (
            "requests_sent_counter as total from users where id = ",
            "select to_id as id, created as since, id as tie, 0 as part, rejected, viewed \
             from connection_requests where not dormant and from_id = ",
        ),
    };
    let part = Part {
        number: 0,
        select: vec![Piece::Text(select), Piece::Number(owner.get())],
        key: "(created, connection_requests.id)",
        order: "created desc, connection_requests.id desc",
    };
    let list = List {
        total: vec![Piece::Text(total), Piece::Number(owner.get())],
        parts: vec![part],
        connected: "false",
        by_tie: true,
    };
    let (total, rows) = page::read(conn, list, Some(owner), page).await?.unwrap_or_default();
    let rows = rows.into_iter().map(|row| {
        let request = ConnectionRequest {
            id: row.tie,
            other: row.person,
            created: row.since.0,
            rejected: row.rejected.map(|at| at.0),
            viewed: row.viewed.map(|at| at.0),
        };
        (row.cursor, request)
    });
    Ok(Page::cut(count(total)?, rows.collect(), page.limit()))
}
