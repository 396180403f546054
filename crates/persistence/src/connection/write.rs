//! One user acts on another, inside one transaction.

use diesel::dsl::exists;
use diesel::prelude::{
    BoolExpressionMethods as _, ExpressionMethods as _, NullableExpressionMethods as _,
    QueryDsl as _,
};
use kith_domain::connection::{Act, Change, Pair, Refusal, RequestState, Situation, Ties, decide};
use kith_domain::user::Status;
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::super::tie::{counters, hidden, lock};
use super::WriteConn;
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::{connection_requests, connections};
use crate::sql::{self, Piece};

pub(super) async fn act(
    conn: &mut WriteConn,
    act: &Act,
) -> Result<Ending<Result<Ties, Refusal>>, Failure> {
    let locked = lock(conn, act.actor, act.other).await?;
    let Some(status) = locked.actor else {
        return Ok(Ending::Rollback(Err(Refusal::NoSuchUser)));
    };
    let (before, hidden) = situation(conn, act.actor, act.other).await?;
    let situation = Situation {
        mode: act.mode,
        pair: before,
        other_is_live: locked.other_is_live,
        actor_is_blocked: status == Status::Blocked,
        hidden,
    };
    match decide(act.action, &situation) {
        Err(refusal) => Ok(Ending::Rollback(Err(refusal))),
        Ok(Change::Seen) => {
            let request = request(act.other, act.actor);
            let unseen = connection_requests::table
                .filter(request.and(connection_requests::viewed.is_null()));
            diesel::update(unseen)
                .set(connection_requests::viewed.eq(InstantValue(act.at)))
                .execute(conn)
                .await?;
            Ok(Ending::Commit(Ok(before.into())))
        }
        Ok(Change::To(after)) => {
            change(conn, act, before, after).await?;
            Ok(Ending::Commit(Ok(after.into())))
        }
    }
}

#[diesel::dsl::auto_type]
fn request_columns(from: i64, to: i64) -> _ {
    connection_requests::from_id.eq(from).and(connection_requests::to_id.eq(to))
}

fn request(from: UserId, to: UserId) -> request_columns {
    request_columns(from.get(), to.get())
}

/// How the two stand to each other, seen from `mine`, and whether either hides the other.
async fn situation(
    conn: &mut WriteConn,
    mine: UserId,
    theirs: UserId,
) -> Result<(Pair, bool), Failure> {
    let connection =
        connections::user_id.eq(mine.get()).and(connections::other_id.eq(theirs.get()));
    let pending = |from: UserId, to: UserId| {
        let request = connection_requests::table.filter(request(from, to));
        request.select(connection_requests::rejected.is_null().nullable()).single_value()
    };
    let (connected, sent, received, hidden): (bool, Option<bool>, Option<bool>, bool) =
        diesel::select((
            exists(connections::table.filter(connection)),
            pending(mine, theirs),
            pending(theirs, mine),
            hidden(mine.get(), theirs.get()),
        ))
        .get_result(conn)
        .await?;
    if connected {
        return Ok((Pair::CONNECTED, hidden));
    }
    let state = |pending| match pending {
        None => RequestState::None,
        Some(true) => RequestState::Pending,
        Some(false) => RequestState::Rejected,
    };
    let pair = Pair::apart(state(sent), state(received));
    let pair =
        pair.ok_or_else(|| StoreError::inconsistent("two users wait for each other's answer"))?;
    Ok((pair, hidden))
}

async fn change(conn: &mut WriteConn, act: &Act, before: Pair, after: Pair) -> Result<(), Failure> {
    let at = InstantValue(act.at);
    let (actor, other) = (act.actor, act.other);
    // Requests go before a connection comes: they exclude each other.
    change_request(conn, (actor, other), before.mine(), after.mine(), at).await?;
    change_request(conn, (other, actor), before.theirs(), after.theirs(), at).await?;
    match (before.is_connected(), after.is_connected()) {
        (false, true) => {
            let (actor, other) = (Piece::Number(actor.get()), Piece::Number(other.get()));
            let both = vec![
                Piece::Text(
                    "insert into connections (dormant, user_id, other_id, since) values (false, ",
                ),
                actor,
                Piece::Text(", "),
                other,
                Piece::Text(", "),
                Piece::Instant(at),
                Piece::Text("), (false, "),
                other,
                Piece::Text(", "),
                actor,
                Piece::Text(", "),
                Piece::Instant(at),
                Piece::Text(")"),
            ];
            sql::Change(both).execute(conn).await?;
        }
        (true, false) => {
            let end = |user: UserId, other: UserId| {
                connections::user_id.eq(user.get()).and(connections::other_id.eq(other.get()))
            };
            let both = connections::table.filter(end(actor, other).or(end(other, actor)));
            diesel::delete(both).execute(conn).await?;
        }
        (true, true) | (false, false) => {}
    }
    let mine = Counts::of(after).minus(&Counts::of(before));
    let theirs = Counts::of(after.turned()).minus(&Counts::of(before.turned()));
    let differences = [
        ("connections_counter", mine.connections, theirs.connections),
        ("requests_sent_counter", mine.sent, theirs.sent),
        ("requests_received_counter", mine.received, theirs.received),
    ];
    counters::add(conn, (actor, other), &differences).await
}

async fn change_request(
    conn: &mut WriteConn,
    (from, to): (UserId, UserId),
    before: RequestState,
    after: RequestState,
    at: InstantValue,
) -> Result<(), Failure> {
    let row = connection_requests::table.filter(request(from, to));
    match (before, after) {
        (before, after) if before == after => {}
        (RequestState::None, after) => {
            let rejected = (after == RequestState::Rejected).then_some(at);
            diesel::insert_into(connection_requests::table)
                .values((
                    connection_requests::from_id.eq(from.get()),
                    connection_requests::to_id.eq(to.get()),
                    connection_requests::created.eq(at),
                    connection_requests::rejected.eq(rejected),
                    connection_requests::dormant.eq(false),
                ))
                .execute(conn)
                .await?;
        }
        (_, RequestState::None) => {
            diesel::delete(row).execute(conn).await?;
        }
        (_, after) => {
            let rejected = (after == RequestState::Rejected).then_some(at);
            diesel::update(row)
                .set(connection_requests::rejected.eq(rejected))
                .execute(conn)
                .await?;
        }
    }
    Ok(())
}

/// What a pair adds to the counters of the one from whom it is seen.
struct Counts {
    connections: i64,
    sent: i64,
    received: i64,
}

impl Counts {
    fn of(pair: Pair) -> Self {
        Self {
            connections: pair.is_connected().into(),
            sent: (pair.mine() != RequestState::None).into(),
            received: (pair.theirs() == RequestState::Pending).into(),
        }
    }

    fn minus(&self, other: &Self) -> Self {
        Self {
            connections: self.connections - other.connections,
            sent: self.sent - other.sent,
            received: self.received - other.received,
        }
    }
}
