//! Follow or stop following, inside one transaction.

use diesel::dsl::exists;
use diesel::prelude::{BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _};
use kith_domain::follow::{Change, FollowAct, Refusal, Situation, decide};
use kith_domain::user::Status;

use super::super::Dsl as _;
use super::super::tie::{counters, hidden, lock};
use super::WriteConn;
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::follows;

pub(super) async fn toggle(
    conn: &mut WriteConn,
    act: &FollowAct,
) -> Result<Ending<Result<Change, Refusal>>, Failure> {
    let locked = lock(conn, act.actor, act.other).await?;
    let Some(status) = locked.actor else {
        return Ok(Ending::Rollback(Err(Refusal::NoSuchUser)));
    };
    let (actor, other) = (act.actor.get(), act.other.get());
    let follow = follows::follower_id.eq(actor).and(follows::followed_id.eq(other));
    let row = follows::table.filter(follow);
    let (following, hidden) =
        diesel::select((exists(row), hidden(actor, other))).get_result(conn).await?;
    let situation = Situation {
        mode: act.mode,
        following,
        other_is_live: locked.other_is_live,
        actor_is_blocked: status == Status::Blocked,
        hidden,
    };
    let change = match decide(&situation) {
        Ok(change) => change,
        Err(refusal) => return Ok(Ending::Rollback(Err(refusal))),
    };
    let difference = match change {
        Change::Unfollow => {
            diesel::delete(row).execute(conn).await?;
            -1
        }
        Change::Follow => {
            diesel::insert_into(follows::table)
                .values((
                    follows::follower_id.eq(actor),
                    follows::followed_id.eq(other),
                    follows::since.eq(InstantValue(act.at)),
                    follows::dormant.eq(false),
                ))
                .execute(conn)
                .await?;
            1
        }
    };
    let differences = [("followings_counter", difference, 0), ("followers_counter", 0, difference)];
    counters::add(conn, (act.actor, act.other), &differences).await?;
    Ok(Ending::Commit(Ok(change)))
}
