//! The rest of I5: every user has both faces, and they agree. See [`super::provider_connections`] for
//! what of it the database holds by itself.

use super::Question;

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        invariant: "I5",
        kind: "user_without_client_user",
        sql: "select u.id as one, cast(null as bigint) as other,
            'the team does not know this user' as detail
          from users u left join client_users c on c.user_id = u.id
          where c.user_id is null",
    },
    Question {
        invariant: "I5",
        kind: "client_user_without_user",
        sql: "select c.user_id as one, cast(null as bigint) as other,
            'there is no such user' as detail
          from client_users c left join users u on u.id = c.user_id
          where u.id is null",
    },
    Question {
        invariant: "I5",
        kind: "client_user_repeated",
        sql: "select user_id as one, cast(null as bigint) as other,
            'the team knows this user ' || count(*) || ' times' as detail
          from client_users group by user_id having count(*) > 1",
    },
    Question {
        invariant: "I5",
        kind: "wrongly_live_or_not",
        sql: "select u.id as one, cast(null as bigint) as other,
            'status ' || u.status || ', and the other way round for the team' as detail
          from users u join client_users c on c.user_id = u.id
          where c.live <> (u.status <> 'd')",
    },
    Question {
        invariant: "I5",
        kind: "client_user_id_of_several",
        sql: "select c.user_id as one, cast(null as bigint) as other,
            'shares a client_user_id with another live user' as detail
          from client_users c
          join (select client_user_id from client_users where live
              group by client_user_id having count(distinct user_id) > 1) as shared
            on shared.client_user_id = c.client_user_id
          where c.live",
    },
    Question {
        invariant: "I5",
        kind: "to_be_erased_but_not_deleted",
        sql: "select u.id as one, cast(null as bigint) as other,
            'status ' || u.status || ', and there is a date for erasing' as detail
          from users u join client_users c on c.user_id = u.id
          where c.erase_at is not null and u.status <> 'd'",
    },
    Question {
        invariant: "I5",
        kind: "half_of_a_deletion",
        sql: "select user_id as one, cast(null as bigint) as other,
            'a date for erasing and a standing to return to go together' as detail
          from client_users
          where (erase_at is null) <> (status_before is null)",
    },
    Question {
        invariant: "I5",
        kind: "ingestion_reversed",
        sql: "select user_id as one, cast(null as bigint) as other,
            'from ' || ingestion_start || ' to ' || ingestion_end as detail
          from client_users where ingestion_start > ingestion_end",
    },
];
