//! Pages of people tied to somebody, one statement each: the ids are found in the index, those that come
//! first and, where they do not fill the page, the others, before the wide rows of users are joined.

use std::cmp::Reverse;

use diesel::prelude::SelectableHelper as _;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable};
use kith_domain::connection::Mutual;
use kith_domain::page::{Cursor, CursorKey, Page, PageRequest};
use kith_domain::user::Person;
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::super::ReadConn;
use super::super::user::read::ext_id;
use super::list::{List, Part};
use super::{TiesRow, ties};
use crate::columns::{Instant, InstantValue};
use crate::error::Failure;
use crate::length::Length;
use crate::sql::{Column, Piece, Select};
use crate::user::row::{UserRow, count};

/// The ids of a page that has none.
const NOBODY: &str = "select cast(null as bigint) as id, cast(null as timestamptz) as since, \
    cast(null as bigint) as tie, cast(null as integer) as part, \
    cast(null as timestamptz) as rejected, cast(null as timestamptz) as viewed where false";

/// A row of a page: its tie's id (0 where the person's settles), part, time, person.
pub(in super::super) struct Tied {
    pub(in super::super) tie: i64,
    pub(in super::super) since: InstantValue,
    pub(in super::super) rejected: Option<InstantValue>,
    pub(in super::super) viewed: Option<InstantValue>,
    pub(in super::super) cursor: Cursor,
    pub(in super::super) person: Person,
}

/// What is read of a person and the tie; nothing in the one row of a page with nobody.
type Row = (i64, Option<UserRow>, Option<String>, TiesRow, Place, Dates);
type TiesColumns = (Column<Bool>, Column<Bool>, Column<Bool>, Column<Bool>);
type Place = (Option<i64>, Option<i32>, Option<InstantValue>);
type Dates = (Option<InstantValue>, Option<InstantValue>);

/// How many people a short page reaches over, from the beginning of its list: each takes some
/// microseconds. Behind a cursor nobody is reached over.
const NEAR: u64 = 300;

/// A page is long that ends far from the beginning, or for which all that a filter leaves are counted.
pub(in super::super) fn length(page: &PageRequest, filter: Option<Mutual>) -> Length {
    let is_far = page.offset().saturating_add(page.limit().into()) > NEAR;
    if is_far || filter.is_some() { Length::Long } else { Length::Short }
}

/// Reads a page of people. `None` if there is no such list.
pub(in super::super) async fn people(
    conn: &mut ReadConn<'_>,
    list: List,
    viewer: Option<UserId>,
    page: &PageRequest,
) -> Result<Option<Page<Person>>, Failure> {
    let Some((total, rows)) = read(conn, list, viewer, page).await? else { return Ok(None) };
    let rows = rows.into_iter().map(|row| (row.cursor, row.person)).collect();
    Ok(Some(Page::cut(count(total)?, rows, page.limit())))
}

/// Reads how many there are, and one row more than the page has, so that its end shows. `None` if there
/// is no such list.
pub(in super::super) async fn read(
    conn: &mut ReadConn<'_>,
    list: List,
    viewer: Option<UserId>,
    page: &PageRequest,
) -> Result<Option<(i64, Vec<Tied>)>, Failure> {
    let List { total, parts, connected, by_tie } = list;
    let columns = (
        Column::<BigInt>::named("list.total"),
        Option::<UserRow>::as_select(),
        ext_id(),
        tied(viewer, connected),
        (
            Column::<Nullable<BigInt>>::named("page.tie"),
            Column::<Nullable<Integer>>::named("page.part"),
            Column::<Nullable<Instant>>::named("page.since"),
        ),
        (
            Column::<Nullable<Instant>>::named("page.rejected"),
            Column::<Nullable<Instant>>::named("page.viewed"),
        ),
    );
    let mut rest = vec![Piece::Text(" from (select ")];
    rest.extend(total);
    rest.push(Piece::Text(") as list left join ("));
    rest.extend(ids(parts, page, by_tie)?);
    rest.push(Piece::Text(") as page on true left join users on users.id = page.id"));

    let rows: Vec<Row> = Select { columns, rest }.load(conn).await?;
    let &[(total, ..), ..] = rows.as_slice() else { return Ok(None) };
    let mut people = Vec::with_capacity(rows.len());
    for (_, user, ext_id, seen, place, (rejected, viewed)) in rows {
        let (Some(user), (Some(tie), Some(part), Some(since))) = (user, place) else { continue };
        let user = user.into_user(ext_id)?;
        let id = if by_tie { tie } else { user.id.get() };
        let part = u8::try_from(part).map_err(StoreError::inconsistent)?;
        let cursor = Cursor { part, key: CursorKey::Instant(since.0.timestamp_micros()), id };
        let person = Person { user, ties: ties(seen) };
        people.push(Tied { tie, since, rejected, viewed, cursor, person });
    }
    // What is joined comes in no order that anybody promises.
    people.sort_by_key(|row| (row.cursor.part, Reverse(row.since.0), Reverse(row.cursor.id)));
    Ok(Some((total, people)))
}

/// What ties the viewer to the person of a row. Who is connected has no request.
fn tied(viewer: Option<UserId>, connected: &'static str) -> TiesColumns {
    let Some(viewer) = viewer else {
        let no = || Column::named("false");
        return (no(), no(), no(), no());
    };
    let unless_connected = |yes: &'static str, from: &'static str, to: &'static str| {
        Column::of(vec![
            Piece::Text("case when "),
            Piece::Text(connected),
            Piece::Text(yes),
            Piece::Text(from),
            Piece::Number(viewer.get()),
            Piece::Text(to),
        ])
    };
    (
        unless_connected(
            " then true else",
            " exists (select 1 from connections as tied where tied.user_id = ",
            " and tied.other_id = users.id and not tied.dormant) end",
        ),
        unless_connected(
            " then false else",
            " exists (select 1 from connection_requests as tied where tied.to_id = ",
            " and tied.from_id = users.id and tied.rejected is null and not tied.dormant) end",
        ),
        unless_connected(
            " then false else",
            " exists (select 1 from connection_requests as tied where tied.from_id = ",
            " and tied.to_id = users.id and not tied.dormant) end",
        ),
        Column::of(vec![
            Piece::Text("exists (select 1 from follows as tied where tied.follower_id = "),
            Piece::Number(viewer.get()),
            Piece::Text(" and tied.followed_id = users.id and not tied.dormant)"),
        ]),
    )
}

/// Who is on the page: `id, since, tie, part, rejected, viewed`.
fn ids(parts: Vec<Part>, page: &PageRequest, by_tie: bool) -> Result<Vec<Piece>, StoreError> {
    let parts: Vec<Part> = match page.cursor() {
        None => parts,
        Some(cursor) => parts.into_iter().filter(|part| part.number >= cursor.part).collect(),
    };
    if parts.is_empty() {
        return Ok(vec![Piece::Text(NOBODY)]);
    }
    let limit = i64::from(page.limit()).saturating_add(1);
    let offset = i64::try_from(page.offset()).unwrap_or(i64::MAX);
    let enough = Piece::Number(offset.saturating_add(limit));
    let single = parts.len() == 1;
    let mut ids = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        ids.push(Piece::Text(if at == 0 {
            "with first_part as materialized ("
        } else {
            "), second_part as ("
        }));
        ids.extend(part.select);
        if let Some(cursor) = page.cursor().filter(|cursor| cursor.part == part.number) {
            let since = InstantValue::from_micros(cursor.instant())?;
            ids.extend([Piece::Text(" and "), Piece::Text(part.key), Piece::Text(" < (")]);
            ids.extend([Piece::Instant(since), Piece::Text(", "), Piece::Number(cursor.id)]);
            ids.push(Piece::Text(")"));
        }
        ids.extend([Piece::Text(" order by "), Piece::Text(part.order), Piece::Text(" limit ")]);
        if at == 0 {
            ids.push(enough);
        } else {
            // Nobody is looked for whom the page has no room for.
            let room =
                [Piece::Text("(select "), enough, Piece::Text(" - count(*) from first_part)")];
            ids.extend(room);
        }
    }
    ids.push(Piece::Text(if single {
        ") select * from first_part"
    } else {
        ") select * from first_part union all select * from second_part"
    }));
    let settled = if by_tie { "tie desc" } else { "id desc" };
    ids.extend([Piece::Text(" order by part, since desc, "), Piece::Text(settled)]);
    ids.extend([Piece::Text(" limit "), Piece::Number(limit)]);
    ids.extend([Piece::Text(" offset "), Piece::Number(offset)]);
    Ok(ids)
}
