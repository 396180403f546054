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
use super::super::tie::list::Kind;
use super::super::tie::page;
use super::ReadConn;
use crate::error::Failure;
use crate::schema::{follows, users};

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

const FOLLOWERS: Kind = Kind {
    table: "follows",
    owner: "followed_id",
    person: "follower_id",
    of_viewer: ("follower_id", "followed_id"),
    key: "(since, follower_id)",
    order: "since desc, follower_id desc",
    counter: "followers_counter",
};

const FOLLOWINGS: Kind = Kind {
    table: "follows",
    owner: "follower_id",
    person: "followed_id",
    of_viewer: ("follower_id", "followed_id"),
    key: "(since, followed_id)",
    order: "since desc, followed_id desc",
    counter: "followings_counter",
};

pub(super) async fn of(
    conn: &mut ReadConn<'_>,
    (owner, side): (UserId, Side),
    viewer: Option<UserId>,
    filter: Option<Mutual>,
    page: &PageRequest,
) -> Result<Option<Page<Person>>, Failure> {
    let kind = match side {
        Side::Followers => FOLLOWERS,
        Side::Followings => FOLLOWINGS,
    };
    let list = match viewer {
        Some(viewer) => kind.halves(owner, viewer, filter),
        None => kind.all(owner, filter, 1),
    };
    page::people(conn, list, viewer, page).await
}
