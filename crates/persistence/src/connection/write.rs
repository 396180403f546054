//! One user acts on another, inside one transaction.

use diesel::prelude::{BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _};
use kith_domain::connection::{Act, Change, Pair, Refusal, RequestState, Situation, Ties, decide};
use kith_domain::user::Status;
use kith_domain::{StoreError, UserId};

use super::super::Dsl as _;
use super::super::tie::lock;
use super::WriteConn;
use crate::columns::InstantValue;
use crate::ending::Ending;
use crate::error::Failure;
use crate::schema::{connection_requests, connections, users};

pub(super) async fn act(
    conn: &mut WriteConn,
    act: &Act,
) -> Result<Ending<Result<Ties, Refusal>>, Failure> {
    let locked = lock(conn, act.actor, act.other).await?;
    let Some(status) = locked.actor else {
        return Ok(Ending::Rollback(Err(Refusal::NoSuchUser)));
    };
    let before = pair(conn, act.actor, act.other).await?;
    let situation = Situation {
        mode: act.mode,
        pair: before,
        other_is_live: locked.other_is_live,
        actor_is_blocked: status == Status::Blocked,
        hidden: locked.hidden,
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

/// How the two stand to each other, seen from `mine`.
async fn pair(conn: &mut WriteConn, mine: UserId, theirs: UserId) -> Result<Pair, Failure> {
    let connection =
        connections::user_id.eq(mine.get()).and(connections::other_id.eq(theirs.get()));
    let connected = diesel::select(diesel::dsl::exists(connections::table.filter(connection)))
        .get_result(conn)
        .await?;
    if connected {
        return Ok(Pair::CONNECTED);
    }
    let requests: Vec<(i64, bool)> = connection_requests::table
        .filter(request(mine, theirs).or(request(theirs, mine)))
        .select((connection_requests::from_id, connection_requests::rejected.is_null()))
        .load(conn)
        .await?;
    let from = |user: UserId| match requests.iter().find(|(from, _)| *from == user.get()) {
        None => RequestState::None,
        Some((_, true)) => RequestState::Pending,
        Some((_, false)) => RequestState::Rejected,
    };
    let pair = Pair::apart(from(mine), from(theirs));
    Ok(pair.ok_or_else(|| StoreError::inconsistent("two users wait for each other's answer"))?)
}

async fn change(conn: &mut WriteConn, act: &Act, before: Pair, after: Pair) -> Result<(), Failure> {
    let at = InstantValue(act.at);
    let (actor, other) = (act.actor, act.other);
    // Requests go before a connection comes: they exclude each other.
    change_request(conn, (actor, other), before.mine(), after.mine(), at).await?;
    change_request(conn, (other, actor), before.theirs(), after.theirs(), at).await?;
    match (before.is_connected(), after.is_connected()) {
        (false, true) => {
            let end = |user: UserId, other: UserId| {
                (
                    connections::user_id.eq(user.get()),
                    connections::other_id.eq(other.get()),
                    connections::since.eq(at),
                    connections::dormant.eq(false),
                )
            };
            for (user, other) in [(actor, other), (other, actor)] {
                diesel::insert_into(connections::table)
                    .values(end(user, other))
                    .execute(conn)
                    .await?;
            }
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
    for (user, before, after) in [(actor, before, after), (other, before.turned(), after.turned())]
    {
        add(conn, user, &Counts::of(after).minus(&Counts::of(before))).await?;
    }
    Ok(())
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

async fn add(conn: &mut WriteConn, user: UserId, counts: &Counts) -> Result<(), Failure> {
    diesel::update(users::table.filter(users::id.eq(user.get())))
        .set((
            users::connections_counter.eq(users::connections_counter + counts.connections),
            users::requests_sent_counter.eq(users::requests_sent_counter + counts.sent),
            users::requests_received_counter.eq(users::requests_received_counter + counts.received),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
