//! What ties of every kind have in common: who is locked, who is counted, what a viewer sees, which ones
//! sleep while a user is softly deleted.

pub(super) mod counters;
pub(super) mod dormancy;
pub(super) mod list;
pub(super) mod page;

use diesel::dsl::{exists, not};
use diesel::prelude::{BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _};
use kith_domain::UserId;
use kith_domain::connection::Ties;
use kith_domain::user::Status;

use super::{WriteConn, lock_statuses, share_ties};
use crate::error::Failure;
use crate::schema::{connection_requests, connections, follows, hides, users};

/// The four facts of [`Ties`], as columns of a query on users.
pub(super) type TiesRow = (bool, bool, bool, bool);

pub(super) fn ties((connected, received, sent, followed): TiesRow) -> Ties {
    Ties { connected, received, sent, followed }
}

/// For whom nothing ties to anybody: no user has this id.
pub(super) fn viewer_id(viewer: Option<UserId>) -> i64 {
    viewer.map_or(0, UserId::get)
}

/// What ties a viewer to the user of the row around.
pub(super) fn ties_columns(viewer: i64) -> (connected, received, sent, followed) {
    (connected(viewer), received(viewer), sent(viewer), followed(viewer))
}

#[diesel::dsl::auto_type]
fn connected(viewer: i64) -> _ {
    exists(
        connections::table
            .filter(connections::user_id.eq(viewer))
            .filter(connections::other_id.eq(users::id))
            .filter(not(connections::dormant)),
    )
}

#[diesel::dsl::auto_type]
fn received(viewer: i64) -> _ {
    exists(
        connection_requests::table
            .filter(connection_requests::from_id.eq(users::id))
            .filter(connection_requests::to_id.eq(viewer))
            .filter(connection_requests::rejected.is_null())
            .filter(not(connection_requests::dormant)),
    )
}

#[diesel::dsl::auto_type]
fn sent(viewer: i64) -> _ {
    exists(
        connection_requests::table
            .filter(connection_requests::from_id.eq(viewer))
            .filter(connection_requests::to_id.eq(users::id))
            .filter(not(connection_requests::dormant)),
    )
}

#[diesel::dsl::auto_type]
fn followed(viewer: i64) -> _ {
    exists(
        follows::table
            .filter(follows::follower_id.eq(viewer))
            .filter(follows::followed_id.eq(users::id))
            .filter(not(follows::dormant)),
    )
}

/// Two users, one of whom acts on the other, locked until the transaction ends.
pub(super) struct Locked {
    /// `None` if the one who acts is not there any more.
    pub(super) actor: Option<Status>,
    /// Whether the other one lives.
    pub(super) other_is_live: bool,
}

/// Locks both, the lower id first.
pub(super) async fn lock(
    conn: &mut WriteConn,
    actor: UserId,
    other: UserId,
) -> Result<Locked, Failure> {
    let (low, high) = (actor.min(other), actor.max(other));
    share_ties(conn, low.get(), high.get()).await?;
    let statuses = lock_statuses(conn, &[low.get(), high.get()]).await?;
    let live = |user: UserId| {
        let status = statuses.iter().find(|(id, _)| *id == user.get())?;
        status.1.parse().ok().filter(|status| *status != Status::Deleted)
    };
    Ok(Locked { actor: live(actor), other_is_live: live(other).is_some() })
}

/// Whether either of two users hides the other.
#[diesel::dsl::auto_type]
pub(super) fn hidden(one: i64, other: i64) -> _ {
    let there = hides::user_id.eq(one).and(hides::hidden_id.eq(other));
    let back = hides::user_id.eq(other).and(hides::hidden_id.eq(one));
    exists(hides::table.filter(there.or(back)))
}
