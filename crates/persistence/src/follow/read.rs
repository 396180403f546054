//! Reads of follows.

use diesel::dsl::{exists, not};
use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
};
use kith_domain::UserId;
use kith_domain::connection::Mutual;
use kith_domain::follow::{Following, Side};
use kith_domain::page::{Page, PageRequest};
use kith_domain::user::{Person, Status};

use super::super::Dsl as _;
use super::super::tie::page::{self, Part};
use super::ReadConn;
use crate::error::Failure;
use crate::schema::{follows, users};
use crate::sql::Piece;
use crate::user::row::count;

pub(super) async fn between(
    conn: &mut ReadConn<'_>,
    who: UserId,
    other: UserId,
) -> Result<Option<Following>, Failure> {
    let follows = |follower: UserId, followed: UserId| {
        let follow =
            follows::follower_id.eq(follower.get()).and(follows::followed_id.eq(followed.get()));
        exists(follows::table.filter(follow.and(not(follows::dormant))))
    };
    let found: Option<(bool, bool)> = users::table
        .filter(users::id.eq(other.get()).and(users::status.ne(Status::Deleted.as_str())))
        .select((follows(who, other), follows(other, who)))
        .first(conn)
        .await
        .optional()?;
    Ok(found.map(|(follows, followed_by)| Following { follows, followed_by }))
}

pub(super) async fn of(
    conn: &mut ReadConn<'_>,
    (owner, side): (UserId, Side),
    viewer: Option<UserId>,
    filter: Option<Mutual>,
    page: &PageRequest,
) -> Result<Option<Page<Person>>, Failure> {
    let live = users::table
        .filter(users::id.eq(owner.get()).and(users::status.ne(Status::Deleted.as_str())));
    let all: Option<i64> = match side {
        Side::Followers => live.select(users::followers_counter).first(conn).await,
        Side::Followings => live.select(users::followings_counter).first(conn).await,
    }
    .optional()?;
    let Some(all) = all else { return Ok(None) };
    let (mutual, others) = (filter != Some(Mutual::Without), filter != Some(Mutual::Only));
    let mut parts = Vec::new();
    if let Some(viewer) = viewer.filter(|_| mutual) {
        parts.push(part(owner, side, Some(viewer), 0));
    }
    if others {
        parts.push(part(owner, side, viewer, 1));
    }
    let total = match (filter, viewer) {
        (None, _) | (Some(Mutual::Without), None) => all,
        (Some(Mutual::Only), None) => 0,
        (Some(Mutual::Only), Some(viewer)) => mutual_count(conn, owner, side, viewer).await?,
        (Some(Mutual::Without), Some(viewer)) => {
            all - mutual_count(conn, owner, side, viewer).await?
        }
    };
    let rows = page::read(conn, parts, viewer, page, false).await?;
    let rows = rows.into_iter().map(|row| (row.cursor, row.person)).collect();
    // The counter and the rows are read one after the other.
    Ok(Some(Page::cut(count(total.max(0))?, rows, page.limit())))
}

/// Those whom the viewer follows (0), or the others (1); without a viewer, all are others.
fn part(owner: UserId, side: Side, viewer: Option<UserId>, number: u8) -> Part {
    let (select, seen, key, order) = match side {
        Side::Followers => (
            "select follower_id as id, since, follower_id as tie, ",
            " and seen.followed_id = follows.follower_id",
            "(since, follower_id)",
            "since desc, follower_id desc",
        ),
        Side::Followings => (
            "select followed_id as id, since, followed_id as tie, ",
            " and seen.followed_id = follows.followed_id",
            "(since, followed_id)",
            "since desc, followed_id desc",
        ),
    };
    let mut select = vec![
        Piece::Text(select),
        Piece::Text(if number == 0 { "0 as part" } else { "1 as part" }),
        Piece::Text(page::NO_DATES),
        Piece::Text(match side {
            Side::Followers => " from follows where not dormant and followed_id = ",
            Side::Followings => " from follows where not dormant and follower_id = ",
        }),
        Piece::Number(owner.get()),
    ];
    if let Some(viewer) = viewer {
        select.extend([
            Piece::Text(if number == 0 { " and exists" } else { " and not exists" }),
            Piece::Text(" (select 1 from follows as seen where seen.follower_id = "),
            Piece::Number(viewer.get()),
            Piece::Text(seen),
            Piece::Text(page::PROBE),
            Piece::Text(")"),
        ]);
    }
    Part { number, select, key, order }
}

async fn mutual_count(
    conn: &mut ReadConn<'_>,
    owner: UserId,
    side: Side,
    viewer: UserId,
) -> Result<i64, Failure> {
    let seen = diesel::alias!(follows as seen);
    // The limit and the offset are those of page::PROBE.
    let by_viewer = seen.filter(seen.field(follows::follower_id).eq(viewer.get()));
    let listed = follows::table.filter(not(follows::dormant));
    let followed = seen.field(follows::followed_id);
    let count = match side {
        Side::Followers => {
            let also = by_viewer.filter(followed.eq(follows::follower_id)).limit(1).offset(0);
            let mutual = listed.filter(follows::followed_id.eq(owner.get())).filter(exists(also));
            mutual.count().get_result(conn).await?
        }
        Side::Followings => {
            let also = by_viewer.filter(followed.eq(follows::followed_id)).limit(1).offset(0);
            let mutual = listed.filter(follows::follower_id.eq(owner.get())).filter(exists(also));
            mutual.count().get_result(conn).await?
        }
    };
    Ok(count)
}
