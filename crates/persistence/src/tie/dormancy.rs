//! Ties of a softly deleted user sleep: they are kept, and neither listed nor counted.
//!
//! A tie is dormant exactly while one of its two users is softly deleted. Every counter counts the
//! rows that are not. The statements are rare, so they are plain SQL; `$1` is the user.

use diesel::QueryableByName;
use diesel::sql_types::BigInt;
use kith_domain::UserId;

use super::super::{Dsl as _, WriteConn, lock_statuses, own_ties};
use crate::error::Failure;

#[derive(QueryableByName)]
struct Neighbour {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Everybody tied to the user, by whatever tie, asleep or not.
const NEIGHBOURS: &str = "\
    select other_id as id from connections where user_id = $1 \
    union select from_id from connection_requests where to_id = $1 \
    union select to_id from connection_requests where from_id = $1 \
    union select follower_id from follows where followed_id = $1 \
    union select followed_id from follows where follower_id = $1 \
    order by id";

/// The user's ties stop counting with the others...
const UNCOUNT: [&str; 6] = [
    "update users set connections_counter = connections_counter - 1 where id in \
        (select other_id from connections where user_id = $1 and not dormant)",
    "update users set requests_sent_counter = requests_sent_counter - 1 where id in \
        (select from_id from connection_requests where to_id = $1 and not dormant)",
    "update users set requests_received_counter = requests_received_counter - 1 where id in \
        (select to_id from connection_requests \
         where from_id = $1 and rejected is null and not dormant)",
    "update users set followings_counter = followings_counter - 1 where id in \
        (select follower_id from follows where followed_id = $1 and not dormant)",
    "update users set followers_counter = followers_counter - 1 where id in \
        (select followed_id from follows where follower_id = $1 and not dormant)",
    "update users set connections_counter = 0, requests_sent_counter = 0, \
        requests_received_counter = 0, followers_counter = 0, followings_counter = 0 where id = $1",
];

/// ... and fall asleep.
const SLEEP: [&str; 4] = [
    "update connections set dormant = true where user_id in \
        (select other_id from connections where user_id = $1) and other_id = $1",
    "update connections set dormant = true where user_id = $1",
    "update connection_requests set dormant = true where from_id = $1 or to_id = $1",
    "update follows set dormant = true where follower_id = $1 or followed_id = $1",
];

/// Those whose other end lives wake up...
const WAKE: [&str; 4] = [
    "update connections set dormant = false where user_id in \
        (select other_id from connections join users on users.id = other_id \
         where user_id = $1 and status <> 'd') and other_id = $1",
    "update connections set dormant = false where user_id = $1 and other_id in \
        (select id from users where status <> 'd')",
    "update connection_requests set dormant = false where (from_id = $1 or to_id = $1) \
        and from_id in (select id from users where status <> 'd') \
        and to_id in (select id from users where status <> 'd')",
    "update follows set dormant = false where (follower_id = $1 or followed_id = $1) \
        and follower_id in (select id from users where status <> 'd') \
        and followed_id in (select id from users where status <> 'd')",
];

/// ... and count again, with the others and with the user.
const COUNT: [&str; 6] = [
    "update users set connections_counter = connections_counter + 1 where id in \
        (select other_id from connections where user_id = $1 and not dormant)",
    "update users set requests_sent_counter = requests_sent_counter + 1 where id in \
        (select from_id from connection_requests where to_id = $1 and not dormant)",
    "update users set requests_received_counter = requests_received_counter + 1 where id in \
        (select to_id from connection_requests \
         where from_id = $1 and rejected is null and not dormant)",
    "update users set followings_counter = followings_counter + 1 where id in \
        (select follower_id from follows where followed_id = $1 and not dormant)",
    "update users set followers_counter = followers_counter + 1 where id in \
        (select followed_id from follows where follower_id = $1 and not dormant)",
    "update users set \
        connections_counter = \
            (select count(*) from connections where user_id = $1 and not dormant), \
        requests_sent_counter = \
            (select count(*) from connection_requests where from_id = $1 and not dormant), \
        requests_received_counter = \
            (select count(*) from connection_requests \
             where to_id = $1 and rejected is null and not dormant), \
        followers_counter = (select count(*) from follows where followed_id = $1 and not dormant), \
        followings_counter = (select count(*) from follows where follower_id = $1 and not dormant) \
        where id = $1",
];

/// Locks the user and everybody tied to the user, in the order of the ids.
pub(in super::super) async fn lock_all(conn: &mut WriteConn, user: UserId) -> Result<(), Failure> {
    own_ties(conn, user.get()).await?;
    let mut all = neighbours(conn, user).await?;
    let place = all.partition_point(|id| *id < user.get());
    all.insert(place, user.get());
    lock_statuses(conn, &all).await?;
    Ok(())
}

async fn neighbours(conn: &mut WriteConn, user: UserId) -> Result<Vec<i64>, Failure> {
    let query = diesel::sql_query(NEIGHBOURS).bind::<BigInt, _>(user.get());
    let rows: Vec<Neighbour> = query.load(conn).await?;
    Ok(rows.into_iter().map(|neighbour| neighbour.id).collect())
}

/// Lets the ties of a user sleep who is about to be deleted. All must be locked.
pub(in super::super) async fn sleep(conn: &mut WriteConn, user: UserId) -> Result<(), Failure> {
    run(conn, user, &UNCOUNT).await?;
    run(conn, user, &SLEEP).await
}

/// Wakes the ties of a user who is live again. All must be locked.
pub(in super::super) async fn wake(conn: &mut WriteConn, user: UserId) -> Result<(), Failure> {
    run(conn, user, &WAKE).await?;
    run(conn, user, &COUNT).await
}

async fn run(
    conn: &mut WriteConn,
    user: UserId,
    statements: &[&'static str],
) -> Result<(), Failure> {
    for statement in statements {
        diesel::sql_query(*statement).bind::<BigInt, _>(user.get()).execute(conn).await?;
    }
    Ok(())
}
