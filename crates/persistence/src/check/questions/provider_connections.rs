//! I5: one live connection for a user and a provider, and what that rests on: both faces of a user
//! agree.
//!
//! Most of this the database holds by itself: primary and foreign keys (repeated, of nobody, beside no
//! connection), checks (dates, error details, dates of erasing) and unique indexes (references,
//! accounts). It is asked all the same, since a damaged file or a constraint that somebody dropped
//! shows nowhere else. What goes over tables is held by Kith's transactions alone: connections of
//! deleted users, users without the other face, and whether that face is live.

use super::Question;

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        invariant: "I5",
        kind: "connected_repeatedly",
        sql: "select user_id as one, cast(null as bigint) as other,
            count(*) || ' connections with ' || provider as detail
          from provider_connections group by user_id, provider having count(*) > 1",
    },
    Question {
        invariant: "I5",
        kind: "provider_connection_of_nobody",
        sql: "select c.user_id as one, cast(null as bigint) as other,
            'there is no such user, connected with ' || c.provider as detail
          from provider_connections c left join users u on u.id = c.user_id
          where u.id is null",
    },
    Question {
        invariant: "I5",
        kind: "provider_connection_of_deleted",
        sql: "select c.user_id as one, cast(null as bigint) as other,
            'deleted, and connected with ' || c.provider as detail
          from provider_connections c join users u on u.id = c.user_id
          where u.status = 'd'",
    },
    Question {
        invariant: "I5",
        kind: "account_of_several_users",
        // Allowed, unless the index says otherwise. Ids that are not known are not the same.
        sql: "select c.user_id as one, cast(null as bigint) as other,
            'shares an account with ' || c.provider as detail
          from provider_connections c
          join (select provider, external_user_id from provider_connections
              where {duplicates_refused} and external_user_id is not null
              group by provider, external_user_id having count(distinct user_id) > 1) as shared
            on shared.provider = c.provider and shared.external_user_id = c.external_user_id",
    },
    Question {
        invariant: "I5",
        kind: "error_details_without_error",
        sql: "select user_id as one, cast(null as bigint) as other,
            'the connection with ' || provider || ' is ' || status as detail
          from provider_connections
          where (status = 'error') <> (error_type is not null)
            or (status = 'error') <> (error_message is not null)
            or (status = 'error') <> (errored_at is not null)",
    },
    Question {
        invariant: "I5",
        kind: "credentials_without_connection",
        sql: "select k.user_id as one, cast(null as bigint) as other,
            'there is no connection with ' || k.provider as detail
          from provider_credentials k
          left join provider_connections c on c.user_id = k.user_id and c.provider = k.provider
          where c.user_id is null",
    },
    Question {
        invariant: "I5",
        kind: "several_credentials",
        sql: "select user_id as one, cast(null as bigint) as other,
            count(*) || ' credentials for ' || provider as detail
          from provider_credentials group by user_id, provider having count(*) > 1",
    },
];
