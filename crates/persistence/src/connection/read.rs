//! Reads of connections and requests.

use diesel::dsl::{exists, not};
use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
};
use kith_domain::connection::{ConnectionRequest, Mutual, RequestBox, Ties};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Person, Status};
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::super::tie::page::{self, Part};
use super::super::tie::{TiesRow, ties, ties_columns};
use super::ReadConn;
use crate::error::Failure;
use crate::schema::{connections, users};
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

const KEY: &str = "(since, other_id)";
const ORDER: &str = "since desc, other_id desc";

pub(super) async fn of(
    conn: &mut ReadConn<'_>,
    owner: UserId,
    viewer: Option<UserId>,
    filter: Option<Mutual>,
    page: &PageRequest,
) -> Result<Option<Page<Person>>, Failure> {
    let all: Option<i64> = users::table
        .filter(users::id.eq(owner.get()).and(users::status.ne(Status::Deleted.as_str())))
        .select(users::connections_counter)
        .first(conn)
        .await
        .optional()?;
    let Some(all) = all else { return Ok(None) };
    let (mutual, others) = (filter != Some(Mutual::Without), filter != Some(Mutual::Only));
    let (parts, total) = match viewer {
        // Nobody is mutual to nobody, and everybody to oneself.
        None => (if others { vec![whole(owner, 1)] } else { vec![] }, if others { all } else { 0 }),
        Some(viewer) if viewer == owner => {
            (if mutual { vec![whole(owner, 0)] } else { vec![] }, if mutual { all } else { 0 })
        }
        Some(viewer) => {
            let mut parts = Vec::new();
            if mutual {
                parts.push(half(owner, viewer, 0));
            }
            if others {
                parts.push(half(owner, viewer, 1));
            }
            let total = match filter {
                None => all,
                Some(Mutual::Only) => mutual_count(conn, owner, viewer).await?,
                Some(Mutual::Without) => all - mutual_count(conn, owner, viewer).await?,
            };
            (parts, total)
        }
    };
    let rows = page::read(conn, parts, viewer, page, false).await?;
    let rows = rows.into_iter().map(|row| (row.cursor, row.person)).collect();
    // The counter and the rows are read one after the other.
    Ok(Some(Page::cut(count(total.max(0))?, rows, page.limit())))
}

fn whole(owner: UserId, number: u8) -> Part {
    let select = vec![
        Piece::Text("select other_id as id, since, other_id as tie, "),
        Piece::Text(if number == 0 { "0 as part" } else { "1 as part" }),
        Piece::Text(page::NO_DATES),
        Piece::Text(" from connections where not dormant and user_id = "),
        Piece::Number(owner.get()),
    ];
    Part { number, select, key: KEY, order: ORDER }
}

fn half(owner: UserId, viewer: UserId, number: u8) -> Part {
    let mut part = whole(owner, number);
    part.select.extend([
        Piece::Text(if number == 0 { " and exists" } else { " and not exists" }),
        Piece::Text(" (select 1 from connections as seen where seen.user_id = "),
        Piece::Number(viewer.get()),
        Piece::Text(" and seen.other_id = connections.other_id"),
        Piece::Text(page::PROBE),
        Piece::Text(")"),
    ]);
    part
}

async fn mutual_count(
    conn: &mut ReadConn<'_>,
    owner: UserId,
    viewer: UserId,
) -> Result<i64, Failure> {
    let seen = diesel::alias!(connections as seen);
    let also = seen
        .filter(seen.field(connections::user_id).eq(viewer.get()))
        .filter(seen.field(connections::other_id).eq(connections::other_id))
        .limit(1)
        .offset(0); // see page::PROBE
    let mutual = connections::table
        .filter(connections::user_id.eq(owner.get()).and(not(connections::dormant)))
        .filter(exists(also));
    Ok(mutual.count().get_result(conn).await?)
}

pub(super) async fn requests(
    conn: &mut ReadConn<'_>,
    owner: UserId,
    which: RequestBox,
    page: &PageRequest,
) -> Result<Page<ConnectionRequest>, Failure> {
    let user = users::table.filter(users::id.eq(owner.get()));
    let (total, select) = match which {
        RequestBox::Received => (
            user.select(users::requests_received_counter).first(conn).await.optional()?,
            "select from_id as id, created as since, id as tie, 0 as part, rejected, viewed \
             from connection_requests where rejected is null and not dormant and to_id = ",
        ),
        RequestBox::Sent => (
            user.select(users::requests_sent_counter).first(conn).await.optional()?,
            "select to_id as id, created as since, id as tie, 0 as part, rejected, viewed \
             from connection_requests where not dormant and from_id = ",
        ),
    };
    let total: Option<i64> = total;
    let part = Part {
        number: 0,
        select: vec![Piece::Text(select), Piece::Number(owner.get())],
        key: "(created, connection_requests.id)",
        order: "created desc, connection_requests.id desc",
    };
    let rows = page::read(conn, vec![part], Some(owner), page, true).await?;

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
    Ok(Page::cut(count(total.unwrap_or(0))?, rows.collect(), page.limit()))
}
