//! Pages of people tied to somebody: the ids are found in the index, those that come first and the
//! others each with a limit, before the wide rows of users are joined.

use diesel::prelude::SelectableHelper as _;
use diesel::sql_types::{BigInt, Integer, Nullable};
use kith_domain::page::{Cursor, CursorKey, PageRequest};
use kith_domain::user::Person;
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::super::ReadConn;
use super::super::user::read::ext_id;
use super::{TiesRow, ties, ties_columns, viewer_id};
use crate::columns::{Instant, InstantValue};
use crate::error::Failure;
use crate::sql::{Column, Piece, Select};
use crate::user::row::UserRow;

/// Ends a subquery that is to look into the index once for each row. Without it PostgreSQL may join
/// everybody's friends with everybody's, since its statistics know an average user, and not the one
/// with five thousand friends: the cost was seen to grow with the product.
pub(in super::super) const PROBE: &str = " limit 1 offset 0";

/// The dates that only requests have, for the parts of other lists.
pub(in super::super) const NO_DATES: &str =
    ", cast(null as timestamptz) as rejected, cast(null as timestamptz) as viewed";

/// One part of a list: rows of `(id, since)` of people, newest first.
pub(in super::super) struct Part {
    /// 0 comes before 1.
    pub(in super::super) number: u8,
    /// `select … as id, … as since, … as tie, … as part, … as rejected, … as viewed from … where …`,
    /// complete but for order and limit.
    pub(in super::super) select: Vec<Piece>,
    /// The two columns by which it is sorted, as a row value: `(since, other_id)`.
    pub(in super::super) key: &'static str,
    /// The same, descending: `since desc, other_id desc`.
    pub(in super::super) order: &'static str,
}

/// A row of a page: its tie's id (0 where the person's settles), part, time, person.
pub(in super::super) struct Tied {
    pub(in super::super) tie: i64,
    pub(in super::super) since: InstantValue,
    pub(in super::super) rejected: Option<InstantValue>,
    pub(in super::super) viewed: Option<InstantValue>,
    pub(in super::super) cursor: Cursor,
    pub(in super::super) person: Person,
}

type Row = (UserRow, Option<String>, TiesRow, i64, i32, InstantValue, Dates);
type Dates = (Option<InstantValue>, Option<InstantValue>);

/// Reads one row more than the page has, so that its end shows. `settles` tells which id settles ties
/// in the order: the tie's own, or the person's.
pub(in super::super) async fn read(
    conn: &mut ReadConn<'_>,
    parts: Vec<Part>,
    viewer: Option<UserId>,
    page: &PageRequest,
    by_tie: bool,
) -> Result<Vec<Tied>, Failure> {
    let parts: Vec<Part> = match page.cursor() {
        None => parts,
        Some(cursor) => parts.into_iter().filter(|part| part.number >= cursor.part).collect(),
    };
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let limit = i64::from(page.limit()).saturating_add(1);
    let offset = i64::try_from(page.offset()).unwrap_or(i64::MAX);
    let mut rest = vec![Piece::Text(" from (")];
    for (at, part) in parts.into_iter().enumerate() {
        rest.push(Piece::Text(if at == 0 {
            "select * from ("
        } else {
            " union all select * from ("
        }));
        rest.extend(part.select);
        if let Some(cursor) = page.cursor().filter(|cursor| cursor.part == part.number) {
            let since = InstantValue::from_micros(cursor.instant())?;
            rest.extend([Piece::Text(" and "), Piece::Text(part.key), Piece::Text(" < (")]);
            rest.extend([Piece::Instant(since), Piece::Text(", "), Piece::Number(cursor.id)]);
            rest.push(Piece::Text(")"));
        }
        rest.extend([Piece::Text(" order by "), Piece::Text(part.order), Piece::Text(" limit ")]);
        rest.push(Piece::Number(offset.saturating_add(limit)));
        rest.push(Piece::Text(match part.number {
            0 => ") as first_part",
            _ => ") as second_part",
        }));
    }
    let settled = if by_tie { "tie desc" } else { "id desc" };
    rest.extend([Piece::Text(" order by part, since desc, "), Piece::Text(settled)]);
    rest.extend([Piece::Text(" limit "), Piece::Number(limit)]);
    rest.extend([Piece::Text(" offset "), Piece::Number(offset)]);
    rest.push(Piece::Text(") as page join users on users.id = page.id order by page.part, "));
    rest.push(Piece::Text(if by_tie {
        "page.since desc, page.tie desc"
    } else {
        "page.since desc, page.id desc"
    }));

    let columns = (
        UserRow::as_select(),
        ext_id(),
        ties_columns(viewer_id(viewer)),
        Column::<BigInt>::named("page.tie"),
        Column::<Integer>::named("page.part"),
        Column::<Instant>::named("page.since"),
        (
            Column::<Nullable<Instant>>::named("page.rejected"),
            Column::<Nullable<Instant>>::named("page.viewed"),
        ),
    );
    let rows: Vec<Row> = Select { columns, rest }.load(conn).await?;
    let tied = |(user, ext_id, seen, tie, part, since, (rejected, viewed)): Row| {
        let user = user.into_user(ext_id)?;
        let id = if by_tie { tie } else { user.id.get() };
        let part = u8::try_from(part).map_err(StoreError::inconsistent)?;
        let key = CursorKey::Instant(since.0.timestamp_micros());
        let cursor = Cursor { part, key, id };
        Ok(Tied { tie, since, rejected, viewed, cursor, person: Person { user, ties: ties(seen) } })
    };
    Ok(rows.into_iter().map(tied).collect::<Result<_, StoreError>>()?)
}
