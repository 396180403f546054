//! I2: a pair of users is connected, or has at most one request in each direction and at most one
//! that is pending.

use super::Question;

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        invariant: "I2",
        kind: "connection_with_one_end",
        sql: "select c.user_id as one, c.other_id as other, 'the other end is missing' as detail
          from connections c
          left join connections back on back.user_id = c.other_id and back.other_id = c.user_id
          where back.user_id is null",
    },
    Question {
        invariant: "I2",
        kind: "connection_with_different_ends",
        sql: "select c.user_id as one, c.other_id as other,
            'the ends differ in since or dormant' as detail
          from connections c
          join connections back on back.user_id = c.other_id and back.other_id = c.user_id
          where c.user_id < c.other_id and (c.since <> back.since or c.dormant <> back.dormant)",
    },
    Question {
        invariant: "I2",
        kind: "connected_and_requested",
        // Both ways round: a connection may have lost one of its ends.
        sql: "select r.from_id as one, r.to_id as other,
            'connected, and there is request ' || r.id as detail
          from connection_requests r
          join connections c on c.user_id = r.from_id and c.other_id = r.to_id
          union
          select r.from_id, r.to_id, 'connected, and there is request ' || r.id
          from connection_requests r
          join connections c on c.user_id = r.to_id and c.other_id = r.from_id",
    },
    Question {
        invariant: "I2",
        kind: "pending_both_ways",
        sql: "select r.from_id as one, r.to_id as other,
            'requests ' || r.id || ' and ' || back.id as detail
          from connection_requests r
          join connection_requests back on back.from_id = r.to_id and back.to_id = r.from_id
          where r.from_id < r.to_id and r.rejected is null and back.rejected is null",
    },
    Question {
        invariant: "I2",
        kind: "requested_repeatedly",
        sql: "select from_id as one, to_id as other, count(*) || ' requests' as detail
          from connection_requests group by from_id, to_id having count(*) > 1",
    },
    Question {
        invariant: "I2",
        kind: "tied_to_oneself",
        sql: "select user_id as one, other_id as other, 'connection' as detail
          from connections where user_id = other_id
          union all
          select from_id, to_id, 'request' from connection_requests where from_id = to_id
          union all
          select follower_id, followed_id, 'follow' from follows where follower_id = followed_id
          union all
          select user_id, hidden_id, 'hide' from hides where user_id = hidden_id",
    },
    Question {
        invariant: "I2",
        kind: "tied_to_nobody",
        sql: "select tie.one, tie.other, tie.detail from (
            select user_id as one, other_id as other, 'connection' as detail from connections
            union all
            select from_id, to_id, 'request' from connection_requests
            union all
            select follower_id, followed_id, 'follow' from follows
            union all
            select user_id, hidden_id, 'hide' from hides) as tie
          left join users u on u.id = tie.one
          left join users o on o.id = tie.other
          where u.id is null or o.id is null",
    },
];
