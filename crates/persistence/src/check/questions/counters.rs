//! I4: every counter equals the rows that it counts, and the rows of deleted users are not counted.

use super::Question;

/// A counter of users, and the rows that it counts, by `owner`.
macro_rules! counter {
    ($counter:literal, $rows:literal) => {
        Question {
            invariant: "I4",
            kind: $counter,
            sql: concat!(
                "select u.id as one, cast(null as bigint) as other, 'says ' || u.",
                $counter,
                " || ', there are ' || coalesce(tally.number, 0) as detail
                from users u left join (
                  select counted.owner, count(*) as number from (",
                $rows,
                ") as counted group by counted.owner) as tally on tally.owner = u.id
                where u.",
                $counter,
                " <> coalesce(tally.number, 0)"
            ),
        }
    };
}

pub(super) const QUESTIONS: &[Question] = &[
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
    Question {
        invariant: "I4",
        kind: "wrongly_dormant_or_awake",
        sql: "select tie.one, tie.other, tie.detail from (
            select user_id as one, other_id as other, dormant, 'connection' as detail
            from connections
            union all
            select from_id, to_id, dormant, 'request' from connection_requests
            union all
            select follower_id, followed_id, dormant, 'follow' from follows) as tie
          join users u on u.id = tie.one
          join users o on o.id = tie.other
          where tie.dormant <> (u.status = 'd' or o.status = 'd')",
    },
];
