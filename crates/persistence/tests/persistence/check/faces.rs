//! Damage to the faces of users: what I5 rests on.

/// What is done to the database, and what the check says then.
pub(super) const DAMAGE: &[(&str, &[&str])] = &[
    (
        "delete from client_users where user_id in (2, 4)",
        &["I5 user_without_client_user [[2], [4]]"],
    ),
    (
        "insert into client_users (user_id, client_user_id, live) values (99, 'x', {yes})",
        &["I5 client_user_without_user [[99]]"],
    ),
    (
        "insert into client_users (user_id, client_user_id, live) values (2, 'x', {yes})",
        &["I5 client_user_repeated [[2]]"],
    ),
    (
        "update client_users set live = {no} where user_id = 1;
         update client_users set live = {yes} where user_id = 4",
        &["I5 wrongly_live_or_not [[1], [4]]"],
    ),
    (
        // The deleted one no longer has the reference.
        "update client_users set client_user_id = 'x' where user_id in (1, 3, 4)",
        &["I5 client_user_id_of_several [[1], [3]]"],
    ),
    (
        "update client_users set erase_at = {1m}, status_before = 'b' where user_id in (1, 4)",
        &["I5 to_be_erased_but_not_deleted [[1]]"],
    ),
    ("update client_users set erase_at = {1m} where user_id = 4", &["I5 half_of_a_deletion [[4]]"]),
    (
        "update client_users set status_before = 'a' where user_id in (1, 4)",
        &["I5 half_of_a_deletion [[1], [4]]"],
    ),
    (
        "update client_users set ingestion_start = '2026-11-22', ingestion_end = '2026-11-21'
           where user_id = 2;
         update client_users set ingestion_start = '2026-11-21', ingestion_end = '2026-11-21'
           where user_id = 3;
         update client_users set ingestion_start = '2026-11-21' where user_id = 1",
        &["I5 ingestion_reversed [[2]]"],
    ),
];
