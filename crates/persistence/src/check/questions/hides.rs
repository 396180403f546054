//! I3: no tie was built between two users while one hid the other.
//!
//! The instant of an act is taken before its turn in the database has come, and instances have clocks
//! of their own: of two acts at about the same time the later one may bear the earlier date. So only
//! a tie that is newer by more than the leeway proves that the rule was broken. A clock that was
//! further off than that makes the check complain of what was right.

use super::Question;

pub(super) const QUESTIONS: &[Question] = &[
    Question {
        invariant: "I3",
        kind: "connected_while_hidden",
        sql: "select h.user_id as one, h.hidden_id as other,
            'connected after the first one hid the second' as detail
          from hides h join connections c on c.user_id = h.user_id and c.other_id = h.hidden_id
          where c.since > h.since + {leeway}",
    },
    Question {
        invariant: "I3",
        kind: "requested_while_hidden",
        // Pending or rejected: only a request dates its row, and neither rejecting nor restoring does.
        sql: "select h.user_id as one, h.hidden_id as other,
            'request ' || r.id || ' was made after the first one hid the second' as detail
          from hides h join connection_requests r
            on r.from_id = h.user_id and r.to_id = h.hidden_id
          where r.created > h.since + {leeway}
          union all
          select h.user_id, h.hidden_id,
            'request ' || r.id || ' was made after the first one hid the second'
          from hides h join connection_requests r
            on r.to_id = h.user_id and r.from_id = h.hidden_id
          where r.created > h.since + {leeway}",
    },
    Question {
        invariant: "I3",
        kind: "followed_while_hidden",
        sql: "select h.user_id as one, h.hidden_id as other,
            'the first one follows, after having hidden the second' as detail
          from hides h join follows f on f.follower_id = h.user_id and f.followed_id = h.hidden_id
          where f.since > h.since + {leeway}
          union all
          select h.user_id, h.hidden_id, 'the second one follows, after having been hidden'
          from hides h join follows f on f.followed_id = h.user_id and f.follower_id = h.hidden_id
          where f.since > h.since + {leeway}",
    },
];
