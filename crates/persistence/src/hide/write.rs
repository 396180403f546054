//! Hide or show, inside one transaction.

use diesel::prelude::{BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _};
use kith_domain::hide::Toggled;
use kith_domain::{Timestamp, UserId};

use super::super::Dsl as _;
use super::super::tie::lock;
use super::WriteConn;
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::hides;

pub(super) async fn toggle(
    conn: &mut WriteConn,
    actor: UserId,
    other: UserId,
    at: Timestamp,
) -> Result<Ending<Toggled>, Failure> {
    let locked = lock(conn, actor, other).await?;
    if locked.actor.is_none() || !locked.other_is_live {
        return Ok(Ending::Rollback(Toggled::NoSuchUser));
    }
    let hide = hides::user_id.eq(actor.get()).and(hides::hidden_id.eq(other.get()));
    if diesel::delete(hides::table.filter(hide)).execute(conn).await? > 0 {
        return Ok(Ending::Commit(Toggled::Shown));
    }
    diesel::insert_into(hides::table)
        .values((
            hides::user_id.eq(actor.get()),
            hides::hidden_id.eq(other.get()),
            hides::since.eq(InstantValue(at)),
        ))
        .execute(conn)
        .await?;
    Ok(Ending::Commit(Toggled::Hidden))
}
