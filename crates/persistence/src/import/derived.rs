//! What follows from the rows, and so is in no file.

/// A counter of users from the rows that it counts.
macro_rules! counter {
    ($counter:literal, $rows:literal) => {
        concat!(
            "update users set ",
            $counter,
            " = tally.number from (select counted.owner, count(*) as number from (",
            $rows,
            ") as counted group by counted.owner) as tally where tally.owner = users.id"
        )
    };
}

/// Statements for both databases: first which ties are dormant, then the counters, which leave these out. All
/// are not dormant and zero before.
pub(super) const STATEMENTS: [&str; 8] = [
    "update connections set dormant = true where user_id in (select id from users where status = 'd') \
        or other_id in (select id from users where status = 'd')",
    "update connection_requests set dormant = true where from_id in \
        (select id from users where status = 'd') \
        or to_id in (select id from users where status = 'd')",
    "update follows set dormant = true where follower_id in (select id from users where status = 'd') \
        or followed_id in (select id from users where status = 'd')",
    counter!("connections_counter", "select user_id as owner from connections where not dormant"),
    counter!(
        "requests_sent_counter",
        "select from_id as owner from connection_requests where not dormant"
    ),
    counter!(
        "requests_received_counter",
        "select to_id as owner from connection_requests where not dormant and rejected is null"
    ),
    counter!("followers_counter", "select followed_id as owner from follows where not dormant"),
    counter!("followings_counter", "select follower_id as owner from follows where not dormant"),
];
