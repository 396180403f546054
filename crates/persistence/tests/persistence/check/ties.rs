//! Damage to accounts and ties: I1 to I4.

/// What is done to the database, and what the check says then.
pub(super) const DAMAGE: &[(&str, &[&str])] = &[
    (
        "insert into associations (id, user_id, provider, ext_id, show_in_profile, created_at) values
           (1, 1, 'google', 'x', {awake}, {0m}), (2, 2, 'google', 'x', {awake}, {0m}),
           (3, 2, 'google', 'y', {awake}, {0m}), (4, 2, 'twitter', 'x', {awake}, {0m})",
        &["I1 account_with_several_owners [[1], [2]]"],
    ),
    (
        "insert into associations (id, user_id, provider, ext_id, show_in_profile, created_at)
           values (1, 99, 'google', 'x', {awake}, {0m})",
        &["I1 account_without_owner [[99]]"],
    ),
    (
        "insert into connections values (1, 2, {0m}, {awake})",
        &["I2 connection_with_one_end [[1, 2]]", "I4 connections_counter [[1]]"],
    ),
    (
        "insert into connections values (1, 2, {0m}, {awake}), (2, 1, {1m}, {awake});
         update users set connections_counter = 1 where id in (1, 2)",
        &["I2 connection_with_different_ends [[1, 2]]"],
    ),
    (
        "insert into connections values (1, 2, {0m}, {awake}), (2, 1, {0m}, {dormant});
         update users set connections_counter = 1 where id = 1",
        &["I2 connection_with_different_ends [[1, 2]]", "I4 wrongly_dormant_or_awake [[2, 1]]"],
    ),
    (
        "insert into connections values (1, 2, {0m}, {awake}), (2, 1, {0m}, {awake});
         insert into connection_requests values (1, 2, 1, {0m}, {1m}, null, {awake});
         update users set connections_counter = 1 where id in (1, 2);
         update users set requests_sent_counter = 1 where id = 2",
        &["I2 connected_and_requested [[2, 1]]"],
    ),
    (
        "insert into connections values (1, 2, {0m}, {awake});
         insert into connection_requests values (1, 2, 1, {0m}, {1m}, null, {awake});
         update users set connections_counter = 1 where id = 1;
         update users set requests_sent_counter = 1 where id = 2",
        &["I2 connection_with_one_end [[1, 2]]", "I2 connected_and_requested [[2, 1]]"],
    ),
    (
        "insert into connection_requests values
           (1, 2, 1, {0m}, null, null, {awake}), (2, 1, 2, {0m}, null, null, {awake}),
           (3, 1, 3, {0m}, {1m}, null, {awake}), (4, 3, 1, {0m}, null, null, {awake});
         update users set requests_sent_counter = 1, requests_received_counter = 1;
         update users set requests_sent_counter = 2, requests_received_counter = 2 where id = 1;
         update users set requests_received_counter = 0 where id = 3;
         update users set requests_sent_counter = 0, requests_received_counter = 0 where id = 4",
        &["I2 pending_both_ways [[1, 2]]"],
    ),
    (
        "insert into connection_requests values
           (1, 1, 2, {0m}, null, null, {awake}), (2, 1, 2, {0m}, {1m}, null, {awake});
         update users set requests_sent_counter = 2 where id = 1;
         update users set requests_received_counter = 1 where id = 2",
        &["I2 requested_repeatedly [[1, 2]]"],
    ),
    (
        "insert into hides values (3, 3, {0m}); insert into follows values (2, 2, {0m}, {awake});
         insert into connections values (1, 1, {0m}, {awake});
         insert into connection_requests values (1, 1, 1, {0m}, {1m}, null, {dormant});
         update users set followers_counter = 1, followings_counter = 1 where id = 2;
         update users set connections_counter = 1 where id = 1",
        &[
            "I2 connected_and_requested [[1, 1]]",
            "I2 tied_to_oneself [[1, 1], [1, 1], [2, 2], [3, 3]]",
            "I4 wrongly_dormant_or_awake [[1, 1]]",
        ],
    ),
    (
        "insert into hides values (99, 1, {0m}); insert into follows values (1, 99, {0m}, {awake});
         insert into connection_requests values (1, 98, 99, {0m}, null, null, {awake});
         insert into connections values (1, 98, {0m}, {awake}), (98, 1, {0m}, {awake});
         update users set connections_counter = 1, followings_counter = 1 where id = 1",
        &["I2 tied_to_nobody [[1, 98], [1, 99], [98, 1], [98, 99], [99, 1]]"],
    ),
    (
        "insert into hides values (2, 1, {0m});
         insert into connections values (1, 2, {2m}, {awake}), (2, 1, {2m}, {awake});
         update users set connections_counter = 1 where id in (1, 2)",
        &["I3 connected_while_hidden [[2, 1]]"],
    ),
    (
        "insert into hides values (2, 1, {0m}), (3, 1, {0m});
         insert into connection_requests values
           (1, 2, 1, {2m}, null, null, {awake}), (2, 1, 3, {2m}, {3m}, null, {awake});
         update users set requests_sent_counter = 1 where id in (1, 2);
         update users set requests_received_counter = 1 where id = 1",
        &["I3 requested_while_hidden [[2, 1], [3, 1]]"],
    ),
    (
        "insert into hides values (2, 1, {0m}), (3, 1, {0m});
         insert into follows values (2, 1, {2m}, {awake}), (1, 3, {2m}, {awake});
         update users set followings_counter = 1 where id in (1, 2);
         update users set followers_counter = 1 where id in (1, 3)",
        &["I3 followed_while_hidden [[2, 1], [3, 1]]"],
    ),
    ("update users set connections_counter = 3 where id = 1", &["I4 connections_counter [[1]]"]),
    ("update users set requests_sent_counter = 1 where id = 2", &["I4 requests_sent_counter [[2]]"]),
    (
        "update users set requests_received_counter = 1 where id = 3",
        &["I4 requests_received_counter [[3]]"],
    ),
    ("update users set followers_counter = 1 where id = 4", &["I4 followers_counter [[4]]"]),
    (
        "insert into follows values (1, 2, {0m}, {awake})",
        &["I4 followers_counter [[2]]", "I4 followings_counter [[1]]"],
    ),
    (
        "insert into connections values (1, 2, {0m}, {dormant}), (2, 1, {0m}, {dormant});
         insert into connection_requests values (1, 1, 4, {0m}, null, null, {awake});
         insert into follows values (4, 3, {0m}, {awake});
         update users set requests_sent_counter = 1 where id = 1;
         update users set requests_received_counter = 1, followings_counter = 1 where id = 4;
         update users set followers_counter = 1 where id = 3",
        &["I4 wrongly_dormant_or_awake [[1, 2], [1, 4], [2, 1], [4, 3]]"],
    ),
];
