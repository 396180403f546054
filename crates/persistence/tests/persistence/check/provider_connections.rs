//! Damage to connections with providers: I5.

/// What is done to the database, and what the check says then.
pub(super) const DAMAGE: &[(&str, &[&str])] = &[
    (
        "insert into provider_connections (user_id, provider, created_on, status) values
           (1, 'fitbit', {0m}, 'connected'), (1, 'fitbit', {1m}, 'paused'),
           (1, 'oura', {0m}, 'connected'), (2, 'fitbit', {0m}, 'connected')",
        &["I5 connected_repeatedly [[1]]"],
    ),
    (
        "insert into provider_connections (user_id, provider, created_on, status) values
           (99, 'fitbit', {0m}, 'connected'), (1, 'fitbit', {0m}, 'connected')",
        &["I5 provider_connection_of_nobody [[99]]"],
    ),
    (
        "insert into provider_connections (user_id, provider, created_on, status) values
           (4, 'fitbit', {0m}, 'paused'), (1, 'fitbit', {0m}, 'connected')",
        &["I5 provider_connection_of_deleted [[4]]"],
    ),
    (
        // Without the index two users may have one account. With something else of that name, nobody
        // keeps what it promises; ids that are not known are still not the same.
        "insert into provider_connections (user_id, provider, external_user_id, created_on, status)
           values (1, 'fitbit', 'x', {0m}, 'connected'), (2, 'fitbit', 'x', {0m}, 'paused'),
           (1, 'oura', 'x', {0m}, 'connected'), (3, 'fitbit', 'y', {0m}, 'connected'),
           (2, 'omron', null, {0m}, 'connected'), (3, 'omron', null, {0m}, 'connected')",
        &[],
    ),
    (
        "create index provider_connections_one_account
           on provider_connections (provider, external_user_id);
         insert into provider_connections (user_id, provider, external_user_id, created_on, status)
           values (1, 'fitbit', 'x', {0m}, 'connected'), (2, 'fitbit', 'x', {0m}, 'paused'),
           (1, 'oura', 'x', {0m}, 'connected'), (3, 'fitbit', 'y', {0m}, 'connected'),
           (2, 'omron', null, {0m}, 'connected'), (3, 'omron', null, {0m}, 'connected')",
        &["I5 account_of_several_users [[1], [2]]"],
    ),
    (
        "insert into provider_connections
           (user_id, provider, created_on, status, error_type, error_message, errored_at) values
           (1, 'fitbit', {0m}, 'error', 'unknown', '', {1m}), (1, 'oura', {0m}, 'error', null, '', {1m}),
           (2, 'fitbit', {0m}, 'error', 'unknown', null, {1m}),
           (2, 'oura', {0m}, 'error', 'unknown', '', null),
           (3, 'fitbit', {0m}, 'connected', 'unknown', '', {1m}),
           (3, 'oura', {0m}, 'paused', null, '', null)",
        &["I5 error_details_without_error [[1], [2], [2], [3], [3]]"],
    ),
    (
        "insert into provider_connections (user_id, provider, created_on, status) values
           (1, 'fitbit', {0m}, 'connected'), (2, 'oura', {0m}, 'connected');
         insert into provider_credentials values
           (1, 'fitbit', 'k1', {bytes}), (2, 'fitbit', 'k1', {bytes}), (1, 'oura', 'k1', {bytes})",
        &["I5 credentials_without_connection [[1], [2]]"],
    ),
    (
        "insert into provider_connections (user_id, provider, created_on, status)
           values (1, 'fitbit', {0m}, 'connected');
         insert into provider_credentials values
           (1, 'fitbit', 'k1', {bytes}), (1, 'fitbit', 'k2', {bytes})",
        &["I5 several_credentials [[1]]"],
    ),
];
