//! I1: one owner for an external account.

use super::Question;

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        invariant: "I1",
        kind: "account_with_several_owners",
        sql: "select a.user_id as one, cast(null as bigint) as other,
            'shares an account with ' || a.provider || ', association ' || a.id as detail
          from associations a
          join (select provider, ext_id from associations
              group by provider, ext_id having count(*) > 1) as shared
            on shared.provider = a.provider and shared.ext_id = a.ext_id",
    },
    Question {
        invariant: "I1",
        kind: "account_without_owner",
        sql: "select a.user_id as one, cast(null as bigint) as other,
            'there is no such user, association ' || a.id as detail
          from associations a left join users u on u.id = a.user_id
          where u.id is null",
    },
];
